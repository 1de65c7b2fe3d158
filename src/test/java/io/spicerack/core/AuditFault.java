package io.spicerack.core;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** An audit trail that cannot be written: SQLite itself refuses records of one event name. */
public final class AuditFault {
    private AuditFault() {}

    /** No call can be put on record as begun. */
    public static void refuseIntents(Path directory) throws SQLException {
        execute(
                directory,
                "CREATE TRIGGER refused BEFORE INSERT ON audit_intent"
                        + " BEGIN SELECT RAISE(ABORT, 'no call can be begun'); END");
    }

    public static void refuse(Path directory, String eventName) throws SQLException {
        execute(
                directory,
                "CREATE TRIGGER refused BEFORE INSERT ON audit_event WHEN NEW.event_name = '" + eventName
                        + "' BEGIN SELECT RAISE(ABORT, 'the trail cannot be written'); END");
    }

    public static void mend(Path directory) throws SQLException {
        execute(directory, "DROP TRIGGER refused");
    }

    private static void execute(Path directory, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("catalog.db"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
