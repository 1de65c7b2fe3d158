package io.spicerack.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.model.IngestionException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowMapsTest {
    private static List<Map<String, Object>> back(RowGroups groups) {
        List<Map<String, Object>> rows = new ArrayList<>();
        RowMaps.rows(groups).forEachRemaining(rows::add);
        return rows;
    }

    @SuppressWarnings("NullAway") // a row of Camel's holds null for NULL
    private static Map<String, Object> row(@Nullable Object... namesAndValues) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return row;
    }

    private static final Map<String, Object> ALL = row(
            "bool",
            true,
            "int",
            -1,
            "long",
            Long.MIN_VALUE,
            "decimal",
            new BigDecimal("-12.50"),
            "float",
            1.1f,
            "double",
            Double.NaN,
            "text",
            "Ольга 王 🌶",
            "bytes",
            new byte[] {0, -1},
            "uuid",
            UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
            "date",
            LocalDate.of(-43, 3, 15),
            "time",
            LocalTime.of(23, 59, 59, 999_999_000),
            "local",
            LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000),
            "utc",
            OffsetDateTime.parse("1582-10-10T00:00:00.000001Z"));

    @Test
    void everyClassComesBackAsItWent() {
        Map<String, Object> row =
                back(RowMaps.rowGroups(List.of(ALL).iterator())).get(0);
        assertThat(row.remove("bytes")).isEqualTo(ALL.get("bytes"));
        Map<String, Object> others = new LinkedHashMap<>(ALL);
        others.remove("bytes");
        assertThat(row).containsExactlyEntriesOf(others);
    }

    @Test
    void nullsAreValuesOfEveryType() {
        Map<String, Object> nulls = new LinkedHashMap<>(ALL);
        nulls.replaceAll((name, value) -> null);
        assertThat(back(RowMaps.rowGroups(List.of(ALL, nulls).iterator())).get(1))
                .isEqualTo(nulls);
    }

    @Test
    void whatCamelJdbcHoldsIsTaken() {
        LocalDateTime wall = LocalDateTime.of(2021, 3, 1, 2, 30, 0, 123_456_000);
        assertThat(back(RowMaps.rowGroups(List.of(row(
                                        "ts", Timestamp.valueOf(wall),
                                        "d", java.sql.Date.valueOf("2020-02-03"),
                                        "t", java.sql.Time.valueOf("04:05:06"),
                                        "big", new BigInteger("18446744073709551615"),
                                        "i", Instant.parse("2020-01-01T00:00:00Z")))
                                .iterator()))
                        .get(0)
                        .values())
                .containsExactly(
                        wall,
                        LocalDate.of(2020, 2, 3),
                        LocalTime.of(4, 5, 6),
                        new BigDecimal("18446744073709551615"),
                        OffsetDateTime.parse("2020-01-01T00:00:00Z"));
    }

    @Test
    void numbersWidenWithinTheSample() {
        RowGroups groups = RowMaps.rowGroups(List.of(
                        row("n", 1, "f", 1.5f, "none", null),
                        row("n", 2L, "f", 2.5, "none", null),
                        row("n", new BigDecimal("3.25"), "f", 0.5f, "none", null))
                .iterator());
        assertThat(groups.schema().columns())
                .containsExactly(
                        new Column("n", new ColumnType.Decimal(38, 2)),
                        new Column("f", new ColumnType.Floating(64)),
                        new Column("none", new ColumnType.Text()));
        assertThat(back(groups).get(1))
                .containsEntry("n", new BigDecimal("2.00"))
                .containsEntry("f", 2.5);
    }

    @Test
    void whatDoesNotFitTheSampleIsRefusedWithoutItsValue() {
        List<Map<String, Object>> rows = new ArrayList<>(Collections.nCopies(1_500, row("age", 1)));
        rows.add(row("age", "Jane Doe"));
        assertThatThrownBy(() -> back(RowMaps.rowGroups(rows.iterator())))
                .isInstanceOf(IngestionException.class)
                .hasMessage("Row 1501 holds in column 'age' a java.lang.String, but the column is Int[bits=32]."
                        + " Convert it in a step before, or give a schema.");
        rows.set(1_500, row("age", 1L << 40));
        assertThatThrownBy(() -> back(RowMaps.rowGroups(rows.iterator())))
                .hasMessage(
                        "Row 1501 holds in column 'age' a java.lang.Long that Int[bits=32] cannot hold without loss."
                                + " Convert it in a step before, or give a wider schema.");
        assertThatThrownBy(() ->
                        RowMaps.rowGroups(List.of(row("a", 1), row("a", "x")).iterator()))
                .hasMessageStartingWith(
                        "Row 2 holds in column 'a' a java.lang.String, but the rows before it hold Int");
        assertThatThrownBy(() ->
                        RowMaps.rowGroups(List.of(row("a", Thread.State.NEW)).iterator()))
                .hasMessageStartingWith(
                        "Row 1 holds in column 'a' a java.lang.Thread$State, a class that no column type");
    }

    @Test
    void aMissingOrAnAdditionalKeyIsRefusedByName() {
        Schema schema =
                new Schema(List.of(new Column("a", new ColumnType.Int(64)), new Column("b", new ColumnType.Text())));
        assertThatThrownBy(() ->
                        back(RowMaps.rowGroups(schema, List.of(row("a", 1)).iterator())))
                .hasMessage("Row 1 has no key 'b'. Give every row each column, with null for no value.");
        assertThatThrownBy(() -> back(RowMaps.rowGroups(
                        schema, List.of(row("a", 1, "b", "", "c", 1)).iterator())))
                .hasMessageStartingWith("Row 1 has keys that are no columns: c.");
        assertThatThrownBy(
                        () -> RowMaps.rowGroups(List.<Map<String, Object>>of().iterator()))
                .hasMessage("There are no rows to read a schema from. Give a schema, or at least one row.");
    }

    @Test
    void aGivenSchemaDecides() {
        Schema schema = new Schema(List.of(
                new Column("d", new ColumnType.Decimal(18, 3)), new Column("u", new ColumnType.Timestamp(true))));
        Instant instant = Instant.parse("2021-03-14T02:30:00Z");
        assertThat(back(RowMaps.rowGroups(
                                schema,
                                List.of(row("d", 7, "u", Timestamp.from(instant)))
                                        .iterator()))
                        .toString())
                .isEqualTo("[{d=7.000, u=2021-03-14T02:30Z}]");
    }

    @Test
    void manyRowsPassThroughManyGroups() {
        var rows = IntStream.range(0, RowGroup.MAX_ROWS + 5)
                .mapToObj(i -> Map.of("i", i))
                .iterator();
        assertThat(back(RowMaps.rowGroups(rows)))
                .hasSize(RowGroup.MAX_ROWS + 5)
                .endsWith(Map.of("i", RowGroup.MAX_ROWS + 3), Map.of("i", RowGroup.MAX_ROWS + 4));
    }
}
