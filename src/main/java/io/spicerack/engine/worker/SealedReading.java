package io.spicerack.engine.worker;

import io.spicerack.envelope.TamperedException;
import io.spicerack.store.LentFile;
import io.spicerack.store.LentReader;
import io.spicerack.table.Column;
import io.spicerack.table.RowGroup;
import io.spicerack.table.Schema;
import io.spicerack.table.ShownRows;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.duckdb.RawScan;
import org.duckdb.RawVector;
import org.jspecify.annotations.Nullable;

/** One reading of some columns of a data set: its threads take row group after row group. Thread-safe. */
final class SealedReading implements RawScan.Reading {
    /** A row group of a file. */
    private record Place(int file, int rowGroup) {}

    /**
     * How it is read.
     *
     * @param threads at most
     * @param leftOut row groups that are not read, counted over all files
     */
    record Plan(int threads, BitSet leftOut) {}

    private final LentRows lent;

    /** What is asked for. */
    private final Schema schema;

    /** What is read for it: as well what tells which rows are shown. */
    private final Schema decoded;

    private final List<Place> places = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    /** Where the values of each column that is asked for are in {@link #schema}; -1 for one that has none. */
    private final int[] sources;

    private final int most;

    /** Of all threads: one that stops early does not close its own. */
    private final Collection<LentReader> opened;

    /** @param opened where each reader is noted that is opened, for who closes them in the end */
    SealedReading(LentRows lent, int[] columns, Plan plan, Collection<LentReader> opened) {
        this.lent = lent;
        Schema shown = lent.view().shown();
        this.most = plan.threads();
        this.opened = opened;
        List<String> names = new ArrayList<>();
        for (int column : columns) {
            if (column >= 0) {
                names.add(shown.column(column).name());
            }
        }
        // one is read in any case: it tells how many rows there are
        schema = shown.only(names.isEmpty() ? List.of(shown.column(0).name()) : names);
        decoded = lent.view().read(schema);
        sources = new int[columns.length];
        for (int i = 0; i < columns.length; i++) {
            sources[i] = columns[i] < 0 ? -1 : schema.columns().indexOf(shown.column(columns[i]));
        }
        int place = 0;
        for (int file = 0; file < lent.files().size(); file++) {
            for (int group = 0; group < lent.files().get(file).sealed().rowGroups(); group++) {
                // shares are of all row groups, so that they do not depend on which are left out
                if (lent.share().has(place) && !plan.leftOut().get(place)) {
                    places.add(new Place(file, group));
                }
                place++;
            }
        }
    }

    @Override
    public int threads() {
        return Math.max(1, Math.min(most, places.size()));
    }

    @Override
    public RawScan.Part part() {
        return new Reader();
    }

    private final class Reader implements RawScan.Part {
        private int file = -1;
        private @Nullable LentReader reader;

        /** None any more once there are no more rows: DuckDB keeps this until the whole statement ends. */
        private @Nullable RowGroup read = new RowGroup(schema);

        /** What is decoded, before rows are chosen from it; none where all are shown. */
        private @Nullable RowGroup raw = lent.view().rows().isPresent() ? new RowGroup(decoded) : null;

        private final Optional<ShownRows> shown =
                lent.view().rows().map(filter -> new ShownRows(filter, decoded, schema));

        private final ColumnPut[] puts =
                schema.columns().stream().map(ColumnPut::new).toArray(ColumnPut[]::new);
        private int row;

        @Override
        public int fill(RawVector[] vectors, int capacity) {
            RowGroup group = read;
            if (group == null || (row == group.rows() && !advance(group))) {
                read = null;
                raw = null;
                return 0;
            }
            int count = Math.min(capacity, group.rows() - row);
            for (int i = 0; i < vectors.length; i++) {
                int source = sources[i];
                if (source >= 0) {
                    puts[source].put(group.column(source), row, count, vectors[i]);
                }
            }
            row += count;
            return count;
        }

        private boolean advance(RowGroup group) {
            row = 0;
            do {
                int place = next.getAndIncrement();
                if (place >= places.size()) {
                    leave();
                    return false;
                }
                Place taken = places.get(place);
                read(reader(taken.file()), taken.rowGroup(), group);
            } while (group.rows() == 0);
            return true;
        }

        private void read(LentReader from, int rowGroup, RowGroup group) {
            RowGroup all = raw;
            if (all == null) {
                from.read(rowGroup, group);
            } else {
                from.read(rowGroup, all);
                shown.orElseThrow().copy(all, group);
            }
        }

        private LentReader reader(int wanted) {
            LentReader current = reader;
            if (current == null || file != wanted) {
                leave();
                current = open(lent.files().get(wanted));
                opened.add(current);
                reader = current;
                file = wanted;
            }
            return current;
        }

        private void leave() {
            LentReader current = reader;
            if (current != null) {
                current.close();
                opened.remove(current);
                reader = null;
            }
        }

        private LentReader open(LentFile file) {
            try {
                return file.open(
                        lent.view().whole(),
                        decoded.columns().stream().map(Column::name).toList());
            } catch (TamperedException e) {
                throw new LostFileException(e);
            }
        }
    }

    /** A file that is not what its manifest says. */
    static final class LostFileException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LostFileException(@Nullable Throwable cause) {
            super(cause);
        }
    }
}
