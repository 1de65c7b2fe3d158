package io.spicerack.store;

import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.VersionId;
import java.util.List;

/**
 * A version that is whole and on disk. The catalog keeps id and manifest digest: they are what opens it again.
 *
 * @param bytes of all files, their key material and the manifest
 * @param manifestSha256 digest of the manifest file, hex
 */
public record SealedVersion(
        VersionId version, WrappedKey key, long rows, long bytes, String manifestSha256, List<SealedFile> files) {
    public SealedVersion {
        files = List.copyOf(files);
    }
}
