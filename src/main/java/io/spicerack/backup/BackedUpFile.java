package io.spicerack.backup;

/**
 * One file of a backup.
 *
 * @param path from the data directory, with slashes
 */
record BackedUpFile(String path, long bytes, String sha256) {}
