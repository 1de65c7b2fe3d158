package io.spicerack.store;

/**
 * One file of a version, as its manifest names it.
 *
 * @param sha256 digest of the whole file, hex
 * @param wrappedKey the file's key sealed under the data key, base64
 */
public record SealedFile(String name, long bytes, long rows, int rowGroups, String sha256, String wrappedKey) {
    public SealedFile {
        if (!name.matches("part-[0-9]{5}\\.parquet")) {
            throw new IllegalArgumentException("'" + name + "' is not the name of a part, such as part-00000.parquet");
        }
    }
}
