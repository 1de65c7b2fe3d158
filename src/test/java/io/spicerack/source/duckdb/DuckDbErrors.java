package io.spicerack.source.duckdb;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.source.ServerErrors;
import java.sql.SQLException;
import java.util.Optional;

/** DuckDB has no codes: the words before the colon are its classes. */
final class DuckDbErrors implements ServerErrors {
    @Override
    public Optional<Meaning> meaning(SQLException e) {
        return switch (code(e).strip()) {
            case "Catalog Error" -> Optional.of(Meaning.lasting(IngestionErrorType.SQL_TABLE_NOT_FOUND, ""));
            case "IO Error" -> Optional.of(Meaning.passing(IngestionErrorType.CONNECTION_FAILURE, "", ""));
            case "Conversion Error" -> Optional.of(Meaning.lasting(IngestionErrorType.SQL_INVALID_PARAMETER_VALUE, ""));
            default -> Optional.empty();
        };
    }

    @Override
    public String code(SQLException e) {
        String words = String.valueOf(e.getMessage());
        int colon = words.indexOf(':');
        return colon < 0 ? "" : " " + words.substring(0, colon);
    }
}
