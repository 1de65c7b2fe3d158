package io.spicerack.source;

import io.spicerack.model.IngestionErrorType;
import java.sql.SQLException;
import java.util.Optional;

/** What a database and its driver mean by their codes of failures. Stateless and thread-safe. */
public interface ServerErrors {
    /** Empty where the class of the SQLState, as the SQL standard has it, says enough. */
    Optional<IngestionErrorType> type(SQLException e);

    /** What messages show of the code behind its SQLState; empty for nothing. */
    String code(SQLException e);

    /** What the server said while it was connected to, without what its driver put around it. */
    String words(SQLException e);

    /** What is to be done; empty where the type of the failure says it. */
    default Optional<String> wayOut(SQLException e) {
        return Optional.empty();
    }
}
