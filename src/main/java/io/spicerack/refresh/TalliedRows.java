package io.spicerack.refresh;

import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;

/** Counts rows and non-NULL values of each column as they are read from the source. Not thread-safe. */
final class TalliedRows implements RowGroups {
    private final RowGroups source;
    private final ProgressMeter meter;
    private final long[] values;
    private long rows;

    TalliedRows(RowGroups source, ProgressMeter meter) {
        this.source = source;
        this.meter = meter;
        this.values = new long[source.schema().width()];
    }

    @Override
    public Schema schema() {
        return source.schema();
    }

    @Override
    public boolean next(RowGroup group) {
        if (!source.next(group)) {
            return false;
        }
        rows += group.rows();
        for (int i = 0; i < values.length; i++) {
            values[i] += group.rows() - group.column(i).nullCount();
        }
        meter.read(group.rows());
        return true;
    }

    long rows() {
        return rows;
    }

    /** Values of a column that are not NULL. */
    long values(int column) {
        return values[column];
    }

    @Override
    public void close() {
        source.close();
    }
}
