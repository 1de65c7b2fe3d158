package io.spicerack.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import io.spicerack.source.TypeCase.Way;
import io.spicerack.source.postgres.PostgresTypeTableTest;
import io.spicerack.table.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TimeZone;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Tables of random names, types, lengths, character sets, collations, values, NULLs and time zones: what is read back from the
 * sealed file is, by every way into it, what the server itself prints of the same cells, and has the hash that the server comes
 * to. {@code -Dspicerack.test.tables=5000} makes more of them, {@code -Dspicerack.test.seed=N} those of a run that failed.
 */
@WithServers
class RandomTableTest {
    private static final int TABLES = Integer.getInteger("spicerack.test.tables", 60);
    private static final long SEED = Long.getLong("spicerack.test.seed", 15L);
    private static final List<String> ZONES = List.of("UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Apia");
    private static final List<String> OFFSETS = List.of("+00:00", "-05:00", "+05:45", "+13:00");
    private static final int AT_A_TIME = 20;
    private static final int REPORTED = 200;

    private final TimeZone before = TimeZone.getDefault();

    @AfterEach
    void restoreZone() {
        TimeZone.setDefault(before);
    }

    @Test
    void aTableOfPostgresComesBackAsItsServerPrintsIt(TestReporter reporter) throws Exception {
        TestDatabase database = TestDatabases.postgres().newDatabase();
        database.execute(PostgresTypeTableTest.TYPES.toArray(String[]::new));
        try (Connection plain = database.connect()) {
            compareAll(DataSourceType.POSTGRESQL, database, plain, reporter, zone -> {
                execute(plain, "ALTER DATABASE " + database.name() + " SET timezone = '" + ZONES.get(zone) + "'");
                execute(plain, "SET TimeZone = 'UTC'");
            });
        }
    }

    @Test
    void aTableOfMySqlComesBackAsItsServerPrintsIt(TestReporter reporter) throws Exception {
        TestDatabase database = TestDatabases.mariaDb().newDatabase();
        try (Connection plain = database.connect();
                Connection administrator = database.server().administer("mysql")) {
            compareAll(
                    DataSourceType.MARIADB,
                    database,
                    plain,
                    reporter,
                    zone -> execute(administrator, "SET GLOBAL time_zone = '" + OFFSETS.get(zone) + "'"));
            execute(administrator, "SET GLOBAL time_zone = 'SYSTEM'");
        }
    }

    /** Sets one of the zones for what connects to the server from then on. */
    @FunctionalInterface
    private interface ServerZone {
        void set(int zone) throws SQLException;
    }

    /** Some tables at a time, since each connection sees those that are there when it is made. */
    private static void compareAll(
            DataSourceType type, TestDatabase database, Connection plain, TestReporter reporter, ServerZone server)
            throws Exception {
        long columns = 0;
        long cells = 0;
        for (int from = 0; from < TABLES; from += AT_A_TIME) {
            server.set(random(SEED + from).nextInt(ZONES.size()));
            List<RandomColumns> tables = IntStream.range(from, Math.min(TABLES, from + AT_A_TIME))
                    .mapToObj(table -> RandomColumns.of(random(SEED + table), type))
                    .toList();
            for (int i = 0; i < tables.size(); i++) {
                execute(plain, "DROP TABLE IF EXISTS t" + i);
                for (String statement : tables.get(i).statements("t" + i)) {
                    execute(plain, statement);
                }
            }
            try (SourceConnection source = TestSource.open(database, type)) {
                for (int i = 0; i < tables.size(); i++) {
                    long seed = SEED + from + i;
                    TimeZone.setDefault(TimeZone.getTimeZone(ZONES.get(Math.floorMod(seed, ZONES.size()))));
                    compare(plain, source, tables.get(i), "t" + i, seed);
                    columns += tables.get(i).types().size();
                    cells += (long) tables.get(i).types().size()
                            * tables.get(i).rows().size();
                }
            }
            int done = Math.min(TABLES, from + AT_A_TIME);
            if (done % REPORTED == 0 || done == TABLES) {
                reporter.publishEntry(
                        type + " from seed " + SEED,
                        done + " tables, " + columns + " columns, " + cells + " cells: no difference");
            }
        }
    }

    /** Of seeds that follow each other {@code Random} begins alike: all their tables would have as many columns. */
    private static Random random(long seed) {
        return new Random(new SplittableRandom(seed).nextLong());
    }

    private static void compare(Connection plain, SourceConnection source, RandomColumns table, String name, long seed)
            throws Exception {
        String what = "seed " + seed + ": " + table.names() + " " + table.types();
        String query = "SELECT * FROM " + name + " ORDER BY n";
        Schema schema = withoutNumber(source.columns(query));
        List<List<@Nullable String>> printed = ServerText.of(plain, table, name, schema);
        assertKnown(table, printed, what);
        List<Way> ways = table.rows().isEmpty() ? List.of(Way.EXTRACTED) : List.of(Way.values());
        for (Way way : ways) {
            assertThat(TypeCase.readRows(way, source, query).stream().map(row -> row.subList(1, row.size())))
                    .as(what + " by " + way)
                    .isEqualTo(printed);
        }
        ValuesQuery hashes = source.valueHashes(query).demanded();
        BitSet any = ValuesProbe.all(schema.width() + 1);
        assertThat(ValuesProbe.ask(source, hashes.rows(any)).get(1))
                .as(what + " by the server's hash")
                .isEqualTo(ValuesProbe.sealed(source, hashes, query).rowSum());
    }

    /** Of values whose text is clear the server has to print that. */
    private static void assertKnown(RandomColumns table, List<List<@Nullable String>> printed, String what) {
        for (int row = 0; row < printed.size(); row++) {
            for (int column = 0; column < table.types().size(); column++) {
                String text = printed.get(row).get(column);
                table.known(row, column)
                        .ifPresent(known -> assertThat(text).as(what).isEqualTo(known));
            }
        }
    }

    private static Schema withoutNumber(List<SourceColumn> columns) {
        return new Schema(columns.stream().skip(1).map(SourceColumn::column).toList());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
