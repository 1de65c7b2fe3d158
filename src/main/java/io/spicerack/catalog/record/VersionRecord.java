package io.spicerack.catalog.record;

import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.VersionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One sealed version of a data set whose files are complete. Times are kept to the millisecond. Immutable.
 *
 * @param key the version's data key under the KMS key that was the default when it was sealed or, later, rewrapped
 * @param manifestSha256 hex digest of the sealed manifest's bytes
 * @param bytes sealed bytes of all files
 * @param serviceOwnedKey the key is the installation's own, since no default key was registered
 * @param rewrapped null where the key is as it was when the version was sealed
 */
public record VersionRecord(
        DataSetId dataSet,
        VersionId id,
        IngestionId ingestion,
        VersionState state,
        WrappedKey key,
        boolean serviceOwnedKey,
        String manifestSha256,
        String schemaJson,
        long rows,
        long bytes,
        int files,
        Instant staged,
        @Nullable Instant published,
        @Nullable Rewrap rewrapped) {

    public VersionRecord {
        staged = StoredTime.of(staged);
        published = published == null ? null : StoredTime.of(published);
    }

    /** The same version with its data key under another KMS key, as another manifest tells. */
    public VersionRecord under(
            WrappedKey other, boolean otherServiceOwned, String otherManifestSha256, long otherBytes) {
        return new VersionRecord(
                dataSet,
                id,
                ingestion,
                state,
                other,
                otherServiceOwned,
                otherManifestSha256,
                schemaJson,
                rows,
                otherBytes,
                files,
                staged,
                published,
                rewrapped);
    }
}
