package io.spicerack.source;

import io.spicerack.model.IngestionErrorType;
import java.sql.SQLException;
import java.util.Optional;

/** What a database and its driver mean by their codes of failures. Stateless and thread-safe. */
public interface ServerErrors {
    /**
     * What one code means. Immutable.
     *
     * @param name as the server's manual has it; empty for none
     * @param passing whether it may be gone when the same is tried again
     * @param wayOut what is to be done; empty where the type says it
     */
    record Meaning(IngestionErrorType type, String name, boolean passing, String wayOut) {
        /** One that comes again however often the same is tried. */
        public static Meaning lasting(IngestionErrorType type, String name, String wayOut) {
            return new Meaning(type, name, false, wayOut);
        }

        /** One for which the type says what is to be done. */
        public static Meaning lasting(IngestionErrorType type, String name) {
            return new Meaning(type, name, false, "");
        }

        public static Meaning passing(IngestionErrorType type, String name, String wayOut) {
            return new Meaning(type, name, true, wayOut);
        }
    }

    /** Empty where the class of the SQLState, as the SQL standard has it, says enough. */
    Optional<Meaning> meaning(SQLException e);

    /** What messages show of the code behind its SQLState; empty for nothing. */
    String code(SQLException e);
}
