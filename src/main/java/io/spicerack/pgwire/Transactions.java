package io.spicerack.pgwire;

import io.spicerack.pgwire.sql.Statement;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import java.util.ArrayList;
import java.util.List;

/**
 * The transaction of one session. Nothing is written, so that it only has to be told as clients expect it: whether one is
 * open, whether it has failed, and its savepoints. Not thread-safe.
 */
final class Transactions {
    /** As ReadyForQuery tells. */
    private enum Status {
        IDLE('I'),
        OPEN('T'),
        FAILED('E');

        private final char code;

        Status(char code) {
            this.code = code;
        }
    }

    private static final int MOST_SAVEPOINTS = 1000;

    /** Of a savepoint's name; PostgreSQL cuts it off after 63. */
    private static final int MOST_LETTERS = 256;

    private final List<String> savepoints = new ArrayList<>();
    private Status status = Status.IDLE;

    char code() {
        return status.code;
    }

    boolean isOpen() {
        return status != Status.IDLE;
    }

    boolean hasFailed() {
        return status == Status.FAILED;
    }

    void begin() {
        status = Status.OPEN;
    }

    /** A statement has failed. */
    void failed() {
        if (isOpen()) {
            status = Status.FAILED;
        }
    }

    /** Ends it; the tag of COMMIT is ROLLBACK where it had failed. */
    String end(String tag) {
        String said = hasFailed() ? "ROLLBACK" : tag;
        status = Status.IDLE;
        savepoints.clear();
        return said;
    }

    void savepoint(String name) throws QueryRefusal {
        demandOpen("SAVEPOINT");
        if (savepoints.size() == MOST_SAVEPOINTS) {
            throw new QueryRefusal(
                    SqlState.PROGRAM_LIMIT_EXCEEDED, "a transaction has " + MOST_SAVEPOINTS + " savepoints, the most");
        }
        if (name.length() > MOST_LETTERS) {
            throw new QueryRefusal(
                    SqlState.PROGRAM_LIMIT_EXCEEDED, "a savepoint's name has at most " + MOST_LETTERS + " letters");
        }
        savepoints.add(name);
    }

    void release(String name) throws QueryRefusal {
        demandOpen("RELEASE SAVEPOINT");
        savepoints.subList(known(name), savepoints.size()).clear();
    }

    void rollbackTo(String name) throws QueryRefusal {
        demandOpen("ROLLBACK TO SAVEPOINT");
        savepoints.subList(known(name) + 1, savepoints.size()).clear();
        status = Status.OPEN;
    }

    void refuseIfFailed(Statement statement) throws QueryRefusal {
        if (!Statement.ENDS_A_FAILURE.contains(statement.getClass())) {
            refuseIfFailed();
        }
    }

    void refuseIfFailed() throws QueryRefusal {
        if (hasFailed()) {
            throw new QueryRefusal(
                    SqlState.IN_FAILED_SQL_TRANSACTION,
                    "current transaction is aborted, commands ignored until end of transaction block");
        }
    }

    void demandOpen(String what) throws QueryRefusal {
        if (!isOpen()) {
            throw new QueryRefusal(
                    SqlState.NO_ACTIVE_SQL_TRANSACTION, what + " can only be used in transaction blocks");
        }
    }

    private int known(String name) throws QueryRefusal {
        int place = savepoints.lastIndexOf(name);
        if (place < 0) {
            throw new QueryRefusal(SqlState.INVALID_SAVEPOINT, "there is no such savepoint");
        }
        return place;
    }
}
