package io.spicerack.kit.hospital;

import io.spicerack.kit.database.MariaDbServer;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The billing half: MariaDB commits each table by itself, the one that comes last tells that all are there. */
final class MariaDbHospital {
    private static final Pattern LOAD = Pattern.compile("LOAD DATA LOCAL INFILE '(\\w+)'");

    private MariaDbHospital() {}

    static void load(MariaDbServer server) throws IOException, SQLException {
        try (Connection connection = server.administer(server.database());
                Statement statement = connection.createStatement()) {
            if (isLoaded(statement)) {
                return;
            }
            for (String sql : Sample.statements("mariadb.sql")) {
                Matcher load = LOAD.matcher(sql);
                if (load.lookingAt()) {
                    load(statement, load.group(1), sql);
                } else {
                    statement.execute(sql);
                }
            }
        }
    }

    private static boolean isLoaded(Statement statement) throws SQLException {
        try (var found = statement.executeQuery("SHOW TABLES LIKE 'payers'")) {
            return found.next();
        }
    }

    private static void load(Statement statement, String file, String sql) throws IOException, SQLException {
        try (InputStream csv = Sample.csv(file)) {
            statement.unwrap(org.mariadb.jdbc.Statement.class).setLocalInfileInputStream(csv);
            statement.execute(sql);
        }
    }
}
