package io.spicerack.table.parquet;

/**
 * What a finished file is.
 *
 * @param sha256 digest of the whole file, hex
 */
public record EncodedFile(long bytes, long rows, int rowGroups, String sha256) {}
