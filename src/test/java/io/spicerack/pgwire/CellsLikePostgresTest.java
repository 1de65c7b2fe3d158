package io.spicerack.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.pgwire.sql.SqlText;
import io.spicerack.pgwire.sql.Statement;
import io.spicerack.pgwire.sql.StatementReader;
import io.spicerack.query.QueryColumn;
import io.spicerack.query.QueryType;
import io.spicerack.query.QueryType.ListOf;
import io.spicerack.query.QueryType.Plain;
import io.spicerack.query.QueryType.Special;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowMaps;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** What the door writes of a value, byte by byte, is what a real PostgreSQL writes of it. */
@WithServers
class CellsLikePostgresTest {
    private record Case(QueryType type, Object value, String sql) {}

    private final List<Case> cases = new ArrayList<>();

    @Test
    void everyValueOfEveryTypeIsWrittenAsPostgresWritesIt() throws Exception {
        cases();
        TestDatabase database = TestDatabases.postgres().newDatabase();
        try (Connection connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE 'UTC'; SET IntervalStyle = postgres; SET extra_float_digits = 1");
            for (String options : List.of(
                    "(FORMAT text)",
                    "(FORMAT csv)",
                    "(FORMAT csv, DELIMITER ';', NULL 'nothing', QUOTE '''', HEADER)",
                    "(FORMAT text, DELIMITER '|', NULL '', HEADER)",
                    "(FORMAT binary)")) {
                for (Case one : cases) {
                    String copy = "COPY (SELECT " + one.sql() + " AS a, NULL AS b) TO STDOUT " + options;
                    ByteArrayOutputStream expected = new ByteArrayOutputStream();
                    connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy, expected);
                    assertThat(written(one, copy)).as(copy).isEqualTo(shown(expected.toByteArray()));
                }
            }
        }
    }

    private static String written(Case one, String copy) throws Exception {
        Statement.CopyOut statement =
                (Statement.CopyOut) StatementReader.read(SqlText.split(copy).get(0));
        List<QueryColumn> columns = List.of(new QueryColumn("a", one.type()), new QueryColumn("b", Special.NULL));
        RowGroup row = new RowGroup(QueryColumn.schema(columns));
        RowMaps.append(row, 0, one.value());
        RowMaps.append(row, 1, null);
        row.endRow();
        Replies out = new Replies();
        AnswerFormat format = CopyLines.of(columns, statement.format());
        format.begin(out);
        format.row(row, 0, out);
        format.end(out);
        return shown(payload(out.take(0).bytes().copy()));
    }

    /** What the CopyData messages hold. */
    private static byte[] payload(byte[] messages) {
        ByteBuffer in = ByteBuffer.wrap(messages);
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        while (in.hasRemaining()) {
            byte type = in.get();
            byte[] body = new byte[in.getInt() - 4];
            in.get(body);
            if (type == 'd') {
                payload.writeBytes(body);
            }
        }
        return payload.toByteArray();
    }

    private static String shown(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private void cases() {
        bool();
        numbers();
        floats();
        texts();
        times();
        lists();
    }

    private void add(ColumnType type, Object value, String sql) {
        cases.add(new Case(new Plain(type), value, sql));
    }

    private void bool() {
        add(new ColumnType.Bool(), true, "true");
        add(new ColumnType.Bool(), false, "false");
        UUID id = new UUID(0x0123456789abcdefL, -1);
        add(new ColumnType.Uuid(), id, "'" + id + "'::uuid");
        add(new ColumnType.Binary(), new byte[] {0, 127, -128, -1}, "'\\x007f80ff'::bytea");
        add(new ColumnType.Binary(), new byte[0], "''::bytea");
        cases.add(new Case(Special.OID, 4_000_000_000L, "4000000000::oid"));
        cases.add(new Case(Special.NAME, "pg_class", "'pg_class'::name"));
        cases.add(new Case(Special.SMALLINT, -32768, "(-32768)::int2"));
    }

    private void numbers() {
        for (int value : List.of(0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE)) {
            add(new ColumnType.Int(32), value, "(" + value + ")::int4");
        }
        for (long value : List.of(0L, Long.MAX_VALUE, Long.MIN_VALUE, -5_000_000_000L)) {
            add(new ColumnType.Int(64), value, "('" + value + "')::int8");
        }
        for (String value : List.of(
                "0",
                "0.0000",
                "1",
                "-1.5",
                "10000",
                "100000000",
                "0.0001",
                "0.00001",
                "12345678901234567890123456789012345678",
                "-0.12345678901234567890123456789012345678",
                "9999.9999",
                "1000000000000.0000000000001")) {
            BigDecimal number = new BigDecimal(value);
            int scale = number.scale();
            add(new ColumnType.Decimal(38, scale), number, "'" + value + "'::numeric(38," + scale + ")");
            if (number.precision() <= 18 && scale <= 18) {
                add(new ColumnType.Decimal(18, scale), number, "'" + value + "'::numeric(18," + scale + ")");
            }
        }
    }

    private void floats() {
        Random random = new Random(19);
        List<Double> doubles = new ArrayList<>(List.of(
                0.0,
                -0.0,
                1.0,
                -1.0,
                0.1,
                100.0,
                1e14,
                1e15,
                1e16,
                123456789012345678.0,
                1e-4,
                1e-5,
                1.5e-7,
                1e100,
                1e-100,
                Double.MAX_VALUE,
                Double.MIN_VALUE,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY));
        for (int i = 0; i < 200; i++) {
            doubles.add(Double.longBitsToDouble(random.nextLong()));
        }
        for (double value : doubles) {
            add(new ColumnType.Floating(64), value, "'" + value + "'::float8");
        }
        List<Float> floats = new ArrayList<>(List.of(
                0f,
                -0f,
                1f,
                0.1f,
                1e5f,
                1e6f,
                1234567f,
                1e7f,
                1e-4f,
                1e-5f,
                Float.MAX_VALUE,
                Float.MIN_VALUE,
                Float.NaN,
                Float.POSITIVE_INFINITY));
        for (int i = 0; i < 200; i++) {
            floats.add(Float.intBitsToFloat(random.nextInt()));
        }
        for (float value : floats) {
            // through its exact decimals, which read back to the same float
            String exact =
                    Float.isFinite(value) && value != 0 ? new BigDecimal(value).toString() : Float.toString(value);
            add(new ColumnType.Floating(32), value, "'" + exact + "'::float4");
        }
    }

    private void texts() {
        for (String text : List.of(
                "",
                "plain",
                "a,b;c|d",
                "\"quoted\"",
                "it's",
                "tab\tnew\nline\r\f\b",
                "back\\slash",
                "\\N",
                "\\.",
                "nothing",
                " ",
                "€ 𝄞 é",
                "{}",
                "NULL")) {
            String literal = "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
            add(new ColumnType.Text(), text, literal + "::text");
        }
        add(new ColumnType.Json(), "{\"a\" : [1, \"\\u20ac\"]}", "'{\"a\" : [1, \"\\u20ac\"]}'::json");
    }

    private void times() {
        for (String day : List.of("1970-01-01", "2000-02-29", "0001-01-01", "9999-12-31", "1582-10-04")) {
            add(new ColumnType.Date(), LocalDate.parse(day), "'" + day + "'::date");
        }
        add(new ColumnType.Date(), LocalDate.of(-43, 3, 15), "'0044-03-15 BC'::date");
        add(new ColumnType.Date(), LocalDate.of(0, 12, 31), "'0001-12-31 BC'::date");
        add(new ColumnType.Date(), LocalDate.of(12345, 6, 7), "'12345-06-07'::date");
        for (String time : List.of("00:00:00", "23:59:59.999999", "12:00:00.5", "01:02:03.000004")) {
            add(new ColumnType.Time(), LocalTime.parse(time), "'" + time + "'::time");
        }
        for (String stamp : List.of(
                "1970-01-01T00:00:00", "1969-12-31T23:59:59.999999", "2026-02-28T01:02:03.5", "0001-01-01T00:00:00")) {
            LocalDateTime value = LocalDateTime.parse(stamp);
            add(new ColumnType.Timestamp(false), value, "'" + stamp + "'::timestamp");
            add(new ColumnType.Timestamp(true), value.atOffset(ZoneOffset.UTC), "'" + stamp + "+00'::timestamptz");
        }
        LocalDateTime before = LocalDateTime.of(-43, 3, 15, 12, 0, 0, 1000);
        add(new ColumnType.Timestamp(false), before, "'0044-03-15 12:00:00.000001 BC'::timestamp");
        add(
                new ColumnType.Timestamp(true),
                before.atOffset(ZoneOffset.UTC),
                "'0044-03-15 12:00:00.000001+00 BC'::timestamptz");
        Random random = new Random(19);
        for (int i = 0; i < 60; i++) {
            int months = i % 3 == 0 ? 0 : random.nextInt(60) - 30;
            int days = i % 4 == 0 ? 0 : random.nextInt(20) - 10;
            long micros = i % 5 == 0 ? 0 : random.nextLong() % 500_000_000_000L;
            byte[] interval = ByteBuffer.allocate(16)
                    .putLong(micros)
                    .putInt(days)
                    .putInt(months)
                    .array();
            cases.add(new Case(
                    Special.INTERVAL,
                    interval,
                    "('" + months + " months'::interval + '" + days + " days'::interval + '" + micros
                            + " microseconds'::interval)"));
        }
    }

    private void lists() {
        ListOf ints = new ListOf(new Plain(new ColumnType.Int(32)));
        ListOf texts = new ListOf(new Plain(new ColumnType.Text()));
        cases.add(new Case(ints, "{1,NULL,-3}", "ARRAY[1,NULL,-3]::int4[]"));
        cases.add(new Case(ints, "{}", "'{}'::int4[]"));
        for (List<@Nullable String> elements : List.<List<@Nullable String>>of(
                Arrays.asList("a", null, "b c"), List.of(), List.of("x,y", "{", "q\"", "back\\", "", "NULL"))) {
            String text = elements.stream()
                    .map(element -> element == null
                            ? "NULL"
                            : element.matches("[a-z]")
                                    ? element
                                    : "\"" + element.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                    .collect(Collectors.joining(",", "{", "}"));
            cases.add(new Case(texts, text, "'" + text.replace("'", "''") + "'::text[]"));
        }
    }
}
