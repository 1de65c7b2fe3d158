package io.spicerack.source.mysql;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.source.ServerErrors;
import io.spicerack.source.SourceFailures;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The error numbers of MySQL and MariaDB: their SQLStates say too little. Stateless. */
final class MySqlErrors implements ServerErrors {
    private static final Map<Integer, IngestionErrorType> NUMBERS = Map.ofEntries(
            Map.entry(1045, IngestionErrorType.PASSWORD_AUTHENTICATION_FAILURE),
            Map.entry(1698, IngestionErrorType.PASSWORD_AUTHENTICATION_FAILURE),
            Map.entry(1044, IngestionErrorType.PERMISSION_DENIED),
            Map.entry(1142, IngestionErrorType.PERMISSION_DENIED),
            Map.entry(1143, IngestionErrorType.PERMISSION_DENIED),
            Map.entry(1227, IngestionErrorType.PERMISSION_DENIED),
            Map.entry(1370, IngestionErrorType.PERMISSION_DENIED),
            Map.entry(1049, IngestionErrorType.INVALID_DATA_SOURCE_CONFIG),
            Map.entry(1051, IngestionErrorType.SQL_TABLE_NOT_FOUND),
            Map.entry(1146, IngestionErrorType.SQL_TABLE_NOT_FOUND),
            Map.entry(1021, IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED),
            Map.entry(1037, IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED),
            Map.entry(1038, IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED),
            Map.entry(1040, IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED),
            Map.entry(1041, IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED),
            Map.entry(1114, IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED),
            Map.entry(1203, IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED),
            Map.entry(1226, IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED),
            Map.entry(1205, IngestionErrorType.QUERY_TIMEOUT),
            Map.entry(1969, IngestionErrorType.QUERY_TIMEOUT),
            Map.entry(3024, IngestionErrorType.QUERY_TIMEOUT));

    /** The names of those that a query meets, as the server's manual has them. */
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1044, "dbaccess_denied"),
            Map.entry(1049, "bad_db"),
            Map.entry(1052, "non_uniq"),
            Map.entry(1054, "bad_field"),
            Map.entry(1055, "wrong_field_with_group"),
            Map.entry(1060, "dup_fieldname"),
            Map.entry(1064, "parse_error"),
            Map.entry(1140, "mix_of_group_func_and_fields"),
            Map.entry(1142, "tableaccess_denied"),
            Map.entry(1143, "columnaccess_denied"),
            Map.entry(1146, "no_such_table"),
            Map.entry(1176, "key_does_not_exist"),
            Map.entry(1222, "wrong_number_of_columns_in_select"),
            Map.entry(1242, "subquery_no_1_row"),
            Map.entry(1305, "sp_does_not_exist"),
            Map.entry(1356, "view_invalid"),
            Map.entry(1370, "procaccess_denied"),
            Map.entry(1792, "cant_execute_in_read_only_transaction"));

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

    /** The driver puts its number of the connection first. */
    private static final Pattern CONNECTION = Pattern.compile("^\\(conn=-?\\d+\\) ");

    @Override
    public Optional<IngestionErrorType> type(SQLException e) {
        return Optional.ofNullable(NUMBERS.get(e.getErrorCode()));
    }

    @Override
    public String code(SQLException e) {
        String state = STATES.get(SourceFailures.state(e));
        String name = NAMES.get(e.getErrorCode());
        return (state == null ? "" : " " + state)
                + (e.getErrorCode() > 0 ? ", error " + e.getErrorCode() : "")
                + (name == null ? "" : " " + name);
    }

    @Override
    public String words(SQLException e) {
        String words = e.getMessage();
        return words == null ? "no reason given" : CONNECTION.matcher(words).replaceFirst("");
    }
}
