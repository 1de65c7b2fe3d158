package io.spicerack.core.refresh;

import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.VersionContent;
import io.spicerack.core.proof.Proven;
import io.spicerack.model.RowInfo;
import io.spicerack.store.SealedVersion;
import io.spicerack.store.StagedVersion;

/** A version that is on disk, with all that its publication says of it. */
record VersionDraft(
        IngestionRecord ingestion,
        StagedVersion staged,
        SealedVersion version,
        SealingKey key,
        RowInfo rows,
        VersionContent content,
        Proven proven) {}
