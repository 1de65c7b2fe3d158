package io.spicerack.refresh;

import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts rows and non-NULL values of each column as they are read from the source. Its {@link #parts()} may be read by a
 * thread each; read as one table, it gives one part after the other. The sums are right once all parts are read.
 */
final class TalliedRows implements RowGroups {
    private final List<Part> parts = new ArrayList<>();
    private int current;

    /** @param sources parts of one table, with the same schema; at least one */
    TalliedRows(List<RowGroups> sources, ProgressMeter meter) {
        sources.forEach(source -> parts.add(new Part(source, meter)));
    }

    @Override
    public Schema schema() {
        return parts.get(0).schema();
    }

    @Override
    public boolean next(RowGroup group) {
        while (current < parts.size()) {
            if (parts.get(current).next(group)) {
                return true;
            }
            current++;
        }
        group.clear();
        return false;
    }

    List<? extends RowGroups> parts() {
        return parts;
    }

    long rows() {
        return parts.stream().mapToLong(part -> part.rows).sum();
    }

    /** Values of a column that are not NULL. */
    long values(int column) {
        return parts.stream().mapToLong(part -> part.values[column]).sum();
    }

    @Override
    public void close() {
        parts.forEach(Part::close);
    }

    /** One part, read by one thread. */
    private static final class Part implements RowGroups {
        private final RowGroups source;
        private final ProgressMeter meter;
        private final long[] values;
        private long rows;

        Part(RowGroups source, ProgressMeter meter) {
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

        @Override
        public void close() {
            source.close();
        }
    }
}
