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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.duckdb.RawScan;
import org.duckdb.RawVector;
import org.jspecify.annotations.Nullable;

/** One reading of some columns of a data set: its threads take row group after row group. Thread-safe. */
final class SealedReading implements RawScan.Reading {
    /** As many as DuckDB takes at a time, or more: slices of a row group are counted in these. */
    static final int ROWS = 2048;

    /** A row group of a file, and its slices that are passed over. */
    private record Place(int file, int rowGroup, BitSet passed) {}

    /**
     * How it is read.
     *
     * @param threads at most
     * @param choice what of the row groups is read
     */
    record Plan(int threads, RowChoice choice) {}

    private final LentRows lent;

    /** What is asked for. */
    private final Schema schema;

    /** What is read for it: as well what tells which rows are shown. */
    private final Schema decoded;

    private final List<Place> places = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    /** Where the values of each column that is asked for are in {@link #schema}; -1 for one that has none. */
    private final int[] sources;

    /** Whether any values are asked for; else the footer tells how many rows there are. */
    private final boolean hasValues;

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
        // of no column there is no schema
        schema = shown.only(names.isEmpty() ? List.of(shown.column(0).name()) : names);
        decoded = lent.view().read(schema);
        sources = new int[columns.length];
        for (int i = 0; i < columns.length; i++) {
            sources[i] = columns[i] < 0 ? -1 : schema.columns().indexOf(shown.column(columns[i]));
        }
        hasValues = !names.isEmpty();
        int place = 0;
        for (int file = 0; file < lent.files().size(); file++) {
            for (int group = 0; group < lent.files().get(file).sealed().rowGroups(); group++) {
                // shares are of all row groups, so that they do not depend on which are left out
                if (lent.share().has(place) && !plan.choice().leavesOut(place)) {
                    places.add(new Place(file, group, plan.choice().passed(place)));
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

    /** Some rows at a time, of one thread. */
    interface Rows {
        /** Good until the next call; null where there are no more. */
        @Nullable
        RowGroup next();
    }

    /** Begins to read without DuckDB. */
    Rows rows() {
        Reader reader = new Reader();
        return () -> reader.more(ROWS) > 0 ? reader.read : null;
    }

    /** Where the values of each column that is asked for are in what {@link #rows} gives. */
    int[] sources() {
        return sources.clone();
    }

    private final class Reader implements RawScan.Part {
        private int file = -1;
        private @Nullable LentReader reader;

        /** None any more once there are no more rows: DuckDB keeps this until the whole statement ends. */
        private @Nullable RowGroup read = RowGroup.ofSlices(schema, ROWS);

        /** What is decoded, before rows are chosen from it; none where all are shown. */
        private @Nullable RowGroup raw = lent.view().rows().isPresent() ? RowGroup.ofSlices(decoded, ROWS) : null;

        private final Optional<ShownRows> shown =
                lent.view().rows().map(filter -> new ShownRows(filter, decoded, schema));

        private final ColumnPut[] puts =
                schema.columns().stream().map(ColumnPut::new).toArray(ColumnPut[]::new);

        /** Of the row group that is read: how many there are, and the next one. */
        private int rows;

        private int row;
        private BitSet passed = new BitSet();

        @Override
        public int fill(RawVector[] vectors, int capacity) {
            int count = more(Math.min(capacity, ROWS));
            RowGroup group = read;
            for (int i = 0; i < vectors.length && group != null; i++) {
                int source = sources[i];
                if (source >= 0) {
                    puts[source].put(group.column(source), 0, count, vectors[i]);
                }
            }
            return count;
        }

        /** How many more rows are in {@link #read}, which is let go of once there are none. */
        private int more(int most) {
            RowGroup group = read;
            int count = group == null ? 0 : next(group, most);
            if (count == 0) {
                read = null;
                raw = null;
            }
            return count;
        }

        /** Reads some rows, and returns how many are shown; 0 where there are no more. */
        private int next(RowGroup group, int most) {
            int count = 0;
            while (count == 0 && (row < rows || advance())) {
                if (row % ROWS == 0) {
                    row = Math.min(rows, passed.nextClearBit(row / ROWS) * ROWS);
                }
                int end = Math.min(rows, Math.min(row + most, (row / ROWS + 1) * ROWS));
                if (row < end) {
                    count = read(end - row, group);
                    row = end;
                }
            }
            return count;
        }

        private int read(int count, RowGroup group) {
            LentReader from = Objects.requireNonNull(reader, "a row group is read");
            RowGroup all = raw;
            if (all != null) {
                from.slice(row, count, all);
                shown.orElseThrow().copy(all, group);
                return group.rows();
            }
            if (hasValues) {
                from.slice(row, count, group);
            }
            return count;
        }

        private boolean advance() {
            int place = next.getAndIncrement();
            if (place >= places.size()) {
                leave();
                return false;
            }
            Place taken = places.get(place);
            LentReader from = reader(taken.file());
            rows = raw == null && !hasValues ? from.rows(taken.rowGroup()) : from.turnTo(taken.rowGroup());
            row = 0;
            passed = taken.passed();
            return true;
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
