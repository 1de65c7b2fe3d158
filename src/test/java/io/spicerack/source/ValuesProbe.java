package io.spicerack.source;

import io.spicerack.table.RowGroups;
import io.spicerack.table.hash.TableHash;
import io.spicerack.table.parquet.SampleFiles;
import java.math.BigInteger;
import java.util.BitSet;
import java.util.List;

/** Asks a source for its hashes, and hashes what was sealed and read back. */
final class ValuesProbe {
    private ValuesProbe() {}

    /** The one row of an answer, modulo 2^64. */
    static List<Long> ask(SourceConnection source, String query) {
        return source.numbers(query).stream().map(BigInteger::longValue).toList();
    }

    /** The rows of a query, sealed, opened again and hashed. */
    static TableHash sealed(SourceConnection source, ValuesQuery values, String query) throws Exception {
        TableHash hash = TableHash.ofColumns(values.rule());
        try (RowGroups rows = source.query(query)) {
            SampleFiles.hashReopened(rows, hash);
        }
        return hash;
    }

    /** The columns that may hold a NULL: all, as far as a test wants to know. */
    static BitSet all(int width) {
        BitSet columns = new BitSet();
        columns.set(0, width);
        return columns;
    }
}
