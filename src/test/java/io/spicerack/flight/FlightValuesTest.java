package io.spicerack.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.pgwire.FixedRowsEngine;
import io.spicerack.pgwire.OpenDoor;
import io.spicerack.query.QueryColumn;
import io.spicerack.query.QueryType;
import io.spicerack.query.QueryType.ListOf;
import io.spicerack.query.QueryType.Plain;
import io.spicerack.query.QueryType.Special;
import io.spicerack.table.ColumnType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.adbc.core.AdbcConnection;
import org.apache.arrow.adbc.core.AdbcDatabase;
import org.apache.arrow.adbc.core.AdbcDriver;
import org.apache.arrow.adbc.core.AdbcStatement;
import org.apache.arrow.adbc.driver.flightsql.FlightSqlDriver;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Values at the Flight port: each is what the SQL port tells of the same answer. */
@Timeout(60)
class FlightValuesTest {
    private static final String ALL = "SELECT everything";

    private static final FixedRowsEngine ENGINE = new FixedRowsEngine();
    private static OpenFlight flight;
    private static OpenDoor wire;

    @BeforeAll
    static void open() {
        flight = new OpenFlight(ENGINE);
        wire = new OpenDoor(ENGINE);
    }

    @AfterAll
    static void close() {
        wire.close();
        flight.close();
    }

    private static QueryType plain(ColumnType type) {
        return new Plain(type);
    }

    private static byte[] interval(long micros, int days, int months) {
        return ByteBuffer.allocate(16)
                .putLong(micros)
                .putInt(days)
                .putInt(months)
                .array();
    }

    /** A type, what Arrow calls it, and values. */
    private record Case(QueryType type, String arrow, List<@Nullable Object> values) {
        static Case of(QueryType type, String arrow, Object... values) {
            return new Case(type, arrow, Collections.unmodifiableList(Arrays.asList(values)));
        }
    }

    private static List<Case> cases() {
        return List.of(
                Case.of(plain(new ColumnType.Bool()), "Bool", true, false),
                Case.of(plain(new ColumnType.Int(32)), "Int(32, true)", Integer.MIN_VALUE, Integer.MAX_VALUE),
                Case.of(plain(new ColumnType.Int(64)), "Int(64, true)", Long.MIN_VALUE, Long.MAX_VALUE),
                Case.of(
                        plain(new ColumnType.Decimal(18, 3)),
                        "Decimal(18, 3, 128)",
                        new BigDecimal("-999999999999999.999"),
                        new BigDecimal("0.001")),
                Case.of(
                        plain(new ColumnType.Decimal(38, 10)),
                        "Decimal(38, 10, 128)",
                        new BigDecimal("-9999999999999999999999999999.9999999999"),
                        new BigDecimal("0.0000000001")),
                Case.of(plain(new ColumnType.Floating(32)), "FloatingPoint(SINGLE)", 1.5f, Float.NaN),
                Case.of(plain(new ColumnType.Floating(64)), "FloatingPoint(DOUBLE)", 0.1, Double.NaN),
                Case.of(plain(new ColumnType.Text()), "Utf8", "Łucja 🌶", ""),
                Case.of(plain(new ColumnType.Json()), "Utf8", "{\"a\": [1, null]}", "[]"),
                Case.of(plain(new ColumnType.Binary()), "Binary", new byte[] {0, -1, 127}, new byte[0]),
                Case.of(
                        plain(new ColumnType.Uuid()),
                        "Utf8",
                        UUID.fromString("00000000-0000-0000-0000-000000000000"),
                        UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6")),
                Case.of(
                        plain(new ColumnType.Date()),
                        "Date(DAY)",
                        LocalDate.of(1582, 10, 4),
                        LocalDate.of(9999, 12, 31)),
                Case.of(
                        plain(new ColumnType.Time()),
                        "Time(MICROSECOND, 64)",
                        LocalTime.MIDNIGHT,
                        LocalTime.of(23, 59, 59, 999_999_000)),
                Case.of(
                        plain(new ColumnType.Timestamp(false)),
                        "Timestamp(MICROSECOND, null)",
                        LocalDateTime.of(1, 1, 1, 0, 0, 0, 1000),
                        LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000)),
                Case.of(
                        plain(new ColumnType.Timestamp(true)),
                        "Timestamp(MICROSECOND, UTC)",
                        OffsetDateTime.parse("1969-12-31T23:59:59.5Z"),
                        OffsetDateTime.parse("2026-11-30T12:00:00Z")),
                Case.of(Special.SMALLINT, "Int(16, true)", (int) Short.MIN_VALUE, 7),
                Case.of(Special.OID, "Int(64, true)", 4_294_967_295L, 0L),
                Case.of(Special.NAME, "Utf8", "pg_class", "x"),
                Case.of(new ListOf(plain(new ColumnType.Int(64))), "List", "{1,NULL,-3}", "{}"),
                Case.of(new ListOf(plain(new ColumnType.Bool())), "List", "{t,f}", "{NULL}"),
                Case.of(new ListOf(plain(new ColumnType.Text())), "List", "{a,NULL,Łb}", "{c}"),
                Case.of(new ListOf(plain(new ColumnType.Decimal(20, 2))), "List", "{1.50,-2.25}", "{}"));
    }

    private static FixedRowsEngine.Table table(List<Case> cases) {
        List<QueryColumn> columns = new ArrayList<>();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Case each : cases) {
            // two columns of one name, as SQL may have them
            columns.add(new QueryColumn(columns.size() == 1 ? "c0" : "c" + columns.size(), each.type()));
        }
        for (int row = 0; row < 2; row++) {
            int at = row;
            rows.add(Collections.unmodifiableList(new ArrayList<>(
                    cases.stream().map(each -> each.values().get(at)).toList())));
        }
        rows.add(Collections.nCopies(cases.size(), null));
        return new FixedRowsEngine.Table(columns, rows);
    }

    @Test
    void eachTypeIsItsOwnInArrowAndEachValueWhatTheSqlPortTells() throws Exception {
        List<Case> cases = cases();
        ENGINE.table(ALL, table(cases));
        try (FlightUser alice = flight.logIn(OpenFlight.ALICE)) {
            assertThat(alice.sql()
                            .getExecuteSchema(ALL, alice.token())
                            .getSchema()
                            .getFields())
                    .extracting(field -> field.getType().toString())
                    .containsExactlyElementsOf(cases.stream().map(Case::arrow).toList());
            List<List<@Nullable String>> rows = alice.rows(ALL);
            assertThat(rows).hasSize(3).isEqualTo(overTheWire(cases.size()));
            assertThat(rows.get(2)).containsOnlyNulls();
        }
    }

    private static List<List<@Nullable String>> overTheWire(int columns) throws Exception {
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (Connection connection = wire.connect(Map.of());
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(ALL)) {
            while (found.next()) {
                List<@Nullable String> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    row.add(found.getString(column));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    @Test
    void intervalsAndWhatIsNullAloneHaveTypesToo() throws Exception {
        ENGINE.table(
                "SELECT intervals",
                new FixedRowsEngine.Table(
                        List.of(new QueryColumn("i", Special.INTERVAL), new QueryColumn("n", Special.NULL)),
                        List.of(Collections.unmodifiableList(
                                Arrays.<@Nullable Object>asList(interval(-1_500_000, 3, 14), null)))));
        ENGINE.table(
                "SELECT ages",
                new FixedRowsEngine.Table(
                        List.of(new QueryColumn("i", Special.INTERVAL)),
                        List.of(List.of(interval(Long.MAX_VALUE, 0, 0)))));
        try (FlightUser alice = flight.logIn(OpenFlight.ALICE)) {
            assertThat(alice.rows("SELECT intervals"))
                    .containsExactly(Arrays.asList("14 months 3 days -1500000000 ns", null));
            assertThatThrownBy(() -> alice.rows("SELECT ages"))
                    .isInstanceOf(FlightRuntimeException.class)
                    .hasMessageContaining("22003: an interval of more than 292 years");
        }
    }

    @Test
    void arrowsOwnDriverReadsEachType() throws Exception {
        List<Case> cases = cases();
        ENGINE.table(ALL, table(cases));
        List<List<@Nullable String>> expected = overTheWire(cases.size());
        try (Connection connection = jdbc();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ALL)) {
            for (List<@Nullable String> row : expected) {
                assertThat(rows.next()).isTrue();
                for (int column = 0; column < cases.size(); column++) {
                    ColumnType carrier = cases.get(column).type().carrier();
                    // the driver's getObject has none of these
                    Object value = carrier.kind() == ColumnType.Kind.TIMESTAMP_UTC
                            ? rows.getTimestamp(column + 1)
                            : rows.getObject(column + 1);
                    if (row.get(column) == null) {
                        assertThat(value).isNull();
                        assertThat(rows.wasNull()).isTrue();
                    } else if (cases.get(column).type() instanceof Plain
                            && (carrier.isText() || carrier.kind() == ColumnType.Kind.UUID)) {
                        assertThat(rows.getString(column + 1)).isEqualTo(row.get(column));
                    } else if (value instanceof BigDecimal number) {
                        assertThat(number.toPlainString()).isEqualTo(row.get(column));
                    } else if (value instanceof Number) {
                        assertThat(value.toString()).isEqualTo(row.get(column));
                    } else {
                        assertThat(value).isNotNull();
                    }
                }
            }
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    @SuppressWarnings("try") // what ADBC closes can be interrupted
    void adbcReadsEachType() throws Exception {
        List<Case> cases = cases();
        ENGINE.table(ALL, table(cases));
        Map<String, Object> login = Map.of(
                AdbcDriver.PARAM_URI.getKey(),
                "grpc+tcp://127.0.0.1:" + flight.port(),
                AdbcDriver.PARAM_USERNAME.getKey(),
                OpenFlight.ALICE,
                AdbcDriver.PARAM_PASSWORD.getKey(),
                "password-of-alice");
        try (BufferAllocator memory = new RootAllocator();
                AdbcDatabase database = new FlightSqlDriver(memory).open(login);
                AdbcConnection connection = database.connect();
                AdbcStatement statement = connection.createStatement()) {
            statement.setSqlQuery(ALL);
            try (AdbcStatement.QueryResult answer = statement.executeQuery();
                    FlightUser alice = flight.logIn(OpenFlight.ALICE)) {
                ArrowReader reader = answer.getReader();
                assertThat(reader.getVectorSchemaRoot().getSchema().getFields())
                        .extracting(field -> field.getType().toString())
                        .containsExactlyElementsOf(
                                cases.stream().map(Case::arrow).toList());
                List<List<@Nullable String>> rows = new ArrayList<>();
                while (reader.loadNextBatch()) {
                    FlightUser.append(reader.getVectorSchemaRoot(), rows);
                }
                assertThat(rows).isEqualTo(alice.rows(ALL)).hasSize(3);
            }
        }
    }

    private static Connection jdbc() throws Exception {
        return DriverManager.getConnection("jdbc:arrow-flight-sql://127.0.0.1:" + flight.port()
                + "/?useEncryption=false&user=" + OpenFlight.ALICE + "&password=password-of-alice");
    }

    @Test
    void parametersOfEachArrowTypeAreTaken() throws Exception {
        try (FlightUser alice = flight.logIn(OpenFlight.ALICE)) {
            FlightSqlClient.PreparedStatement echo =
                    alice.sql().prepare("SELECT echo $1 $2 $3 $4 $5 $6 $7 $8 $9", alice.token());
            assertThat(echo.getParameterSchema().getFields()).hasSize(9);
            BigIntVector number = new BigIntVector("a", alice.memory());
            number.setSafe(0, -5);
            DecimalVector exact = new DecimalVector("b", alice.memory(), 10, 2);
            exact.setSafe(0, new BigDecimal("-12345678.90"));
            DateDayVector day = new DateDayVector("c", alice.memory());
            day.setSafe(0, -1);
            TimeStampMicroTZVector instant = new TimeStampMicroTZVector("d", alice.memory(), "UTC");
            instant.setSafe(0, 1_500_000);
            BitVector yes = new BitVector("e", alice.memory());
            yes.setSafe(0, 1);
            VarCharVector text = new VarCharVector("f", alice.memory());
            text.setSafe(0, "Łucja".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            VarBinaryVector bytes = new VarBinaryVector("g", alice.memory());
            bytes.setSafe(0, new byte[] {1, -1});
            UInt1Vector unsigned = new UInt1Vector("h", alice.memory());
            unsigned.setSafe(0, 255);
            Float8Vector none = new Float8Vector("i", alice.memory());
            none.setNull(0);
            List<FieldVector> vectors = List.of(number, exact, day, instant, yes, text, bytes, unsigned, none);
            vectors.forEach(vector -> vector.setValueCount(1));
            echo.setParameters(VectorSchemaRoot.of(vectors.toArray(FieldVector[]::new)));
            List<@Nullable String> expected = Arrays.asList(
                    "-5",
                    "-12345678.90",
                    "1969-12-31",
                    "1970-01-01T00:00:01.500+00",
                    "true",
                    "Łucja",
                    "\\x01ff",
                    "255",
                    null);
            // twice: the values stay bound, and each answer is a new one
            assertThat(alice.rows(echo.execute(alice.token()))).containsExactly(expected);
            assertThat(alice.rows(echo.execute(alice.token()))).containsExactly(expected);
            echo.clearParameters();
            echo.close(alice.token());
        }
        try (Connection connection = jdbc();
                PreparedStatement echo = connection.prepareStatement("SELECT echo $1 $2")) {
            echo.setString(1, "a'b");
            echo.setString(2, null);
            try (ResultSet rows = echo.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("a'b");
                assertThat(rows.getString(2)).isNull();
            }
        }
    }

    @Test
    void aStatementRunsWithAsManyValuesAsItHasParameters() {
        try (FlightUser alice = flight.logIn(OpenFlight.ALICE)) {
            FlightSqlClient.PreparedStatement echo = alice.sql().prepare("SELECT echo $1", alice.token());
            assertThatThrownBy(() -> alice.rows(echo.execute(alice.token())))
                    .hasMessageContaining("42P02: the statement has 1 parameters, and 0 values were bound");
            VarCharVector two = new VarCharVector("a", alice.memory());
            two.setSafe(0, new byte[] {'a'});
            two.setSafe(1, new byte[] {'b'});
            two.setValueCount(2);
            echo.setParameters(VectorSchemaRoot.of(two));
            assertThatThrownBy(() -> echo.execute(alice.token()))
                    .hasMessageContaining("2 rows of parameters came; a statement is run with one at a time");
            echo.clearParameters();
            echo.close(alice.token());
        }
    }

    @Test
    void longAnswersAndLongRowsCome() throws Exception {
        String text = "x".repeat(3 << 20);
        ENGINE.table(
                "SELECT long rows",
                new FixedRowsEngine.Table(
                        List.of(new QueryColumn("t", FixedRowsEngine.TEXT)),
                        List.of(List.of(text), List.of("short"), List.of(text))));
        try (FlightUser alice = flight.logIn(OpenFlight.ALICE)) {
            assertThat(alice.rows("SELECT rows 100000"))
                    .hasSize(100_000)
                    .last()
                    .isEqualTo(List.of("99999", "row 99999"));
            assertThat(alice.rows("SELECT long rows")).containsExactly(List.of(text), List.of("short"), List.of(text));
        }
    }
}
