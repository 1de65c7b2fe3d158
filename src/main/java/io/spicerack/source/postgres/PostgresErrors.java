package io.spicerack.source.postgres;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.source.ServerErrors;
import io.spicerack.source.SourceFailures;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** PostgreSQL's SQLStates (its manual, appendix A). Stateless. */
final class PostgresErrors implements ServerErrors {
    private static final String REPAIR =
            "A text is no text in the encoding that its database or table declares, so the server "
                    + "cannot give it as UTF-8. Repair it there, or read it as bytes (PostgreSQL: convert_to, "
                    + "::bytea).";

    private static final String STANDBY =
            "A standby ends queries that hold up its replay, and two transactions may be in each "
                    + "other's way. It is tried again; where that does not help, read the primary, or raise "
                    + "max_standby_streaming_delay or set hot_standby_feedback there.";

    private static final String AGAIN_LOCKS =
            "Another session holds a lock on what the query reads, as ALTER TABLE, VACUUM FULL or "
                    + "LOCK TABLE do. It is tried again; where that does not help, refresh at another time.";

    private static final String TOO_LARGE = "The query is too large for the server: read fewer columns, or divide it.";

    private static final String ENDED =
            "The server ended the connection, as it does when it is stopped or restarted. It is tried" + " again.";

    /** The driver's words, of which none is the server's but the number: the most is its scramMaxIterations. */
    private static final String LABORIOUS = "SCRAM PBKDF2 iterations";

    private static final String TOO_LABORIOUS =
            "What answers asks for a password to be hashed more often than the driver does, as a server that wants to tie"
                    + " up its clients would. Check that it is the server that is meant; if so, lower scram_iterations"
                    + " there and set the password anew.";

    /** What PgBouncer has for whatever it refuses. */
    private static final String NOT_TAKEN =
            "What answers does not take what is sent to it. A PgBouncer needs pool_mode=transaction or session,"
                    + " ignore_startup_parameters=extra_float_digits, and the database among its own; of anything else,"
                    + " check that it is the server that is meant.";

    private static final String STARTING =
            "The server is starting, stopping or recovering. It is tried again; wait until it takes " + "connections.";

    /** Each SQLState that a read has been seen to meet, or that the manual's appendix lets it meet. */
    static final Map<String, Meaning> MEANINGS = new TreeMap<>();

    static {
        put("08P01", Meaning.lasting(IngestionErrorType.CONNECTION_FAILURE, "protocol_violation", NOT_TAKEN));
        put("0A000", Meaning.lasting(IngestionErrorType.SQL_EXCEPTION, "feature_not_supported"));
        put("21000", Meaning.lasting(IngestionErrorType.SQL_EXCEPTION, "cardinality_violation"));
        put(
                "22021",
                Meaning.lasting(IngestionErrorType.SQL_INVALID_PARAMETER_VALUE, "character_not_in_repertoire", REPAIR));
        put(
                "22P05",
                Meaning.lasting(IngestionErrorType.SQL_INVALID_PARAMETER_VALUE, "untranslatable_character", REPAIR));
        put(
                "25006",
                Meaning.lasting(
                        IngestionErrorType.SQL_EXCEPTION,
                        "read_only_sql_transaction",
                        "A data source is only read: leave out what writes or locks rows."));
        put(
                "25P02",
                Meaning.lasting(
                        IngestionErrorType.SQL_EXCEPTION,
                        "in_failed_sql_transaction",
                        "A step before this one failed on the same connection: its message says why."));
        put(
                "25P03",
                Meaning.lasting(
                        IngestionErrorType.QUERY_TIMEOUT,
                        "idle_in_transaction_session_timeout",
                        "The server ended the transaction, for which nothing was asked for too long: raise "
                                + "LongestTransaction of the source budget, and what the server has for itself."));
        put(
                "25P04",
                Meaning.lasting(
                        IngestionErrorType.QUERY_TIMEOUT,
                        "transaction_timeout",
                        "The server ended the transaction, which was too old: raise LongestTransaction of the "
                                + "source budget, or read less at a time."));
        put("3D000", Meaning.lasting(IngestionErrorType.INVALID_DATA_SOURCE_CONFIG, "invalid_catalog_name"));
        put("3F000", Meaning.lasting(IngestionErrorType.SQL_TABLE_NOT_FOUND, "invalid_schema_name"));
        put(
                "40001",
                Meaning.passing(IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED, "serialization_failure", STANDBY));
        put(
                "40P01",
                Meaning.passing(IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED, "deadlock_detected", AGAIN_LOCKS));
        put("42501", Meaning.lasting(IngestionErrorType.PERMISSION_DENIED, "insufficient_privilege"));
        put("42601", Meaning.lasting(IngestionErrorType.SQL_EXCEPTION, "syntax_error"));
        put("42701", Meaning.lasting(IngestionErrorType.DUPLICATE_COLUMN_NAMES_FOUND, "duplicate_column"));
        put("42702", Meaning.lasting(IngestionErrorType.DUPLICATE_COLUMN_NAMES_FOUND, "ambiguous_column"));
        put("42703", Meaning.lasting(IngestionErrorType.SQL_EXCEPTION, "undefined_column"));
        put("42725", Meaning.lasting(IngestionErrorType.SQL_EXCEPTION, "ambiguous_function"));
        put("42803", Meaning.lasting(IngestionErrorType.SQL_EXCEPTION, "grouping_error"));
        put("42883", Meaning.lasting(IngestionErrorType.SQL_EXCEPTION, "undefined_function"));
        put("42P01", Meaning.lasting(IngestionErrorType.SQL_TABLE_NOT_FOUND, "undefined_table"));
        put("42P10", Meaning.lasting(IngestionErrorType.SQL_EXCEPTION, "invalid_column_reference"));
        put("42P20", Meaning.lasting(IngestionErrorType.SQL_EXCEPTION, "windowing_error"));
        put("53100", Meaning.lasting(IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED, "disk_full"));
        put("53200", Meaning.passing(IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED, "out_of_memory", ""));
        put("53300", Meaning.passing(IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED, "too_many_connections", ""));
        put(
                "53400",
                Meaning.lasting(IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED, "configuration_limit_exceeded"));
        put(
                "54000",
                Meaning.lasting(
                        IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED, "program_limit_exceeded", TOO_LARGE));
        put(
                "54001",
                Meaning.lasting(IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED, "statement_too_complex", TOO_LARGE));
        put("54011", Meaning.lasting(IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED, "too_many_columns", TOO_LARGE));
        put(
                "55000",
                Meaning.lasting(
                        IngestionErrorType.SQL_EXCEPTION,
                        "object_not_in_prerequisite_state",
                        "What the query reads is not ready, as a materialized view without data is: run REFRESH "
                                + "MATERIALIZED VIEW there, or leave it out of the query."));
        put("55P03", Meaning.passing(IngestionErrorType.QUERY_TIMEOUT, "lock_not_available", AGAIN_LOCKS));
        put("57014", Meaning.lasting(IngestionErrorType.QUERY_TIMEOUT, "query_canceled"));
        put("57P01", Meaning.passing(IngestionErrorType.CONNECTION_FAILURE, "admin_shutdown", ENDED));
        put("57P02", Meaning.passing(IngestionErrorType.CONNECTION_FAILURE, "crash_shutdown", ENDED));
        put("57P03", Meaning.passing(IngestionErrorType.CONNECTION_FAILURE, "cannot_connect_now", STARTING));
        put("57P04", Meaning.lasting(IngestionErrorType.INVALID_DATA_SOURCE_CONFIG, "database_dropped"));
        put("57P05", Meaning.passing(IngestionErrorType.CONNECTION_FAILURE, "idle_session_timeout", ENDED));
        put(
                "72000",
                Meaning.passing(
                        IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED,
                        "snapshot_too_old",
                        "The server gave up what the snapshot still needed: read less at a time, or raise "
                                + "old_snapshot_threshold there."));
    }

    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.]{0,127}");

    private static void put(String state, Meaning meaning) {
        MEANINGS.put(state, meaning);
    }

    @Override
    public Optional<Meaning> meaning(SQLException e) {
        if (e instanceof PSQLException driver
                && driver.getServerErrorMessage() == null
                && String.valueOf(e.getMessage()).contains(LABORIOUS)) {
            return Optional.of(
                    Meaning.lasting(IngestionErrorType.CONNECTION_FAILURE, "connection_rejected", TOO_LABORIOUS));
        }
        return Optional.ofNullable(MEANINGS.get(SourceFailures.state(e)));
    }

    /** The name that the SQLState has in PostgreSQL's list of conditions. */
    @Override
    public String code(SQLException e) {
        String state = SourceFailures.state(e);
        Meaning known = MEANINGS.get(state);
        return Arrays.stream(PSQLState.values())
                .filter(driver -> driver.getState().equals(state))
                .map(driver -> " " + driver.name().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse(known == null ? "" : " " + known.name());
    }

    /**
     * The place in a query that the server has pointed at, and the name there: both are the query's own.
     *
     * @param before how many characters of what was sent stand before the query
     */
    static String where(SQLException e, String query, int before) {
        int at = e instanceof PSQLException postgres && postgres.getServerErrorMessage() != null
                ? postgres.getServerErrorMessage().getPosition() - before
                : 0;
        if (at < 1 || at > query.length()) {
            return "";
        }
        Matcher name = NAME.matcher(query).region(at - 1, query.length());
        return (name.lookingAt() ? " at '" + name.group() + "'," : " at") + " character " + at + " of the query";
    }
}
