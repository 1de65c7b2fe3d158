package io.spicerack.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spicerack.WithServers;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.TextRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.account.Permissions;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.KeyReference;
import io.spicerack.query.GrantedDataSets;
import io.spicerack.table.BytesVector;
import io.spicerack.table.ColumnType;
import io.spicerack.table.DoubleVector;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowMaps;
import io.spicerack.table.SampleTables;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Apache Spark itself reads data sets by the data source of spark/. Its jars have 290 MB: {@code bench/clients/spark-source} gets
 * them, and runs this with {@code -Dspark.classes}.
 */
@WithCore
@WithServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SparkSourceTest {
    private static final String CLASSES = System.getProperty("spark.classes", "");
    private static final int ROWS = 300_000;
    private static final long SUM = LongStream.range(0, ROWS).sum();

    private final CoreFixture core;
    private FlightDoor door;
    private SparkProcess spark;

    SparkSourceTest(CoreFixture core) {
        this.core = core;
    }

    @BeforeAll
    void open(@TempDir Path directory) throws Exception {
        assumeTrue(!CLASSES.isEmpty(), "Spark is not here: bench/clients/spark-source gets it");
        door = new FlightDoor(core);
        spark = new SparkProcess(CLASSES, directory);
    }

    @AfterAll
    void close() {
        // it was not opened where Spark is not here
        if (!CLASSES.isEmpty()) {
            spark.close();
            door.close();
        }
    }

    private SparkProcess.Answer ask(String... words) throws Exception {
        return spark.ask(words);
    }

    private List<String> answer(String... words) throws Exception {
        SparkProcess.Answer answer = ask(words);
        assertThat(answer.failure()).as("%s", Arrays.asList(words)).isEmpty();
        return answer.lines();
    }

    private SparkProcess.Answer load(String dataSet, String user, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "load",
                dataSet,
                "url",
                "grpc+tcp://127.0.0.1:" + door.port(),
                "user",
                user,
                "password",
                door.password(user)));
        words.addAll(List.of(options));
        return ask(words.toArray(String[]::new));
    }

    private void loaded(String dataSet, String user, String... options) throws Exception {
        assertThat(load(dataSet, user, options).failure()).isEmpty();
    }

    private long queries(String dataSet) {
        return core
                .catalog()
                .read(tx -> tx.audit().search(AuditQuery.oldest(10_000).named("QueryDataSet")))
                .stream()
                .map(record -> record.event().json())
                .filter(record -> record.contains(":dataset/" + dataSet + "\"")
                        && record.contains("\"userAgent\":\"spicerack-spark"))
                .count();
    }

    @Test
    void eachValueOfEachTypeIsWhatWasSealed() throws Exception {
        core.publish("edges", SampleTables.once(values()));
        loaded("edges", "ann");
        assertThat(answer("schema", "edges"))
                .containsExactly("struct<flag:boolean,small:int,large:bigint,price:decimal(18,4),sum:decimal(38,10),"
                        + "real:float,double:double,name.with \"dots\":string,json:string,bytes:binary,id:string,day:date,"
                        + "time:string,wall:timestamp_ntz,instant:timestamp>");
        assertThat(answer("rows", "edges")).containsExactlyInAnyOrderElementsOf(texts(values()));
    }

    /** What the service finds by a condition is what Spark finds itself, for each column and value. */
    @Test
    void conditionsThatTheServiceLooksForLoseNoRow() throws Exception {
        core.publish("asked", SampleTables.once(values()));
        loaded("asked", "ann");
        assertThat(answer("filters", "asked")).singleElement().asString().matches("\\[asked [1-9][0-9]{2,}\\]");
    }

    @Test
    void partsAreReadOnceEachAndAgainWhereATaskFails() throws Exception {
        core.publish("walks", SampleRows.of(ROWS));
        loaded("walks", "ann", "partitions", "8");
        assertThat(answer("partitions", "walks")).containsExactly("3");
        long before = queries("walks");
        assertThat(answer("count", "walks")).containsExactly(Integer.toString(ROWS));
        core.clock().advance(Duration.ofSeconds(2));
        await().until(() -> queries("walks") == before + 3);
        assertThat(answer("sum", "walks", "id", "true")).containsExactly("[" + SUM + "," + ROWS + "]");
        assertThat(answer("sum", "walks", "id", "id between 1000 and 1999 and name <> 'Łucja 1500'"))
                .containsExactly("[" + (LongStream.range(1000, 2000).sum() - 1500) + ",999]");
        assertThat(answer("fails-once", "walks", "id")).containsExactly(Long.toString(SUM));
    }

    @Test
    void whoMayNotReadHearsSoInWords() throws Exception {
        core.publish("wards", SampleRows.of(10));
        assertThat(load("wards", "bob").failure())
                .contains("cannot open data set wards at grpc+tcp://127.0.0.1", "relation \"wards\" does not exist");
        assertThat(load("nosuch", "ann").failure()).contains("relation \"nosuch\" does not exist");
        assertThat(load("wards", "nobody").failure()).contains("password authentication failed");
        assertThat(load("wards", "ann", "partitions", "0").failure()).contains("1 to 1000");
        assertThat(load("wards", "ann", "partition", "1").failure()).contains("knows no option partition");
        assertThat(load("wards", "ann", "url", "http://x").failure()).contains("option url is 'http://x'");
    }

    @Test
    void rulesOfRowsAndColumnsHold() throws Exception {
        core.publish("shift-rules", TextRows.of("UserName|name", "bob|Łucja 7,Łucja 299999"));
        DataSetId id = core.publish("shifts", SampleRows.of(ROWS));
        core.catalog()
                .run(
                        tx -> tx.definitions()
                                .put(
                                        id,
                                        new DataSourceId("pg"),
                                        """
                {"RowLevelPermissionDataSet": {"Arn":
                 "arn:aws:quicksight:eu-west-1:123456789012:dataset/shift-rules", "PermissionPolicy": "GRANT_ACCESS"},
                 "ColumnLevelPermissionRules": [{"ColumnNames": ["fee"], "Principals":
                 ["arn:aws:quicksight:eu-west-1:123456789012:user/default/nobody"]}]}"""));
        permit(id, true);
        loaded("shifts", "bob");
        assertThat(answer("schema", "shifts").toString())
                .contains("name:string")
                .doesNotContain("fee");
        assertThat(answer("partitions", "shifts")).containsExactly("1");
        assertThat(answer("count", "shifts")).containsExactly("2");
        assertThat(answer("sum", "shifts", "id", "true")).containsExactly("[300006,2]");
        assertThat(answer("sum", "shifts", "id", "name = 'Łucja 8'")).containsExactly("[null,0]");
        permit(id, false);
        assertThat(ask("count", "shifts").failure()).contains("relation \"shifts\" does not exist");
    }

    private void permit(DataSetId id, boolean may) {
        List<Permissions.Change> change =
                List.of(new Permissions.Change(core.spice().principals().arn("bob"), List.of(GrantedDataSets.ACTION)));
        core.spice()
                .permissions()
                .update(
                        CoreFixture.ACCOUNT.dataSet(id),
                        may ? change : List.of(),
                        may ? List.of() : change,
                        "UpdateDataSetPermissions");
    }

    @Test
    void aRefreshBetweenPlanAndReadingMixesNothing() throws Exception {
        core.publish("turns", SampleRows.of(ROWS));
        loaded("turns", "ann", "partitions", "2");
        assertThat(answer("plan", "turns")).containsExactly("2");
        core.publish("turns", SampleRows.of(10));
        assertThat(ask("read", "turns").failure()).contains("of data set 'turns'", "which a refresh has replaced by");
        assertThat(answer("count", "turns")).containsExactly("10");
    }

    @Test
    void aLockDownEndsAReadingInItsMiddle() throws Exception {
        KeyReference key = core.createDefaultKey("tenant");
        core.publish("locks", SampleRows.of(ROWS));
        try {
            loaded("locks", "ann", "partitions", "2");
            answer("hold", "locks");
            core.spice().lockdown().lockDown(List.of(key));
            assertThat(ask("go").failure()).contains("of data set 'locks'", "is Disabled");
            assertThat(ask("count", "locks").failure()).contains("is Disabled");
        } finally {
            core.createDefaultKey("after");
        }
    }

    @Test
    void plansAndLogsHaveNoPassword() throws Exception {
        core.publish("quiet", SampleRows.of(10));
        loaded("quiet", "ann");
        assertThat(answer("explain", "quiet", "id > 3").toString())
                .contains("spicerack quiet", "conditions: 2")
                .doesNotContain(door.password("ann"));
        assertThat(answer("count", "quiet")).containsExactly("10");
        assertThat(spark.written())
                .contains("SparkListenerSQLExecutionStart", "spicerack quiet")
                .doesNotContain(door.password("ann"));
    }

    /** A row of NULLs, extremes that the service can tell in SQL, and ordinary values. */
    private static RowGroup values() {
        RowGroup group = new RowGroup(SampleTables.everyType());
        row(group, Collections.nCopies(group.schema().width(), null));
        row(
                group,
                List.of(
                        true,
                        Integer.MIN_VALUE,
                        Long.MIN_VALUE,
                        new BigDecimal("-99999999999999.9999"),
                        new BigDecimal("-9999999999999999999999999999.9999999999"),
                        1.5f,
                        Double.NaN,
                        "",
                        "[]",
                        new byte[] {0, -1},
                        new UUID(1, -1),
                        LocalDate.of(1, 1, 1),
                        LocalTime.of(23, 59, 59, 999_999_000),
                        LocalDateTime.of(1, 1, 1, 0, 0),
                        OffsetDateTime.parse("1969-12-31T23:59:59.5Z")));
        row(
                group,
                List.of(
                        false,
                        1,
                        Long.MAX_VALUE,
                        new BigDecimal("0.0001"),
                        new BigDecimal("0.0000000001"),
                        -0.0f,
                        0.1,
                        SampleTables.PLAINTEXT + "'\"\n\\",
                        "{\"a\": null}",
                        new byte[0],
                        new UUID(-1, 1),
                        LocalDate.of(9999, 12, 31),
                        LocalTime.MIDNIGHT,
                        LocalDateTime.of(9999, 12, 31, 23, 59, 59, 1000),
                        OffsetDateTime.parse("2026-11-30T12:00:00Z")));
        row(
                group,
                List.of(
                        true,
                        Integer.MAX_VALUE,
                        0L,
                        new BigDecimal("99999999999999.9999"),
                        new BigDecimal("9999999999999999999999999999.9999999999"),
                        Float.NaN,
                        -0.0,
                        "a\u0000b",
                        "1",
                        new byte[] {1},
                        new UUID(0, 0),
                        LocalDate.of(-4000, 1, 1),
                        LocalTime.of(12, 0),
                        LocalDateTime.of(20000, 1, 1, 0, 0),
                        OffsetDateTime.parse("0001-01-01T00:00:00Z")));
        return group;
    }

    private static void row(RowGroup group, List<? extends @Nullable Object> values) {
        for (int column = 0; column < values.size(); column++) {
            RowMaps.append(group, column, values.get(column));
        }
        group.endRow();
    }

    /** As SparkSource prints rows. */
    private static List<String> texts(RowGroup group) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < group.rows(); row++) {
            List<String> values = new ArrayList<>();
            for (int column = 0; column < group.schema().width(); column++) {
                values.add(group.column(column).isNull(row) ? "NULL" : text(group, column, row));
            }
            rows.add(String.join("\t", values));
        }
        return rows;
    }

    private static String text(RowGroup group, int column, int row) {
        ColumnType type = group.schema().column(column).type();
        return switch (type.kind()) {
            case BOOL -> Boolean.toString(group.longs(column).value(row) == 1);
            case INT32, INT64, DATE, TIMESTAMP, TIMESTAMP_UTC ->
                Long.toString(group.longs(column).value(row));
            case DECIMAL -> group.longs(column).value(row) + "e-" + type.scale();
            case WIDE_DECIMAL -> new BigInteger(bytes(group, column, row)) + "e-" + type.scale();
            case FLOAT32 -> Float.toString((float) ((DoubleVector) group.column(column)).value(row));
            case FLOAT64 -> Double.toString(((DoubleVector) group.column(column)).value(row));
            case TEXT, JSON, BINARY -> HexFormat.of().formatHex(bytes(group, column, row));
            case UUID -> hex(String.valueOf(RowMaps.value(group, column, row)));
            case TIME -> hex(PgTexts.time(group.longs(column).value(row)));
        };
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(RowGroup group, int column, int row) {
        BytesVector bytes = (BytesVector) group.column(column);
        return Arrays.copyOfRange(bytes.data(), bytes.start(row), bytes.start(row) + bytes.length(row));
    }
}
