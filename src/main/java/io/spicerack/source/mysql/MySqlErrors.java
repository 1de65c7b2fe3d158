package io.spicerack.source.mysql;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.source.ServerErrors;
import io.spicerack.source.SourceFailures;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The error numbers of MySQL and MariaDB: their SQLStates say too little. Stateless. */
final class MySqlErrors implements ServerErrors {
    private static final String AGAIN_LOCKS =
            "Another session holds a lock on what the query reads, as ALTER TABLE and LOCK"
                    + " TABLES do. It is tried again; where that does not help, refresh at another time.";

    private static final String ENDED =
            "The server ended the connection, as it does when it is stopped or restarted. It is tried" + " again.";

    /** Each number that a read has been seen to meet, or that the manuals let it meet; names as they have them. */
    static final Map<Integer, Meaning> MEANINGS = new TreeMap<>();

    static {
        put(1021, Meaning.lasting(IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED, "disk_full"));
        put(1028, Meaning.lasting(IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED, "filsort_abort"));
        put(1030, Meaning.lasting(IngestionErrorType.DATA_SOURCE_CONNECTION_FAILED, "get_errno"));
        put(1037, Meaning.passing(IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED, "outofmemory", ""));
        put(1038, Meaning.lasting(IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED, "out_of_sortmemory"));
        put(1040, Meaning.passing(IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED, "con_count", ""));
        put(1041, Meaning.passing(IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED, "out_of_resources", ""));
        put(1044, Meaning.lasting(IngestionErrorType.PERMISSION_DENIED, "dbaccess_denied"));
        put(1045, Meaning.lasting(IngestionErrorType.PASSWORD_AUTHENTICATION_FAILURE, "access_denied"));
        put(1049, Meaning.lasting(IngestionErrorType.INVALID_DATA_SOURCE_CONFIG, "bad_db"));
        put(1051, Meaning.lasting(IngestionErrorType.SQL_TABLE_NOT_FOUND, "bad_table"));
        put(1052, Meaning.lasting(IngestionErrorType.DUPLICATE_COLUMN_NAMES_FOUND, "non_uniq"));
        put(1053, Meaning.passing(IngestionErrorType.CONNECTION_FAILURE, "server_shutdown", ENDED));
        put(1054, Meaning.lasting(IngestionErrorType.SQL_EXCEPTION, "bad_field"));
        put(1055, Meaning.lasting(IngestionErrorType.SQL_EXCEPTION, "wrong_field_with_group"));
        put(1060, Meaning.lasting(IngestionErrorType.DUPLICATE_COLUMN_NAMES_FOUND, "dup_fieldname"));
        put(1064, Meaning.lasting(IngestionErrorType.SQL_EXCEPTION, "parse_error"));
        put(1104, Meaning.lasting(IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED, "too_big_select"));
        put(1114, Meaning.lasting(IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED, "record_file_full"));
        put(
                1129,
                Meaning.lasting(
                        IngestionErrorType.CONNECTION_FAILURE,
                        "host_is_blocked",
                        "The server has had too many broken connections from this machine: run FLUSH HOSTS there,"
                                + " after the cause is found."));
        put(
                1130,
                Meaning.lasting(
                        IngestionErrorType.PERMISSION_DENIED,
                        "host_not_privileged",
                        "The server lets nobody in from this machine: create the user for its address."));
        put(1140, Meaning.lasting(IngestionErrorType.SQL_EXCEPTION, "mix_of_group_func_and_fields"));
        put(1142, Meaning.lasting(IngestionErrorType.PERMISSION_DENIED, "tableaccess_denied"));
        put(1143, Meaning.lasting(IngestionErrorType.PERMISSION_DENIED, "columnaccess_denied"));
        put(1146, Meaning.lasting(IngestionErrorType.SQL_TABLE_NOT_FOUND, "no_such_table"));
        put(1152, Meaning.passing(IngestionErrorType.CONNECTION_FAILURE, "aborting_connection", ENDED));
        put(1158, Meaning.passing(IngestionErrorType.CONNECTION_FAILURE, "net_read_error", ENDED));
        put(1159, Meaning.passing(IngestionErrorType.CONNECTION_FAILURE, "net_read_interrupted", ENDED));
        put(1160, Meaning.passing(IngestionErrorType.CONNECTION_FAILURE, "net_error_on_write", ENDED));
        put(1161, Meaning.passing(IngestionErrorType.CONNECTION_FAILURE, "net_write_interrupted", ENDED));
        put(1176, Meaning.lasting(IngestionErrorType.SQL_EXCEPTION, "key_does_not_exist"));
        put(
                1194,
                Meaning.lasting(
                        IngestionErrorType.DATA_SOURCE_CONNECTION_FAILED,
                        "crashed_on_usage",
                        "A table is damaged: CHECK TABLE and REPAIR TABLE there."));
        put(1203, Meaning.passing(IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED, "too_many_user_connections", ""));
        put(1205, Meaning.passing(IngestionErrorType.QUERY_TIMEOUT, "lock_wait_timeout", AGAIN_LOCKS));
        put(1206, Meaning.passing(IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED, "lock_table_full", ""));
        put(1213, Meaning.passing(IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED, "lock_deadlock", AGAIN_LOCKS));
        put(1222, Meaning.lasting(IngestionErrorType.SQL_EXCEPTION, "wrong_number_of_columns_in_select"));
        put(1226, Meaning.passing(IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED, "user_limit_reached", ""));
        put(1227, Meaning.lasting(IngestionErrorType.PERMISSION_DENIED, "specific_access_denied"));
        put(1242, Meaning.lasting(IngestionErrorType.SQL_EXCEPTION, "subquery_no_1_row"));
        put(1305, Meaning.lasting(IngestionErrorType.SQL_EXCEPTION, "sp_does_not_exist"));
        put(
                1317,
                Meaning.lasting(
                        IngestionErrorType.QUERY_TIMEOUT,
                        "query_interrupted",
                        "Somebody ended the query on the server (KILL QUERY): ask who watches over it."));
        put(
                1356,
                Meaning.lasting(
                        IngestionErrorType.SQL_TABLE_NOT_FOUND,
                        "view_invalid",
                        "A view reads what is not there any more, or what its definer may not: repair the view, "
                                + "or read its tables."));
        put(1370, Meaning.lasting(IngestionErrorType.PERMISSION_DENIED, "procaccess_denied"));
        put(
                1412,
                Meaning.passing(
                        IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED,
                        "table_def_changed",
                        "The table was changed since the snapshot was taken. It is tried again, with a new one."));
        put(
                1524,
                Meaning.lasting(
                        IngestionErrorType.DATA_SOURCE_AUTH_FAILED,
                        "plugin_is_not_loaded",
                        "The server has no plugin for the way in which this user logs in, as MySQL 9 has none for"
                                + " mysql_native_password: ALTER USER ... IDENTIFIED WITH caching_sha2_password."));
        put(
                1615,
                Meaning.passing(
                        IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED,
                        "need_reprepare",
                        "What the query reads is changed again and again meanwhile. It is tried again."));
        put(1698, Meaning.lasting(IngestionErrorType.PASSWORD_AUTHENTICATION_FAILURE, "access_denied_no_password"));
        put(
                1792,
                Meaning.lasting(
                        IngestionErrorType.SQL_EXCEPTION,
                        "cant_execute_in_read_only_transaction",
                        "A data source is only read: leave out what writes or locks rows."));
        put(
                1820,
                Meaning.lasting(
                        IngestionErrorType.PASSWORD_AUTHENTICATION_FAILURE,
                        "must_change_password",
                        "The password has expired: give the user a new one, and the secret too."));
        put(
                1862,
                Meaning.lasting(
                        IngestionErrorType.PASSWORD_AUTHENTICATION_FAILURE,
                        "must_change_password_login",
                        "The password has expired: give the user a new one, and the secret too."));
        put(1927, Meaning.passing(IngestionErrorType.CONNECTION_FAILURE, "connection_killed", ENDED));
        put(1969, Meaning.lasting(IngestionErrorType.QUERY_TIMEOUT, "statement_timeout"));
        put(2013, Meaning.passing(IngestionErrorType.CONNECTION_FAILURE, "server_lost", ENDED));
        put(3024, Meaning.lasting(IngestionErrorType.QUERY_TIMEOUT, "query_timeout"));
        put(
                3032,
                Meaning.passing(
                        IngestionErrorType.CONNECTION_FAILURE,
                        "server_offline_mode",
                        "The server lets only administrators in (offline_mode), as hosted ones do where they run short of"
                                + " disk. It is tried again."));
        put(
                3118,
                Meaning.lasting(
                        IngestionErrorType.PASSWORD_AUTHENTICATION_FAILURE,
                        "account_has_been_locked",
                        "The account is locked: ALTER USER ... ACCOUNT UNLOCK."));
        put(
                3159,
                Meaning.lasting(
                        IngestionErrorType.SSL_CERTIFICATE_VALIDATION_FAILURE,
                        "secure_transport_required",
                        "The server takes TLS connections alone: take DisableSsl away from the data source."));
        put(3168, Meaning.passing(IngestionErrorType.CONNECTION_FAILURE, "server_isnt_available", ENDED));
        put(3169, Meaning.passing(IngestionErrorType.CONNECTION_FAILURE, "session_was_killed", ENDED));
        put(3572, Meaning.passing(IngestionErrorType.QUERY_TIMEOUT, "lock_nowait", AGAIN_LOCKS));
        put(
                3955,
                Meaning.lasting(
                        IngestionErrorType.PASSWORD_AUTHENTICATION_FAILURE,
                        "account_blocked_by_password_lock",
                        "The server has shut the account for some days, after failed logins: correct the password in the"
                                + " secret, then ALTER USER ... ACCOUNT UNLOCK."));
        put(4031, Meaning.passing(IngestionErrorType.CONNECTION_FAILURE, "client_interaction_timeout", ENDED));
        put(
                4151,
                Meaning.lasting(
                        IngestionErrorType.PASSWORD_AUTHENTICATION_FAILURE,
                        "account_has_been_locked",
                        "The account is locked: ALTER USER ... ACCOUNT UNLOCK."));
    }

    /** What the states mean that the server and the driver give, as the standard names it. */
    private static final Map<String, String> STATES = Map.ofEntries(
            Map.entry("08001", "connection_unable_to_connect"),
            Map.entry("08003", "connection_does_not_exist"),
            Map.entry("08004", "connection_rejected"),
            Map.entry("08006", "connection_failure"),
            Map.entry("08S01", "communication_error"),
            Map.entry("0A000", "not_implemented"),
            Map.entry("22001", "string_data_right_truncation"),
            Map.entry("22003", "numeric_value_out_of_range"),
            Map.entry("22007", "bad_datetime_format"),
            Map.entry("22008", "datetime_overflow"),
            Map.entry("22012", "division_by_zero"),
            Map.entry("24000", "invalid_cursor_state"),
            Map.entry("25000", "transaction_state_invalid"),
            Map.entry("25001", "active_sql_transaction"),
            Map.entry("28000", "invalid_authorization_specification"),
            Map.entry("40001", "serialization_failure"));

    private static void put(int number, Meaning meaning) {
        MEANINGS.put(number, meaning);
    }

    @Override
    public Optional<Meaning> meaning(SQLException e) {
        return Optional.ofNullable(MEANINGS.get(e.getErrorCode()));
    }

    @Override
    public String code(SQLException e) {
        String state = STATES.get(SourceFailures.state(e));
        Meaning known = MEANINGS.get(e.getErrorCode());
        return (state == null ? "" : " " + state)
                + (e.getErrorCode() > 0 ? ", error " + e.getErrorCode() : "")
                + (known == null ? "" : " " + known.name());
    }
}
