package io.spicerack.kit.hospital;

import io.spicerack.kit.database.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;

/** The clinical half, loaded in one transaction: all of it is there or nothing. */
final class PostgresHospital {
    private static final Pattern COPY = Pattern.compile("COPY (\\w+) FROM STDIN");

    private PostgresHospital() {}

    static void load(PostgresServer server) throws IOException, SQLException {
        try (Connection connection = server.administer(server.database());
                Statement statement = connection.createStatement()) {
            // the tables are the owner's
            statement.execute("SET ROLE " + server.user());
            if (isLoaded(statement)) {
                return;
            }
            connection.setAutoCommit(false);
            for (String sql : Sample.statements("postgres.sql")) {
                Matcher copy = COPY.matcher(sql);
                if (copy.matches()) {
                    copy(connection, copy.group(1));
                } else {
                    statement.execute(sql);
                }
            }
            connection.commit();
        }
    }

    private static boolean isLoaded(Statement statement) throws SQLException {
        try (var found = statement.executeQuery("SELECT to_regclass('public.observations') IS NOT NULL")) {
            return found.next() && found.getBoolean(1);
        }
    }

    private static void copy(Connection connection, String table) throws IOException, SQLException {
        String file = table.replace("_sample", "");
        String sql = "COPY " + table + " (" + String.join(", ", Sample.columns(file))
                + ") FROM STDIN (FORMAT csv, HEADER match, ENCODING 'UTF8')";
        try (InputStream csv = Sample.csv(file)) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql, csv);
        }
    }
}
