package io.spicerack.store;

/**
 * A version's manifest under another KMS key: on disk, but not the version's own until {@link VersionStore#finishRewrap}.
 * Immutable.
 *
 * @param bytes of all files, their key material and the manifest
 * @param manifestSha256 digest of the new manifest file, hex: what the catalog names from the rewrap on
 */
public record RewrappedVersion(StoredVersion version, String manifestSha256, long bytes) {}
