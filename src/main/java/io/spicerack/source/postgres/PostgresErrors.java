package io.spicerack.source.postgres;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.source.ServerErrors;
import io.spicerack.source.SourceFailures;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** PostgreSQL's SQLStates (its manual, appendix A). Stateless. */
final class PostgresErrors implements ServerErrors {
    /** The server could not convert a text: character not in repertoire, untranslatable character. */
    private static final Set<String> NO_TEXT = Set.of("22021", "22P05");

    /** Conditions of the manual's appendix that the driver's own list lacks. */
    private static final Map<String, String> CONDITIONS = Map.ofEntries(
            Map.entry("25006", "read_only_sql_transaction"),
            Map.entry("3D000", "invalid_catalog_name"),
            Map.entry("3F000", "invalid_schema_name"),
            Map.entry("42501", "insufficient_privilege"),
            Map.entry("42702", "ambiguous_column"),
            Map.entry("42725", "ambiguous_function"),
            Map.entry("42803", "grouping_error"),
            Map.entry("42P10", "invalid_column_reference"),
            Map.entry("42P20", "windowing_error"),
            Map.entry("53100", "disk_full"),
            Map.entry("53300", "too_many_connections"),
            Map.entry("54000", "program_limit_exceeded"),
            Map.entry("55P03", "lock_not_available"),
            Map.entry("57P01", "admin_shutdown"),
            Map.entry("57P02", "crash_shutdown"),
            Map.entry("57P03", "cannot_connect_now"));

    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.]{0,127}");

    private static final String REPAIR = "A text is no text in the encoding that its database or table declares, so"
            + " the server cannot give it as UTF-8. Repair it there, or read it as bytes (PostgreSQL: convert_to,"
            + " ::bytea).";

    @Override
    public Optional<IngestionErrorType> type(SQLException e) {
        String state = SourceFailures.state(e);
        return switch (state) {
            case "42P01" -> Optional.of(IngestionErrorType.SQL_TABLE_NOT_FOUND);
            case "42501" -> Optional.of(IngestionErrorType.PERMISSION_DENIED);
            case "42701", "42702" -> Optional.of(IngestionErrorType.DUPLICATE_COLUMN_NAMES_FOUND);
            case "57014" -> Optional.of(IngestionErrorType.QUERY_TIMEOUT);
            default ->
                switch (state.substring(0, 2)) {
                    case "53", "54" -> Optional.of(IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED);
                    case "57" -> Optional.of(IngestionErrorType.CONNECTION_FAILURE);
                    default -> Optional.empty();
                };
        };
    }

    /** The name that the SQLState has in PostgreSQL's list of conditions. */
    @Override
    public String code(SQLException e) {
        String state = SourceFailures.state(e);
        String more = CONDITIONS.get(state);
        return Arrays.stream(PSQLState.values())
                .filter(known -> known.getState().equals(state))
                .map(known -> " " + known.name().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse(more == null ? "" : " " + more);
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

    /** The primary message only: details, hints and contexts may quote rows. */
    @Override
    public String words(SQLException e) {
        String words = e.getMessage();
        if (e instanceof PSQLException postgres && postgres.getServerErrorMessage() != null) {
            words = postgres.getServerErrorMessage().getMessage();
        }
        return words == null ? "no reason given" : words;
    }

    @Override
    public Optional<String> wayOut(SQLException e) {
        return NO_TEXT.contains(SourceFailures.state(e)) ? Optional.of(REPAIR) : Optional.empty();
    }
}
