package io.spicerack.wire;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;

/** A statement that is on record as begun. Whoever sends it says how it ended, once. */
@FunctionalInterface
public interface AskedStatement {
    AskedStatement UNRECORDED = failure -> {};

    /**
     * It ended.
     *
     * @param failure empty where the server did as it was asked
     */
    void ended(Optional<IngestionException> failure);

    /** Sends a statement. */
    @FunctionalInterface
    interface Sending<T> {
        T send() throws SQLException;
    }

    /** Sends it, and says how it ended. */
    default <T> T send(Sending<T> sending, Function<SQLException, IngestionException> failures) {
        T answer;
        try {
            answer = sending.send();
        } catch (SQLException e) {
            throw failed(failures.apply(e));
        } catch (IngestionException e) {
            throw failed(e);
        } catch (RuntimeException e) {
            if (ofDriver(e)) {
                String what = "what it sends cannot be read (" + e.getClass().getSimpleName() + ")";
                throw failed(failures.apply(new SQLException(what, "08P01", new BrokenProtocolException(what))));
            }
            failed(new IngestionException(
                    IngestionErrorType.INTERNAL_SERVICE_ERROR,
                    "unexpected " + e.getClass().getName()));
            throw e;
        }
        ended(Optional.empty());
        return answer;
    }

    /** Whether it comes from the code of others, which takes what a server sends for granted. */
    private static boolean ofDriver(RuntimeException e) {
        for (StackTraceElement frame : e.getStackTrace()) {
            if (!frame.getClassName().startsWith("java.")) {
                return !frame.getClassName().startsWith("io.spicerack.");
            }
        }
        return false;
    }

    private IngestionException failed(IngestionException why) {
        ended(Optional.of(why));
        return why;
    }
}
