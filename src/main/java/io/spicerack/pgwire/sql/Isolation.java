package io.spicerack.pgwire.sql;

import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import java.util.Locale;

/** What a transaction may be: each statement reads what is current when it begins, and none writes. */
public final class Isolation {
    public static final String LEVEL = "read committed";

    private Isolation() {}

    public static boolean isServed(String level) {
        String asked = level.toLowerCase(Locale.ROOT);
        return asked.equals(LEVEL) || asked.equals("read uncommitted");
    }

    static void refuseOther(String level) throws QueryRefusal {
        if (!isServed(level)) {
            throw new QueryRefusal(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "each statement reads the versions that are current when it begins: READ COMMITTED. There is no other"
                            + " isolation level; rows that must be of one state are read in one statement");
        }
    }

    static QueryRefusal onlyRead() {
        return new QueryRefusal(SqlState.READ_ONLY_SQL_TRANSACTION, "this door only reads; there is no READ WRITE");
    }
}
