package io.spicerack.source.postgres;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.source.ServerErrors;
import io.spicerack.source.SourceFailures;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** PostgreSQL's SQLStates (its manual, appendix A). Stateless. */
final class PostgresErrors implements ServerErrors {
    /** The server could not convert a text: character not in repertoire, untranslatable character. */
    private static final Set<String> NO_TEXT = Set.of("22021", "22P05");

    private static final String REPAIR = "A text is no text in the encoding that its database or table declares, so the"
            + " server cannot give it as UTF-8. Repair it there, or read it as bytes (PostgreSQL: convert_to, ::bytea).";

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
        return Arrays.stream(PSQLState.values())
                .filter(known -> known.getState().equals(SourceFailures.state(e)))
                .map(known -> " " + known.name().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse("");
    }

    /** The primary message only: details, hints and contexts may quote rows. */
    @Override
    public String words(SQLException e) {
        boolean server = e instanceof PSQLException postgres && postgres.getServerErrorMessage() != null;
        String words = server ? ((PSQLException) e).getServerErrorMessage().getMessage() : e.getMessage();
        return words == null ? "no reason given" : words;
    }

    @Override
    public Optional<String> wayOut(SQLException e) {
        return NO_TEXT.contains(SourceFailures.state(e)) ? Optional.of(REPAIR) : Optional.empty();
    }
}
