package io.spicerack.source.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** What a data source's user may do beside reading. Stateless. */
final class PostgresRole {
    /** The first that holds, in words; roles that later servers have are asked for by name. */
    private static final String CHANGES =
            """
            SELECT CASE
                WHEN (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN 'is a superuser'
                WHEN EXISTS (SELECT FROM pg_roles WHERE rolname IN ('pg_write_all_data', 'pg_execute_server_program',
                        'pg_write_server_files') AND pg_has_role(oid, 'USAGE'))
                    THEN 'is a member of a role that writes everywhere'
                WHEN has_database_privilege(current_database(), 'CREATE') THEN 'may create schemas'
                WHEN EXISTS (SELECT FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
                        AND has_schema_privilege(oid, 'CREATE')) THEN 'may create tables'
                WHEN EXISTS (SELECT FROM pg_class JOIN pg_namespace AS n ON n.oid = relnamespace
                        WHERE relkind IN ('r', 'p', 'v', 'f') AND nspname !~ '^pg_' AND nspname <> 'information_schema'
                        AND has_schema_privilege(n.oid, 'USAGE')
                        AND has_table_privilege(pg_class.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'))
                    THEN 'may change tables'
                END""";

    private PostgresRole() {}

    /** Empty where it may only read. */
    static Optional<String> changes(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(CHANGES)) {
            row.next();
            return Optional.ofNullable(row.getString(1));
        }
    }
}
