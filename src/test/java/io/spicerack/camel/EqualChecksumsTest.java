package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.core.WithCore;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSetId;
import io.spicerack.table.hash.TableChecksum;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A data set of many types, sealed by a real route: Spicerack, parquet-java and DuckDB read all of it, and each comes to the
 * checksum of what plain JDBC reads from the source.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@WithServers
@WithCore
class EqualChecksumsTest {
    /** With the long notes so many bytes that each of the two files has more than one row group. */
    private static final int GENERATED = 8_500;

    /** Name, type, and a value that depends on the row's number {@code i}. */
    private static final List<String[]> COLUMNS =
            """
            id | integer | i
            flag | boolean | i % 3 = 0
            small | smallint | i * 7 - 30000
            big | bigint | (i - 4000)::bigint * 1234567890123
            price | numeric(12,2) | (i - 4000) * 12.37
            wide | numeric(38,10) | (i - 4000) * 123456789012345678.0000000001
            ratio | real | (i - 4000) / 7.0
            measure | double precision | exp((i - 4000) / 8.0::float8)
            note | text | repeat(md5(i::text), 200) || ' Ольга 王 🌶'
            code | varchar(20) | 'ab-' || i % 17
            padded | char(6) | chr(97 + i % 26)
            doc | json | ('{"n" :  ' || i || '}')::json
            docb | jsonb | jsonb_build_object('n', i, 'list', jsonb_build_array(i, null))
            raw | bytea | decode(md5(i::text), 'hex')
            key | uuid | md5(i::text)::uuid
            day | date | date '1970-01-01' + i - 4000
            hour | time | time '00:00:00' + i * interval '1.000001 seconds'
            wall | timestamp | timestamp '1970-01-01' + (i - 4000) * interval '7 hours 0.000001 seconds'
            instant | timestamptz | timestamptz '1970-01-01Z' + (i - 4000) * interval '7 hours 0.000001 seconds'
            span | interval | i * interval '1 day 02:03:04.5'
            list | text[] | ARRAY[i::text, NULL, 'a,b']
            host | inet | inet '10.0.0.0/8' + i
            """
                    .lines()
                    .map(line -> line.split(" \\| ", -1))
                    .toList();

    private static final List<String> NAMES =
            COLUMNS.stream().map(column -> column[0]).toList();

    private static final String EDGES =
            """
            INSERT INTO visit (id, small, big, price, wide, ratio, measure, note, raw, key, day, hour, wall, instant) VALUES
            (-1, -32768, -9223372036854775808, -9999999999.99, -9999999999999999999999999999.9999999999, 'NaN', '-Infinity',
             '', '', '00000000-0000-0000-0000-000000000000', '0044-03-15 BC', '00:00', '0001-01-01', '1883-11-18 12:00:00.5Z'),
            (-2, 32767, 9223372036854775807, 0.00, 9999999999999999999999999999.9999999999, '-0', '-0',
             E' \\n\\t\\\\', '\\x00', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '9999-12-31', '23:59:59.999999',
             '2021-03-14 02:30:00', '9999-12-31 23:59:59.999999Z'),
            (-3, 0, 0, -0.01, -0.0000000001, '1.17549435e-38', '4.9e-324',
             'NULL', '\\xff00', '00000000-0000-0000-0000-000000000001', '1582-10-10', '12:00:00.5',
             '1969-12-31 23:59:59.999999', '1582-10-10 00:00:00Z')
            """;
    private static final int EDGE_ROWS = 3;

    /** What the copy is made of, of which one instant is a microsecond later. */
    private static final String COPIED = "visit WHERE id BETWEEN 4900 AND 5100 OR id < 0";

    private static final String BENT = "instant";

    private final TestDatabase database = TestDatabases.postgres().newDatabase();
    private final PipelineFixture fixture;
    private TableChecksum source = TableChecksum.of(0, List.of());

    EqualChecksumsTest(PipelineFixture fixture) {
        this.fixture = fixture;
    }

    @BeforeAll
    void sealVisitsAndABentCopy() throws SQLException {
        database.execute(
                "CREATE TABLE visit (" + list(column -> column[0] + " " + column[1]) + ")",
                // a row a block: only a table of many blocks is read over two connections
                "ALTER TABLE visit ALTER note SET STORAGE PLAIN",
                "INSERT INTO visit SELECT " + list(EqualChecksumsTest::sometimesNull) + " FROM generate_series(1, "
                        + GENERATED + ") i",
                EDGES,
                "CREATE TABLE copy AS SELECT * FROM " + COPIED,
                "UPDATE copy SET " + BENT + " = " + BENT + " + interval '1 microsecond' WHERE id = 5000");
        fixture.postgres("pg", database)
                .routes()
                .shared()
                .values("visit", "pg", "SELECT * FROM visit")
                .values("copy", "pg", "SELECT * FROM copy");
        fixture.start();
        fixture.probe().published("visit");
        fixture.probe().published("copy");
        source = checksum("visit");
    }

    private static String list(java.util.function.Function<String[], String> each) {
        return COLUMNS.stream().map(each).collect(Collectors.joining(", "));
    }

    private static String sometimesNull(String[] column) {
        return "CASE WHEN i % " + (101 + NAMES.indexOf(column[0])) + " <> 7 THEN " + column[2] + " END";
    }

    enum Program {
        SPICERACK,
        PARQUET_JAVA,
        DUCKDB
    }

    private TableChecksum read(Program program, String dataSet) throws Exception {
        return switch (program) {
            case SPICERACK -> {
                try (OpenDataSet open = fixture.spice().readers().open(new DataSetId(dataSet))) {
                    yield TableChecksum.of(open);
                }
            }
            case PARQUET_JAVA -> sealed(dataSet).readByParquetJava();
            case DUCKDB -> sealed(dataSet).readByDuckDb();
        };
    }

    private SealedFiles sealed(String dataSet) {
        return new SealedFiles(
                fixture.directory()
                        .resolve("store")
                        .resolve(dataSet)
                        .resolve(fixture.probe().current(dataSet).orElseThrow()),
                PipelineFixture.ACCOUNT.dataSet(new DataSetId(dataSet)).toString(),
                fixture.aws().kms());
    }

    /** Plain JDBC, and nothing of ours. */
    private TableChecksum checksum(String table) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.setFetchSize(1_000);
            try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
                return CanonicalRows.checksum(rows);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProgramComesToTheChecksumOfTheSource(Program program) throws Exception {
        TableChecksum read = read(program, "visit");
        assertThat(names(read.differences(source))).isEmpty();
        assertThat(read).isEqualTo(source);
        assertThat(read.rows()).isEqualTo(GENERATED + EDGE_ROWS);
    }

    @ParameterizedTest
    @EnumSource
    void aProgramSeesThatOneValueOfACopyIsAnother(Program program) throws Exception {
        TableChecksum copied = checksum(COPIED);
        TableChecksum read = read(program, "copy");
        assertThat(read).isNotEqualTo(copied);
        assertThat(names(read.differences(copied))).containsExactly(BENT);
        assertThat(read).isEqualTo(checksum("copy"));
        assertThat(read.rows()).isEqualTo(copied.rows()).isGreaterThan(EDGE_ROWS);
    }

    private static List<String> names(List<Integer> columns) {
        return columns.stream().map(NAMES::get).toList();
    }

    @Test
    void thereAreSeveralFilesWithSeveralRowGroupsEach() throws Exception {
        assertThat(sealed("visit").rowGroups()).hasSize(2).allSatisfy(groups -> assertThat(groups)
                .isGreaterThan(1));
    }
}
