package io.spicerack.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.core.sources.Databases;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.kit.database.Transfers;
import io.spicerack.model.DataSourceType;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithServers
class SourcePartsTest {
    private static final int ACCOUNTS = 120_000;
    private static final long MONEY = 1_000L * ACCOUNTS;
    private static final TestDatabase POSTGRES = TestDatabases.postgres().newDatabase();
    private static final TestDatabase MARIADB = TestDatabases.mariaDb().newDatabase();

    @BeforeAll
    static void createAccounts() throws SQLException {
        String filler = "REPEAT('x', 120)";
        POSTGRES.execute(
                "CREATE TABLE account (id bigint PRIMARY KEY, branch int, balance bigint, filler text)",
                "INSERT INTO account SELECT i, NULLIF(i % 7, 0), 1000, " + filler + " FROM generate_series(1, "
                        + ACCOUNTS + ") i",
                "CREATE TABLE \"Account \"\"A\"\"\" AS SELECT * FROM account",
                "CREATE VIEW seen AS SELECT * FROM account",
                "ANALYZE");
        MARIADB.execute(
                "CREATE TABLE account (id BIGINT PRIMARY KEY, branch INT, balance BIGINT, filler VARCHAR(200))",
                "INSERT INTO account SELECT seq, NULLIF(seq % 7, 0), 1000, " + filler + " FROM "
                        + TestDatabases.sequence(ACCOUNTS));
    }

    private static List<SourceParts> open(DataSourceType type, TestDatabase database, SplitQuery... queries) {
        return Databases.SERVED
                .of(type)
                .open(
                        TestSource.config(database, type),
                        database.credentials(),
                        List.of(queries),
                        Stream.of(queries).map(query -> ReadMeter.NONE).toList());
    }

    private static SplitQuery blocks(String sql) {
        return new SplitQuery(sql, new SplitOptions(3, Optional.empty()));
    }

    private static SplitQuery keys(String sql, String column) {
        return new SplitQuery(sql, new SplitOptions(3, Optional.of(column)));
    }

    /** Rows, sum of the first column and how many parts had any rows. */
    private record Sum(long rows, long sum, long parts) {
        static Sum of(SourceParts source) {
            long rows = 0;
            long sum = 0;
            long parts = 0;
            List<RowGroups> all = source.query();
            for (RowGroups part : all) {
                RowGroup group = new RowGroup(part.schema());
                boolean any = false;
                while (part.next(group)) {
                    any = true;
                    rows += group.rows();
                    for (int row = 0; row < group.rows(); row++) {
                        sum += group.longs(0).isNull(row) ? 0 : group.longs(0).value(row);
                    }
                }
                parts += any ? 1 : 0;
            }
            return new Sum(rows, sum, parts);
        }
    }

    private static Sum only(List<SourceParts> opened) {
        try (SourceParts source = opened.get(0)) {
            assertThat(opened).hasSize(1);
            return Sum.of(source);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT balance, id, filler FROM \"Account \"\"A\"\"\"",
                "select balance from account",
                "SELECT a.balance AS b, a.id * 2 AS \"twice \"\"it\"\"\" FROM account a -- all of them",
                "SELECT balance FROM account WHERE id > 0 AND filler LIKE 'x%'",
                "SELECT balance, CASE WHEN branch IS NULL THEN 'none' END AS c FROM ONLY \"Account \"\"A\"\"\" AS x"
            })
    void aQueryOverOneTableIsReadByItsBlocks(String sql) {
        assertThat(only(open(DataSourceType.POSTGRESQL, POSTGRES, blocks(sql)))).isEqualTo(new Sum(ACCOUNTS, MONEY, 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(*) AS n FROM account",
                "SELECT DISTINCT id FROM account",
                "SELECT id FROM account ORDER BY filler, id",
                "SELECT id FROM account LIMIT 100000",
                "SELECT a.id FROM account a JOIN account b ON b.id = a.branch",
                "SELECT row_number() OVER () AS n FROM account",
                "SELECT id FROM account UNION ALL SELECT 1",
                "SELECT unnest(ARRAY[id, id]) AS id FROM account",
                "WITH a AS MATERIALIZED (SELECT id FROM account) SELECT id FROM a",
                "SELECT id FROM account WHERE balance > (SELECT avg(branch) FROM account)",
                "SELECT id, (SELECT max(id) FROM account) AS m FROM account",
                "SELECT id FROM account WHERE id = 5",
                "SELECT branch AS id FROM account GROUP BY branch",
                "VALUES (1), (2)",
                "TABLE account",
                "SELECT generate_series(1, 100000) AS id",
                "SELECT id FROM account TABLESAMPLE SYSTEM (50)",
                "SELECT id FROM seen"
            })
    void anyOtherQueryIsReadOverOneConnection(String sql) throws SQLException {
        try (SourceParts parts =
                        open(DataSourceType.POSTGRESQL, POSTGRES, blocks(sql)).get(0);
                SourceConnection whole = TestSource.open(POSTGRES, DataSourceType.POSTGRESQL)) {
            assertThat(parts.query()).hasSize(1);
            assertThat(whole.estimate(sql)).isNotNull();
        }
    }

    @Test
    void aSmallTableIsNotWorthASecondConnection() throws SQLException {
        TestDatabase small = TestDatabases.postgres().newDatabase();
        small.execute("CREATE TABLE t (i bigint)", "INSERT INTO t VALUES (1), (2)");
        assertThat(only(open(DataSourceType.POSTGRESQL, small, blocks("SELECT i FROM t"))))
                .isEqualTo(new Sum(2, 3, 1));
    }

    @Test
    void aColumnOfWholeNumbersSplitsAnyQueryAndItsNullsStay() throws SQLException {
        String sql = "SELECT branch, count(*) AS n FROM account GROUP BY branch";
        Sum expected = new Sum(7, 21, 3);
        assertThat(only(open(DataSourceType.POSTGRESQL, POSTGRES, keys(sql, "branch"))))
                .isEqualTo(expected);
        allowLock();
        assertThat(only(open(DataSourceType.MARIADB, MARIADB, keys(sql, "branch"))))
                .isEqualTo(expected);
    }

    @Test
    void aColumnThatIsNoWholeNumberIsRefusedByName() {
        assertThatThrownBy(() ->
                        open(DataSourceType.POSTGRESQL, POSTGRES, keys("SELECT id, filler FROM account", "filler")))
                .hasMessage(
                        "Column 'filler' has type text, which a data set cannot keep. A query is split by a column of"
                                + " whole numbers: name one with partitionColumn.");
    }

    @Test
    void anEmptyTableIsOneEmptyPart() {
        String sql = "SELECT id FROM account WHERE id < 0";
        assertThat(only(open(DataSourceType.POSTGRESQL, POSTGRES, keys(sql, "id"))))
                .isEqualTo(new Sum(0, 0, 0));
        assertThat(only(open(DataSourceType.MARIADB, MARIADB, keys(sql, "id")))).isEqualTo(new Sum(0, 0, 0));
    }

    /** As on RDS and Aurora, where nobody may lock all tables; a plain user may not lock any. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withoutTheGlobalLockAGroupIsStillOneSnapshot(boolean mayLockTables) throws Exception {
        String all = mayLockTables ? "SELECT, LOCK TABLES" : "SELECT";
        administer("DROP USER IF EXISTS plain@'%'");
        administer("CREATE USER plain@'%' IDENTIFIED BY 'plain'");
        administer("GRANT " + all + " ON " + MARIADB.name() + ".* TO plain@'%'");
        DriverManager.getConnection(MARIADB.url(), "plain", "plain").close();
        SplitQuery query = keys("SELECT balance, id FROM account", "id");
        int parts = mayLockTables ? 3 : 1;
        try (Transfers transfers = transfers(MARIADB)) {
            List<SourceParts> group = Databases.SERVED
                    .of(DataSourceType.MARIADB)
                    .open(
                            TestSource.config(MARIADB, DataSourceType.MARIADB),
                            TestSource.credentials("plain", "plain"),
                            List.of(query, query),
                            List.of(ReadMeter.NONE, ReadMeter.NONE));
            try (SourceParts one = group.get(0);
                    SourceParts other = group.get(1)) {
                assertThat(List.of(one.count(), other.count())).containsExactly(parts, parts);
                transfers.awaitMore();
                // both at a time, as the members of a group do
                CompletableFuture<Sum> later = CompletableFuture.supplyAsync(() -> Sum.of(other));
                assertThat(Sum.of(one)).isEqualTo(new Sum(ACCOUNTS, MONEY, parts));
                assertThat(later.get(1, TimeUnit.MINUTES)).isEqualTo(new Sum(ACCOUNTS, MONEY, parts));
                assertThat(one.lead().numbers("SELECT SUM(balance) FROM account"))
                        .containsExactly(BigInteger.valueOf(MONEY));
            }
        }
    }

    @Test
    void whoSharesAConnectionAndIsCancelledEndsItForAll() throws Exception {
        StoppableReader stoppable = new StoppableReader();
        AtomicInteger opened = new AtomicInteger();
        List<SourceConnection> all = OneConnection.shared(
                meter -> {
                    opened.incrementAndGet();
                    return TestSource.open(
                            TestSource.config(MARIADB, DataSourceType.MARIADB), MARIADB.credentials(), meter);
                },
                List.of(stoppable, ReadMeter.NONE, ReadMeter.NONE));
        assertThat(opened).hasValue(1);
        SourceConnection reading = all.get(0);
        SourceConnection waiting = all.get(1);
        try {
            RowGroups rows = reading.query("SELECT id FROM account");
            CompletableFuture<RowGroups> next =
                    CompletableFuture.supplyAsync(() -> waiting.query("SELECT id FROM account"));
            all.get(2).close();
            stoppable.stop();
            assertThatThrownBy(() -> {
                        while (rows.next(new RowGroup(rows.schema()))) {}
                    })
                    .hasMessageEndingWith("was cancelled.");
            reading.close();
            assertThatThrownBy(() -> next.get(1, TimeUnit.MINUTES))
                    .hasMessageContaining("another of them did not read its rows to their end");
        } finally {
            all.forEach(SourceConnection::close);
        }
    }

    @Test
    void moneyThatMovesAllTheTimeIsCountedOnceInEveryPartAndEveryQuery() throws Exception {
        allowLock();
        SplitQuery byBlocks = blocks("SELECT balance FROM account");
        SplitQuery byKeys = keys("SELECT balance, id FROM account", "id");
        for (Case on : List.of(
                new Case(DataSourceType.POSTGRESQL, POSTGRES, byBlocks, byKeys),
                new Case(DataSourceType.MARIADB, MARIADB, byKeys, byKeys))) {
            try (Transfers transfers = transfers(on.database())) {
                for (int refresh = 0; refresh < 5; refresh++) {
                    long moved = transfers.done();
                    List<SourceParts> group = open(on.type(), on.database(), on.one(), on.other());
                    try (SourceParts one = group.get(0);
                            SourceParts other = group.get(1)) {
                        // what is moved between the opening and the reading must not show
                        transfers.awaitMore();
                        assertThat(Sum.of(one)).isEqualTo(new Sum(ACCOUNTS, MONEY, 3));
                        assertThat(Sum.of(other)).isEqualTo(new Sum(ACCOUNTS, MONEY, 3));
                    }
                    assertThat(transfers.done()).isGreaterThan(moved);
                }
            }
        }
    }

    private record Case(DataSourceType type, TestDatabase database, SplitQuery one, SplitQuery other) {}

    private static void allowLock() throws SQLException {
        administer("GRANT RELOAD ON *.* TO " + TestDatabases.USER + "@'%'");
    }

    private static void administer(String sql) throws SQLException {
        try (Connection connection = MARIADB.server().administer("mysql");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Transfers transfers(TestDatabase database) {
        return Transfers.begin(database, i -> {
            long from = i * 7919 % ACCOUNTS + 1;
            return List.of(
                    "UPDATE account SET balance = balance - 10 WHERE id = " + from,
                    "UPDATE account SET balance = balance + 10 WHERE id = " + (ACCOUNTS + 1 - from));
        });
    }
}
