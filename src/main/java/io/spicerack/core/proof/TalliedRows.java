package io.spicerack.core.proof;

import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import io.spicerack.table.hash.TableHash;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts rows and non-NULL values of each column as they are read from the source. Its {@link #parts()} may be read by a
 * thread each; read as one table, it gives one part after the other. The sums are right once all parts are read.
 */
public final class TalliedRows implements RowGroups {
    private final List<Part> parts = new ArrayList<>();
    private final ConcatenatedParts inOrder = new ConcatenatedParts(parts);

    /**
     * @param sources parts of one table, with the same schema; at least one
     * @param hash makes what hashes a part, where the rows are to be hashed
     */
    public TalliedRows(List<RowGroups> sources, IntConsumer rowsRead, Optional<Supplier<TableHash>> hash) {
        sources.forEach(source ->
                parts.add(new Part(source, rowsRead, hash.map(Supplier::get).orElse(null))));
    }

    @Override
    public Schema schema() {
        return parts.get(0).schema();
    }

    @Override
    public boolean next(RowGroup group) {
        return inOrder.next(group);
    }

    public List<? extends RowGroups> parts() {
        return parts;
    }

    /** Leaves out the hash: nothing was read yet, and nobody will ask. */
    void unhashed() {
        parts.forEach(part -> part.hash = null);
    }

    /** Of all parts, once; empty where they were not to be hashed. */
    Optional<TableHash> hash() {
        Optional<TableHash> all = Optional.ofNullable(parts.get(0).hash);
        all.ifPresent(sum -> parts.stream()
                .skip(1)
                .flatMap(part -> Stream.ofNullable(part.hash))
                .forEach(sum::add));
        return all;
    }

    public long rows() {
        return parts.stream().mapToLong(part -> part.rows).sum();
    }

    /** The columns that have NULLs. */
    public BitSet withNulls() {
        BitSet columns = new BitSet();
        for (int column = 0; column < schema().width(); column++) {
            columns.set(column, values(column) < rows());
        }
        return columns;
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
        private final IntConsumer rowsRead;
        private final long[] values;
        private @Nullable TableHash hash;
        private long rows;

        Part(RowGroups source, IntConsumer rowsRead, @Nullable TableHash hash) {
            this.hash = hash;
            this.source = source;
            this.rowsRead = rowsRead;
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
            if (hash != null) {
                hash.add(group);
            }
            rowsRead.accept(group.rows());
            return true;
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
