package io.spicerack.store;

import io.spicerack.model.SourceSnapshot;
import io.spicerack.table.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a version consists of (docs/format.md, "The manifest").
 *
 * @param source the state of the database that the rows are from; empty where they came from elsewhere
 * @param kekId names the data key in the files' key metadata; base64
 */
record Manifest(
        Instant sealedAt,
        Optional<SourceSnapshot> source,
        String kekId,
        Schema schema,
        long rows,
        List<SealedFile> files) {
    Manifest {
        files = List.copyOf(files);
        long sum = files.stream().mapToLong(SealedFile::rows).sum();
        if (sum != rows) {
            throw new IllegalArgumentException("the files have " + sum + " rows, the version " + rows);
        }
    }
}
