package io.spicerack.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spicerack.WithServers;
import io.spicerack.core.sources.Databases;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionException;
import io.spicerack.source.ReadMeter;
import io.spicerack.source.SourceConfig;
import io.spicerack.source.SourceConnection;
import io.spicerack.source.TypeRules;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.wire.AskedStatement;
import io.spicerack.wire.StatementPurpose;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a data set's query or a route's {@code jdbc:} says, nothing is written and the transaction stays the read-only
 * snapshot that it is; each statement is on record before it is sent, and so is what was refused.
 */
@WithServers
class TheSnapshotCannotBeLeftTest {
    private static final List<String> OF_BOTH = List.of(
            "COMMIT",
            "ROLLBACK",
            "COMMIT; DELETE FROM kept",
            "SELECT 1 AS a; COMMIT; DELETE FROM kept",
            "SELECT 1 AS a --\r) AS q; COMMIT; DELETE FROM kept",
            "DELETE FROM kept",
            "INSERT INTO kept VALUES (11)",
            "UPDATE kept SET a = 0",
            "CREATE TABLE made (a INT)",
            "CREATE TABLE made AS SELECT 1 AS a",
            "SELECT 1 AS a) AS q; DELETE FROM kept; SELECT * FROM (SELECT 1 AS a",
            "INSERT INTO kept VALUES (11) RETURNING a",
            "WITH gone AS (DELETE FROM kept RETURNING a) SELECT a FROM gone",
            "SELECT writes() AS a",
            "SELECT * FROM kept FOR UPDATE",
            "TRUNCATE TABLE kept");

    private static final List<String> OF_POSTGRES = List.of(
            "BEGIN READ WRITE",
            "SET TRANSACTION READ WRITE",
            "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
            "SET default_transaction_read_only = off",
            "SELECT set_config('transaction_read_only', 'off', false) AS a",
            "SELECT set_config('transaction_read_only', 'off', true) AS a",
            "DO $$BEGIN COMMIT; DELETE FROM kept; END$$",
            "CALL ends()",
            "COPY kept FROM PROGRAM 'echo 11'",
            "COPY (SELECT 1) TO PROGRAM 'touch %s'",
            "SELECT 1 AS a) AS q) TO PROGRAM 'touch %s' --",
            "SELECT 1 AS a INTO made",
            "PREPARE p AS DELETE FROM kept",
            "EXECUTE p",
            "SELECT lo_from_bytea(0, 'x') AS a",
            "SELECT nextval('counted') AS a",
            "EXPLAIN ANALYZE DELETE FROM kept",
            "LISTEN x",
            "LOCK TABLE kept IN ACCESS EXCLUSIVE MODE",
            "DECLARE c CURSOR WITH HOLD FOR SELECT 1",
            "PREPARE TRANSACTION 'x'",
            "REFRESH MATERIALIZED VIEW seen",
            "VACUUM kept");

    private static final List<String> OF_MARIADB = List.of(
            "START TRANSACTION READ WRITE",
            "SET SESSION transaction_read_only = 0",
            "SET TRANSACTION READ WRITE",
            "SET STATEMENT max_statement_time = 0 FOR DELETE FROM kept",
            "SELECT 1 AS a INTO OUTFILE '%s'",
            "SELECT 1 AS a INTO DUMPFILE '%s'",
            "SELECT 1 INTO @a",
            "LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE kept",
            "LOAD DATA INFILE '/etc/hostname' INTO TABLE kept",
            "XA START 'x'",
            "XA COMMIT 'x'",
            "PREPARE p FROM 'DELETE FROM kept'",
            "EXECUTE p",
            "EXECUTE IMMEDIATE 'DELETE FROM kept'",
            "CALL ends()",
            "BEGIN NOT ATOMIC COMMIT; DELETE FROM kept; END",
            "ANALYZE TABLE kept",
            "OPTIMIZE TABLE kept",
            "CHECK TABLE kept",
            "FLUSH TABLES",
            "LOCK TABLES kept WRITE",
            "HANDLER kept OPEN",
            "SELECT NEXT VALUE FOR counted AS a",
            "/*!50000 DELETE FROM kept */",
            "SELECT 1 AS a /*!50000 ; DELETE FROM kept */",
            "TABLE kept INTO @a",
            "VALUES ROW(1) INTO OUTFILE '%s'",
            "WITH one AS (SELECT 1 AS a) DELETE FROM kept",
            "EXPLAIN ANALYZE DELETE FROM kept",
            "ANALYZE TABLE kept UPDATE HISTOGRAM ON a",
            "LOCK INSTANCE FOR BACKUP",
            "CLONE LOCAL DATA DIRECTORY '%s'",
            "IMPORT TABLE FROM '%s'",
            "ANALYZE FORMAT=JSON DELETE FROM kept");

    @Test
    void ofPostgres(@TempDir Path directory) throws Exception {
        TestDatabase database = TestDatabases.postgres().newDatabase();
        database.execute(
                "CREATE TABLE kept AS SELECT generate_series(1, 10) AS a",
                "CREATE SEQUENCE counted",
                "CREATE MATERIALIZED VIEW seen AS SELECT 1 AS a",
                "CREATE FUNCTION writes() RETURNS int LANGUAGE plpgsql AS $$BEGIN DELETE FROM kept; RETURN 1; END$$",
                "CREATE PROCEDURE ends() LANGUAGE plpgsql AS $$BEGIN COMMIT; DELETE FROM kept; END$$");
        List<String> attacks = new ArrayList<>(OF_BOTH);
        attacks.addAll(OF_POSTGRES);
        tryAll(database, DataSourceType.POSTGRESQL, attacks, directory);
        assertThat(text(
                        database,
                        "SELECT count(*) || ' ' || sum(a) || ' ' || coalesce(to_regclass('made')::text, 'none')"
                                + " || ' ' || (SELECT is_called FROM counted) FROM kept"))
                .isEqualTo("10 55 none false");
    }

    @Test
    void ofMariaDb(@TempDir Path directory) throws Exception {
        TestDatabase database = TestDatabases.mariaDb().newDatabase();
        try (Connection admin = database.server().administer(database.name());
                var statement = admin.createStatement()) {
            statement.execute("CREATE TABLE kept AS SELECT seq AS a FROM " + TestDatabases.sequence(10));
            if (!TestDatabases.onMySql()) {
                statement.execute("CREATE SEQUENCE counted");
            }
            statement.execute("CREATE FUNCTION writes() RETURNS INT BEGIN DELETE FROM kept; RETURN 1; END");
            statement.execute("CREATE PROCEDURE ends() BEGIN COMMIT; DELETE FROM kept; END");
            statement.execute("GRANT FILE ON *.* TO '" + TestDatabases.USER + "'@'%'");
        }
        List<String> attacks = new ArrayList<>(OF_BOTH);
        attacks.addAll(OF_MARIADB);
        tryAll(database, DataSourceType.MARIADB, attacks, directory);
        assertThat(text(
                        database,
                        "SELECT CONCAT(COUNT(*), ' ', SUM(a), ' ', (SELECT COUNT(*) FROM information_schema.TABLES"
                                + " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'made')) FROM kept"))
                .isEqualTo("10 55 0");
    }

    /** Each by every way by which a query reaches a server, then one that must still see the old snapshot. */
    private static void tryAll(TestDatabase database, DataSourceType type, List<String> attacks, Path directory)
            throws Exception {
        List<String> through = new ArrayList<>();
        Path file = directory.resolve("written");
        for (String attack : attacks) {
            String sql = attack.replace("%s", file.toString());
            // a connection each: all of them for some, and those that run what they are given for all
            for (Way way : attacks.indexOf(attack) < 6 ? WAYS : WAYS.subList(0, 2)) {
                Recorder recorder = new Recorder();
                try (SourceConnection source =
                        Databases.SERVED.of(type).open(config(database, type), database.credentials(), recorder)) {
                    way.ask(source, sql);
                    boolean snapshot = snapshotHolds(source, database, type);
                    if (!snapshot) {
                        through.add(way + ": " + sql);
                    }
                } catch (IngestionException | SQLException refused) {
                    assertThat(refused).as(sql).hasMessageNotContaining("NullPointer");
                }
                if (recorder.begun.size() != recorder.ended.size() || recorder.begun.isEmpty()) {
                    through.add("no record: " + way + ": " + sql);
                }
            }
            assertThat(Files.exists(file)).as(sql).isFalse();
        }
        assertThat(through).isEmpty();
    }

    private static boolean snapshotHolds(SourceConnection source, TestDatabase database, DataSourceType type)
            throws SQLException {
        if (type != DataSourceType.POSTGRESQL && TestDatabases.onMySql()) {
            String session = source.numbers("SELECT CONNECTION_ID()").get(0).toString();
            String held = "SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE trx_is_read_only AND"
                    + " trx_isolation_level = 'REPEATABLE READ' AND trx_mysql_thread_id = ";
            return text(database, held + session).equals("1");
        }
        String question = type == DataSourceType.POSTGRESQL
                ? "SELECT CASE WHEN current_setting('transaction_read_only') = 'on' AND"
                        + " current_setting('transaction_isolation') = 'repeatable read' THEN 1 ELSE 0 END"
                : "SELECT @@in_transaction AND @@transaction_read_only";
        return source.numbers(question).get(0).intValue() == 1;
    }

    /** A way to a server. */
    @FunctionalInterface
    private interface Way {
        void ask(SourceConnection source, String sql) throws SQLException;
    }

    private static final List<Way> WAYS = List.of(
            (source, sql) -> {
                try (RowGroups rows = source.query(sql)) {
                    RowGroup group = new RowGroup(rows.schema());
                    while (rows.next(group)) {}
                }
            },
            (source, sql) -> {
                try (Connection lent = source.lend(() -> {});
                        var statement = lent.createStatement()) {
                    statement.execute(sql);
                }
            },
            (source, sql) -> {
                try (Connection lent = source.lend(() -> {});
                        var statement = lent.prepareStatement(sql)) {
                    statement.execute();
                }
            },
            SourceConnection::columns,
            SourceConnection::estimate,
            SourceConnection::valueHashes);

    /** Keeps what is begun and what is ended. */
    private static final class Recorder implements ReadMeter {
        private final List<String> begun = new ArrayList<>();
        private final List<String> ended = new ArrayList<>();

        @Override
        public void read(long bytes) {}

        @Override
        public AskedStatement asking(StatementPurpose purpose, String sql) {
            String what = purpose + " " + sql;
            begun.add(what);
            return failure -> ended.add(what);
        }
    }

    @Test
    void aRouteThatWouldEndTheTransactionIsRefusedInWords() {
        for (DataSourceType type : List.of(DataSourceType.POSTGRESQL, DataSourceType.MARIADB)) {
            TestDatabase database = (type == DataSourceType.POSTGRESQL
                            ? TestDatabases.postgres()
                            : TestDatabases.mariaDb())
                    .newDatabase();
            Recorder recorder = new Recorder();
            try (SourceConnection source =
                    Databases.SERVED.of(type).open(config(database, type), database.credentials(), recorder)) {
                IngestionException refused = catchThrowableOfType(
                        IngestionException.class,
                        () -> source.lend(() -> {}).createStatement().execute("COMMIT"));
                assertThat(refused)
                        .hasMessageEndingWith(
                                "SQLState 25006 read_only_sql_transaction: it gives no rows, and a data source"
                                        + " is only read. Give one SELECT; what is to be changed is another connection's business.");
            }
            assertThat(recorder.begun).contains("ROUTE COMMIT");
            assertThat(recorder.ended).containsExactlyElementsOf(recorder.begun);
        }
    }

    private static SourceConfig config(TestDatabase database, DataSourceType type) {
        return new SourceConfig(
                type,
                "127.0.0.1",
                database.server().port(),
                database.name(),
                false,
                new SourceConfig.Timeouts(Duration.ofSeconds(20), Duration.ofSeconds(5), Duration.ZERO),
                TypeRules.DEFAULT);
    }

    private static String text(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.server().administer(database.name());
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
