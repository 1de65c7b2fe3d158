package io.spicerack.backup;

import java.nio.file.Path;

/**
 * Where a data directory keeps what a backup takes.
 *
 * @param catalog the catalog's file
 * @param store the sealed versions
 * @param audit the log files and digest files of the trail
 * @param publicKeys the file of the keys that digests were signed with; the private one stays where it is
 */
public record DataPlaces(Path catalog, Path store, Path audit, Path publicKeys) {
    /** Of a data directory as the service lays it out. */
    public static DataPlaces of(Path dataDirectory, Path audit) {
        return new DataPlaces(
                dataDirectory.resolve("catalog").resolve("catalog.db"),
                dataDirectory.resolve("store"),
                audit,
                dataDirectory.resolve("audit-signing").resolve("public-keys.json"));
    }
}
