package io.spicerack.table;

import java.util.List;
import java.util.function.Function;

/**
 * Some rows of a table, column by column: the unit that is extracted, encoded, sealed and read. It is filled, handed
 * over, cleared and filled again, so that a table of any size passes through the memory of one. Not thread-safe.
 */
public final class RowGroup {
    /**
     * The most rows of a group that is filled; one that is read may have more (docs/format.md). A third more saves one or two
     * percent of the file and takes 10 MB more of memory.
     */
    public static final int MAX_ROWS = 98_304;

    private static final int FIRST_ROWS = 2048;

    private final Schema schema;
    private final List<ColumnVector> columns;
    private final int rowLimit;
    private int rows;

    public RowGroup(Schema schema) {
        this(schema, rowLimit(schema));
    }

    RowGroup(Schema schema, int rowLimit) {
        this(schema, rowLimit, column -> vector(column, Math.min(rowLimit, 1024), rowLimit));
    }

    private RowGroup(Schema schema, int rowLimit, Function<Column, ColumnVector> vectors) {
        this.schema = schema;
        this.rowLimit = rowLimit;
        this.columns = schema.columns().stream().map(vectors).toList();
    }

    private static ColumnVector vector(Column column, int capacity, int limit) {
        return switch (column.type().vector()) {
            case LONG -> new LongVector(capacity, limit);
            case DOUBLE -> new DoubleVector(capacity, limit);
            case BYTES -> new BytesVector(capacity, limit);
        };
    }

    /** One for a few rows at a time, whose values are on their way: it takes more memory for each, and less time. */
    public static RowGroup ofSlices(Schema schema, int rows) {
        return new RowGroup(
                schema,
                rows,
                column -> column.type().vector() == ColumnType.Vector.LONG
                        ? LongVector.wide(Math.min(rows, FIRST_ROWS), rows)
                        : vector(column, Math.min(rows, FIRST_ROWS), rows));
    }

    private static int rowLimit(Schema schema) {
        long byMemory = ColumnVector.TARGET_BYTES / (9L * schema.width());
        return (int) Math.max(1, Math.min(MAX_ROWS, byMemory));
    }

    public Schema schema() {
        return schema;
    }

    public ColumnVector column(int index) {
        return columns.get(index);
    }

    public LongVector longs(int index) {
        return (LongVector) columns.get(index);
    }

    public DoubleVector doubles(int index) {
        return (DoubleVector) columns.get(index);
    }

    public BytesVector bytes(int index) {
        return (BytesVector) columns.get(index);
    }

    /** Complete rows in this group. */
    public int rows() {
        return rows;
    }

    /** Ends a row: each column must have got exactly one value or NULL since the last one. */
    public void endRow() {
        rows++;
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).size() != rows) {
                throw new IllegalStateException("row " + rows + " of the group has "
                        + (columns.get(i).size() < rows ? "no value" : "more than one value") + " in column '"
                        + schema.column(i).name() + "'");
            }
        }
    }

    /** Ends {@code count} rows that were appended column by column. */
    public void endRows(int count) {
        rows += count - 1;
        endRow();
    }

    /** Whether the group should be handed over before another row is added. */
    public boolean full() {
        return rows >= rowLimit || variableBytes() >= ColumnVector.TARGET_BYTES;
    }

    /** What the values take, 8 bytes for each number. */
    public long bytes() {
        long bytes = 0;
        for (ColumnVector column : columns) {
            bytes += column instanceof BytesVector ? column.variableBytes() : 8L * column.size();
        }
        return bytes;
    }

    private long variableBytes() {
        long bytes = 0;
        for (ColumnVector column : columns) {
            bytes += column.variableBytes();
        }
        return bytes;
    }

    public void clear() {
        rows = 0;
        columns.forEach(ColumnVector::clear);
    }
}
