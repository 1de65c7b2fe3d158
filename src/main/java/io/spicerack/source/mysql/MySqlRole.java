package io.spicerack.source.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a data source's user may do beside reading. Stateless. */
final class MySqlRole {
    /** Privileges that change nothing a query could show; GRANT OPTION and roles are not in the list. */
    private static final Pattern READS = Pattern.compile("USAGE|SELECT( \\([^)]*\\))?|SHOW VIEW|SHOW DATABASES|PROCESS"
            + "|REPLICATION CLIENT|BINLOG MONITOR|REPLICA MONITOR|SLAVE MONITOR|REPLICATION SLAVE ADMIN|LOCK TABLES"
            + "|EXECUTE|RELOAD|FLUSH_TABLES|BACKUP_ADMIN|SHOW_ROUTINE|SHOW CREATE ROUTINE");

    private static final Pattern GRANT = Pattern.compile("GRANT (.+?) ON (.+?) TO ", Pattern.DOTALL);
    private static final Pattern COMMA = Pattern.compile(", (?![^(]*\\))");

    private MySqlRole() {}

    /** Empty where it may only read. */
    static Optional<String> changes(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet grants = statement.executeQuery("SHOW GRANTS")) {
            while (grants.next()) {
                Optional<String> changes = changes(grants.getString(1));
                if (changes.isPresent()) {
                    return changes;
                }
            }
            return Optional.empty();
        }
    }

    static Optional<String> changes(String grant) {
        Matcher parts = GRANT.matcher(grant);
        if (!parts.lookingAt()) {
            // a role, whose own grants are in the list as well
            return Optional.empty();
        }
        for (String privilege : COMMA.split(parts.group(1), -1)) {
            if (!READS.matcher(privilege).matches()) {
                return Optional.of("has the privilege " + privilege);
            }
        }
        return Optional.empty();
    }
}
