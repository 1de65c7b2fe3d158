package io.spicerack.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spicerack.WithServers;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.account.Permissions;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.Sha256;
import io.spicerack.query.GrantedDataSets;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowMaps;
import io.spicerack.table.SampleTables;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.arrow.flight.CancelFlightInfoRequest;
import org.apache.arrow.flight.CancelStatus;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The whole Flight port over a core: principals log in with their passwords, and query what they may under its key. */
@WithCore
@WithServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
@SuppressWarnings("try") // closing a stream of Arrow can be interrupted
class FlightDoorTest {
    private final CoreFixture core;
    private final FlightDoor door;

    FlightDoorTest(CoreFixture core) {
        this.core = core;
        this.door = new FlightDoor(core);
    }

    @AfterAll
    void close() {
        door.close();
    }

    private static void refused(FlightUser user, String sql, FlightStatusCode code, String words) {
        assertThatThrownBy(() -> user.rows(sql))
                .isInstanceOfSatisfying(
                        FlightRuntimeException.class,
                        e -> assertThat(e.status().code()).isEqualTo(code))
                .hasMessageContaining(words);
    }

    @Test
    void whoMayQueryIsAnsweredAndOnRecordAndNobodyElseLearnsOfTheDataSet() throws Exception {
        DataSetId visits = core.publish("visits", SampleRows.of(2500));
        core.declare("empty");
        String sql = "SELECT count(*) FROM spice.visits WHERE coalesce(name, '') <> 'planted'";
        try (FlightUser ann = door.logIn("ann");
                FlightUser bob = door.logIn("bob")) {
            assertThat(ann.one(sql)).isEqualTo("2500");
            assertThat(ann.sql().getExecuteSchema(sql, ann.token()).getSchema().getFields())
                    .extracting(field -> field.getName())
                    .containsExactly("count");
            assertThat(ann.one("SELECT current_user")).isEqualTo("ann");
            refused(ann, "SELECT * FROM spice.empty", FlightStatusCode.UNAVAILABLE, "has no version to read");
            refused(ann, "DELETE FROM visits", FlightStatusCode.UNIMPLEMENTED, "25006");
            String unknown = "42P01: relation \"visits\" does not exist";
            refused(bob, sql, FlightStatusCode.NOT_FOUND, unknown);
            refused(
                    bob,
                    sql.replace("visits", "nosuch"),
                    FlightStatusCode.NOT_FOUND,
                    unknown.replace("visits", "nosuch"));
            assertThat(tables(bob)).doesNotContain("visits");
            var bobs = core.spice().principals().arn("bob");
            var resource = CoreFixture.ACCOUNT.dataSet(visits);
            Permissions.Change change = new Permissions.Change(bobs, List.of(GrantedDataSets.ACTION));
            core.spice().permissions().update(resource, List.of(change), List.of(), "UpdateDataSetPermissions");
            assertThat(bob.one(sql)).isEqualTo("2500");
            assertThat(tables(bob)).contains("visits");
            core.spice().permissions().update(resource, List.of(), List.of(change), "UpdateDataSetPermissions");
            refused(bob, sql, FlightStatusCode.NOT_FOUND, unknown);
        }
        core.clock().advance(Duration.ofSeconds(2));
        await().until(() -> queries(sql).stream()
                        .filter(record -> record.contains("\"rows\":1,"))
                        .count()
                == 2);
        assertThat(queries(sql))
                .allSatisfy(record -> assertThat(record)
                        .contains("\"name\"", "\"userAgent\":\"grpc-java-netty/")
                        .doesNotContain("planted", "outcomeUnknown"))
                .anySatisfy(record -> assertThat(record).contains("\"userName\":\"ann\""))
                .anySatisfy(record -> assertThat(record).contains("\"userName\":\"bob\""));
    }

    private static List<String> tables(FlightUser user) throws Exception {
        return user.rows(user.sql().getTables(null, "spice", "%", List.of("TABLE"), true, user.token())).stream()
                .map(row -> String.valueOf(row.get(2)))
                .toList();
    }

    private List<String> queries(String sql) {
        return core
                .catalog()
                .read(tx -> tx.audit().search(AuditQuery.oldest(100).named("QueryDataSet")))
                .stream()
                .map(record -> record.event().json())
                .filter(record -> record.contains(Sha256.hex(sql)))
                .toList();
    }

    @Test
    void eachSealedValueComesAsItIsRead() throws Exception {
        DataSetId edges = core.publish("edges", SampleTables.once(values()));
        List<List<@Nullable String>> read = new ArrayList<>();
        try (OpenDataSet open = core.spice().readers().open(edges)) {
            RowGroup group = new RowGroup(open.schema());
            while (open.next(group)) {
                for (int row = 0; row < group.rows(); row++) {
                    read.add(texts(group, row));
                }
            }
        }
        try (FlightUser ann = door.logIn("ann")) {
            assertThat(ann.rows("SELECT * FROM edges")).hasSize(3).containsExactlyInAnyOrderElementsOf(read);
        }
    }

    /** A row of NULLs, and two of values that DuckDB holds too. */
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
                        SampleTables.PLAINTEXT,
                        "{\"a\": null}",
                        new byte[0],
                        new UUID(-1, 1),
                        LocalDate.of(9999, 12, 31),
                        LocalTime.MIDNIGHT,
                        LocalDateTime.of(9999, 12, 31, 23, 59, 59, 1000),
                        OffsetDateTime.parse("2026-11-30T12:00:00Z")));
        return group;
    }

    private static void row(RowGroup group, List<? extends @Nullable Object> values) {
        for (int column = 0; column < values.size(); column++) {
            RowMaps.append(group, column, values.get(column));
        }
        group.endRow();
    }

    private static List<@Nullable String> texts(RowGroup group, int row) {
        List<@Nullable String> texts = new ArrayList<>();
        for (int column = 0; column < group.schema().width(); column++) {
            boolean isTime = group.schema().column(column).type() instanceof ColumnType.Time;
            texts.add(
                    group.column(column).isNull(row)
                            ? null
                            // the end of a day is one too, which Java has no word for
                            : isTime
                                    ? PgTexts.time(group.longs(column).value(row))
                                    : PgTexts.text(Objects.requireNonNull(RowMaps.value(group, column, row))));
        }
        return Collections.unmodifiableList(texts);
    }

    @Test
    void arrowsDriverIsToldWhatThereIs() throws Exception {
        core.publish("stays", SampleRows.of(3));
        try (Connection connection = door.connect("ann")) {
            DatabaseMetaData metaData = connection.getMetaData();
            assertThat(metaData.getDatabaseProductName()).isEqualTo("Spicerack");
            assertThat(metaData.isReadOnly()).isTrue();
            assertThat(column(metaData.getCatalogs(), "TABLE_CAT")).containsExactly("spicerack");
            assertThat(column(metaData.getSchemas(), "TABLE_SCHEM")).containsExactly("spice");
            assertThat(column(metaData.getTableTypes(), "TABLE_TYPE")).containsExactly("TABLE", "VIEW");
            assertThat(column(metaData.getTables(null, null, "st_ys", null), "TABLE_NAME"))
                    .containsExactly("stays");
            assertThat(column(metaData.getTables(null, null, "%", new String[] {"VIEW"}), "TABLE_NAME"))
                    .containsExactly("data_sets", "ingestions", "keys", "versions");
            assertThat(column(metaData.getColumns(null, null, "stays", "%"), "COLUMN_NAME"))
                    .containsExactly("id", "name", "fee", "ratio", "active", "born");
            assertThat(column(metaData.getColumns(null, null, "keys", "%"), "COLUMN_NAME"))
                    .containsExactly("data_set", "key");
            assertThat(column(metaData.getPrimaryKeys(null, null, "stays"), "COLUMN_NAME"))
                    .isEmpty();
            try (Statement statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.executeUpdate("UPDATE stays SET id = 1"))
                        .isInstanceOf(SQLException.class)
                        .hasStackTraceContaining("25006");
            }
        }
    }

    private static List<String> column(ResultSet rows, String name) throws SQLException {
        List<String> values = new ArrayList<>();
        while (rows.next()) {
            values.add(rows.getString(name));
        }
        rows.close();
        return values;
    }

    @Test
    void aKeyThatIsShutCutsTheAnswerInFlightAndTheNextQuestion() throws Exception {
        KeyReference key = core.createDefaultKey("tenant");
        core.publish("wards", SampleRows.of(60_000, 10_000));
        String all = "SELECT v.*, w.name FROM wards v CROSS JOIN wards w";
        try (FlightUser ann = door.logIn("ann")) {
            FlightInfo info = ann.sql().execute(all, ann.token());
            try (FlightStream stream = ann.stream(info)) {
                assertThat(stream.next()).isTrue();
                await().until(() -> !core.spice().readers().under(key).isEmpty());
                List<OpenDataSet> open = core.spice().readers().under(key);
                core.spice().lockdown().lockDown(List.of(key));
                await().until(() -> open.stream().allMatch(OpenDataSet::isSilent));
                assertThatThrownBy(() -> {
                            for (int i = 0; i < 1000; i++) {
                                assertThat(stream.next()).isTrue();
                            }
                        })
                        .isInstanceOfSatisfying(
                                FlightRuntimeException.class,
                                e -> assertThat(e.status().code()).isEqualTo(FlightStatusCode.UNAVAILABLE));
            }
        }
        try (FlightUser again = door.logIn("ann")) {
            refused(again, "SELECT count(*) FROM wards", FlightStatusCode.UNAVAILABLE, "58000");
        }
        await().untilAsserted(() ->
                assertThat(queries(all)).singleElement().asString().contains("SYSTEM_ERROR", "is Disabled"));
    }

    @Test
    void aQueryIsCancelledByItsInfoAndByItsClient() throws Exception {
        core.createDefaultKey("other");
        core.publish("beds", SampleRows.of(60_000, 10_000));
        String all = "SELECT v.*, w.name FROM beds v CROSS JOIN beds w";
        try (FlightUser ann = door.logIn("ann");
                FlightUser bob = door.logIn("bob")) {
            FlightInfo info = ann.sql().execute(all, ann.token());
            try (FlightStream stream = ann.stream(info)) {
                assertThat(stream.next()).isTrue();
                assertThat(bob.sql()
                                .cancelFlightInfo(new CancelFlightInfoRequest(info), bob.token())
                                .getStatus())
                        .isEqualTo(CancelStatus.NOT_CANCELLABLE);
                assertThat(ann.sql()
                                .cancelFlightInfo(new CancelFlightInfoRequest(info), ann.token())
                                .getStatus())
                        .isEqualTo(CancelStatus.CANCELLED);
                assertThatThrownBy(() -> {
                            for (int i = 0; i < 1000; i++) {
                                assertThat(stream.next()).isTrue();
                            }
                        })
                        .isInstanceOf(FlightRuntimeException.class)
                        .hasMessageContaining("57014");
            }
            FlightStream left = ann.stream(ann.sql().execute(all, ann.token()));
            assertThat(left.next()).isTrue();
            left.cancel("enough", null);
            left.close();
            await().until(() -> queries(all).size() == 2
                    && queries(all).stream().noneMatch(record -> record.contains("outcomeUnknown")));
        }
    }
}
