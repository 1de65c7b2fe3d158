package io.spicerack.core.proof;

import io.spicerack.store.SealedVersion;
import io.spicerack.table.RowGroups;
import java.util.List;
import java.util.Optional;

/** Follows rows into the files of a version. One thread; closed before the files go. */
public interface FileProof extends AutoCloseable {
    /** The rows as they are to be written. */
    List<? extends RowGroups> rows();

    /**
     * All is on disk: what does not hold the rows that were handed over is refused. Returns what the source is to be asked
     * then; empty where it is asked nothing, or nobody can be.
     */
    Optional<SourceQuestions> sealed(SealedVersion version);

    /** What is on record of it once it is published, which no version is before its source was asked. */
    Proven proven();

    @Override
    void close();
}
