package io.spicerack.table;

import io.spicerack.table.hash.TableChecksum;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Tables that the tests of table and store seal and read. */
public final class SampleTables {
    /** A text that must never stand in a stored file. */
    public static final String PLAINTEXT = "Grüße an Zoë-Ωμέγα, 患者 4711";

    private SampleTables() {}

    /** A column of every type. */
    public static Schema everyType() {
        return new Schema(List.of(
                new Column("flag", new ColumnType.Bool()),
                new Column("small", new ColumnType.Int(32)),
                new Column("large", new ColumnType.Int(64)),
                new Column("price", new ColumnType.Decimal(18, 4)),
                new Column("sum", new ColumnType.Decimal(38, 10)),
                new Column("real", new ColumnType.Floating(32)),
                new Column("double", new ColumnType.Floating(64)),
                new Column("name.with \"dots\"", new ColumnType.Text()),
                new Column("json", new ColumnType.Json()),
                new Column("bytes", new ColumnType.Binary()),
                new Column("id", new ColumnType.Uuid()),
                new Column("day", new ColumnType.Date()),
                new Column("time", new ColumnType.Time()),
                new Column("wall", new ColumnType.Timestamp(false)),
                new Column("instant", new ColumnType.Timestamp(true))));
    }

    /** Smallest, largest, odd values and a row of NULLs. */
    public static RowGroup edges() {
        RowGroup group = new RowGroup(everyType());
        nulls(group);
        BigInteger most = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);
        row(group, Long.MIN_VALUE, Integer.MIN_VALUE, -999_999_999_999_999_999L, most.negate(), -0.0, "");
        row(group, Long.MAX_VALUE, Integer.MAX_VALUE, 999_999_999_999_999_999L, most, Double.NaN, PLAINTEXT);
        row(group, 0, 0, 0, BigInteger.ZERO, Double.POSITIVE_INFINITY, "\u0000\n\",;");
        row(group, -1, -1, -1, BigInteger.ONE.negate(), Double.NEGATIVE_INFINITY, "x".repeat(200_000));
        row(group, 1, 1, 1, BigInteger.ONE, Double.MIN_VALUE, "🩺");
        nulls(group);
        return group;
    }

    /** A table of one row group. */
    public static RowGroups once(RowGroup group) {
        return new RowGroups() {
            private boolean read;

            @Override
            public Schema schema() {
                return group.schema();
            }

            @Override
            public boolean next(RowGroup to) {
                to.clear();
                if (read) {
                    return false;
                }
                read = true;
                for (int row = 0; row < group.rows(); row++) {
                    for (int column = 0; column < group.schema().width(); column++) {
                        to.column(column).appendFrom(group.column(column), row);
                    }
                    to.endRow();
                }
                return true;
            }

            @Override
            public void close() {}
        };
    }

    private static void nulls(RowGroup group) {
        for (int i = 0; i < group.schema().width(); i++) {
            group.column(i).appendNull();
        }
        group.endRow();
    }

    private static void row(
            RowGroup group, long large, int small, long price, BigInteger sum, double number, String text) {
        group.longs(0).append(small & 1);
        group.longs(1).append(small);
        group.longs(2).append(large);
        group.longs(3).append(price);
        group.bytes(4).append(sum.toByteArray());
        group.doubles(5).append((float) number);
        group.doubles(6).append(number);
        group.bytes(7).append(text.getBytes(StandardCharsets.UTF_8));
        group.bytes(8).append("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        group.bytes(9).append(text.getBytes(StandardCharsets.UTF_16BE));
        UUID id = new UUID(large, price);
        group.bytes(10)
                .append(ByteBuffer.allocate(16)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .array());
        group.longs(11).append(small);
        group.longs(12).append(small < 0 ? 0 : Math.min(86_400_000_000L, small * 40_000L));
        group.longs(13).append(small * 1_000_000L * 1000);
        group.longs(14).append(large);
        group.endRow();
    }

    /** As a generated table goes: {@code columns} columns of numbers, decimals, dates, instants and texts in turn. */
    public static Schema generated(int columns) {
        List<ColumnType> types = List.of(
                new ColumnType.Int(64),
                new ColumnType.Decimal(12, 2),
                new ColumnType.Date(),
                new ColumnType.Timestamp(true),
                new ColumnType.Text(),
                new ColumnType.Floating(64));
        return new Schema(IntStream.range(0, columns)
                .mapToObj(i -> new Column("c" + i, types.get(i % types.size())))
                .toList());
    }

    /** {@code rows} rows of a generated table, the first of which has the number {@code from}. */
    public static RowGroups generate(Schema schema, long rows) {
        return new RowGroups() {
            private long done;

            @Override
            public Schema schema() {
                return schema;
            }

            @Override
            public boolean next(RowGroup group) {
                group.clear();
                while (done < rows && !group.full()) {
                    generateRow(group, done++);
                }
                return group.rows() > 0;
            }

            @Override
            public void close() {}
        };
    }

    private static void generateRow(RowGroup group, long row) {
        for (int i = 0; i < group.schema().width(); i++) {
            long value = TableChecksum.mix(row * 64 + i + 1);
            if (value % 11 == 0) {
                group.column(i).appendNull();
                continue;
            }
            switch (i % 6) {
                case 0 -> group.longs(i).append(row);
                case 1 -> group.longs(i).append(value % 1_000_000);
                case 2 -> group.longs(i).append(Math.floorMod(value, 30_000));
                case 3 -> group.longs(i).append(Math.floorMod(value, 4_000_000_000_000_000L));
                case 4 ->
                    group.bytes(i).append(("text " + Math.floorMod(value, 50_000)).getBytes(StandardCharsets.UTF_8));
                default -> group.doubles(i).append(value / 1000.0);
            }
        }
        group.endRow();
    }

    /** All cells of {@code table} as canonical texts. */
    public static List<List<String>> texts(RowGroups table) {
        List<List<String>> rows = new ArrayList<>();
        RowGroup group = new RowGroup(table.schema());
        while (table.next(group)) {
            rows.addAll(texts(group));
        }
        return rows;
    }

    public static List<List<String>> texts(RowGroup group) {
        List<List<String>> rows = new ArrayList<>();
        for (int row = 0; row < group.rows(); row++) {
            List<String> cells = new ArrayList<>();
            for (int column = 0; column < group.schema().width(); column++) {
                cells.add(CellText.of(group, column, row));
            }
            rows.add(cells);
        }
        return rows;
    }
}
