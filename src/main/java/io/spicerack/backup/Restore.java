package io.spicerack.backup;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * Puts a backup into an empty data directory: everything is compared with the backup's list first, and the catalog comes last. Not
 * thread-safe.
 */
public final class Restore {
    private static final String UNDER_WAY = ".restoring";
    private static final List<String> FOLDERS = List.of("store", "audit", "audit-signing", "catalog");

    /** What was put back. */
    public record Restored(Instant taken, int dataSets, int files, long bytes) {}

    private Restore() {}

    /** {@code BackupException} where the directory holds something, or the backup is not whole. */
    public static Restored into(Path dataDirectory, Path from) throws IOException {
        refuseWhatIsThere(dataDirectory);
        Path fresh = dataDirectory.resolve(UNDER_WAY);
        BackupPlace.remove(fresh);
        try (BackupPlace backup = BackupPlace.existing(from)) {
            BackupList list = BackupList.read(backup.root(), backup.shown());
            Files.createDirectory(
                    fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            for (BackedUpFile file : list.files()) {
                tried(backup, fresh, file);
            }
            for (String folder : FOLDERS) {
                if (Files.exists(fresh.resolve(folder))) {
                    Files.move(fresh.resolve(folder), dataDirectory.resolve(folder), StandardCopyOption.ATOMIC_MOVE);
                }
            }
            return new Restored(list.taken(), list.dataSets(), list.files().size(), list.bytes());
        } finally {
            BackupPlace.remove(fresh);
        }
    }

    /** A ZIP file that somebody has changed is found to be broken only where it is read. */
    private static void tried(BackupPlace backup, Path fresh, BackedUpFile file) throws IOException {
        try {
            copy(backup, fresh, file);
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw new BackupException(
                    backup.shown() + " is damaged: " + file.path() + " cannot be read. Nothing was restored");
        }
    }

    private static void copy(BackupPlace backup, Path fresh, BackedUpFile file) throws IOException {
        Path from = backup.root().resolve(file.path());
        if (!Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
            throw new BackupException(
                    backup.shown() + " is not whole: " + file.path() + " is missing. Nothing was restored");
        }
        BackedUpFile copied = CopiedFiles.copy(from, fresh, file.path(), file.bytes());
        if (!copied.equals(file)) {
            throw new BackupException(backup.shown() + " is damaged: " + file.path() + " is not what was backed up ("
                    + copied.bytes() + " bytes, " + file.bytes() + " expected). Nothing was restored");
        }
        shut(fresh, fresh.resolve(file.path()));
    }

    /** For its owner alone, as the service makes its files. */
    private static void shut(Path fresh, Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        for (Path folder = file.resolveSibling("");
                folder.startsWith(fresh);
                folder = folder.resolve("..").normalize()) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static void refuseWhatIsThere(Path dataDirectory) throws IOException {
        if (!Files.exists(dataDirectory)) {
            Files.createDirectories(
                    dataDirectory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        List<String> there;
        try (Stream<Path> list = Files.list(dataDirectory)) {
            there = list.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.equals(UNDER_WAY))
                    .sorted()
                    .toList();
        }
        if (!there.isEmpty()) {
            throw new BackupException(
                    "the data directory " + dataDirectory + " holds something already: " + there
                            + ". A backup goes into an empty one: stop the service, move this one away, or name another with --keep");
        }
    }
}
