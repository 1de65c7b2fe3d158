package io.spicerack.backup;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.database.CatalogCopy;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.catalog.record.VersionState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Copies a data directory while its service runs: the catalog as it is at one moment, and every file that this catalog names. What
 * is replaced meanwhile is looked at again, until a copy of the catalog and the files beside it are of one moment. Nothing in it is
 * in plain text that is not so in the original, and neither tokens nor the key that signs digests are in it. Not thread-safe.
 */
public final class Backup {
    private static final int MOST_ROUNDS = 20;

    /** What was made. */
    public record Made(Path place, Instant taken, int dataSets, int files, long bytes) {}

    /** The catalog at one moment. */
    private record Moment(Instant taken, List<VersionRecord> versions, Set<String> trail) {}

    private final DataPlaces data;
    private final Clock clock;

    public Backup(DataPlaces data, Clock clock) {
        this.data = data;
        this.clock = clock;
    }

    /** Writes a new backup to a directory, or to a file that ends in .zip; nothing of it is there where it fails. */
    public Made to(Path place) throws IOException {
        if (!Files.exists(data.catalog())) {
            throw new BackupException("there is nothing to back up: no catalog is at " + data.catalog()
                    + "; name the data directory of the service with --keep DIR");
        }
        Path copies = Files.createTempDirectory("spicerack-backup");
        try (BackupPlace backup = BackupPlace.fresh(place)) {
            Map<VersionRecord, List<BackedUpFile>> sealed = new LinkedHashMap<>();
            for (int round = 0; round < MOST_ROUNDS; round++) {
                Path copy = copies.resolve(round + ".db");
                Moment moment = moment(copy);
                boolean still = copyVersions(moment, backup.root(), sealed)
                        && moment(copies.resolve(round + "-after.db"))
                                .versions()
                                .containsAll(sealed.keySet());
                if (still) {
                    return finished(backup, moment, copy, sealed);
                }
            }
            throw new BackupException("versions were replaced faster than they could be copied, " + MOST_ROUNDS
                    + " times; back up at a quieter time, or stop the service meanwhile");
        } finally {
            BackupPlace.remove(copies);
        }
    }

    private Moment moment(Path copy) {
        Instant taken = clock.instant();
        CatalogCopy.make(data.catalog(), copy);
        try (Catalog catalog = Catalog.open(copy, clock)) {
            return catalog.read(tx -> new Moment(
                    taken,
                    tx.versions().live().stream()
                            .filter(version -> version.state() == VersionState.CURRENT)
                            .toList(),
                    Set.copyOf(tx.trailFiles().keys())));
        }
    }

    /** Copies those that are not there yet and drops those that are no more; false where one went away meanwhile. */
    private boolean copyVersions(Moment moment, Path root, Map<VersionRecord, List<BackedUpFile>> sealed)
            throws IOException {
        for (VersionRecord gone : List.copyOf(sealed.keySet())) {
            if (!moment.versions().contains(gone)) {
                sealed.remove(gone);
                BackupPlace.remove(root.resolve(folder(gone)));
            }
        }
        for (VersionRecord version : moment.versions()) {
            if (!sealed.containsKey(version)) {
                try {
                    sealed.put(version, copyFolder(root, version));
                } catch (NoSuchFileException e) {
                    return false;
                }
            }
        }
        return true;
    }

    private List<BackedUpFile> copyFolder(Path root, VersionRecord version) throws IOException {
        String folder = folder(version);
        Path from = data.store()
                .resolve(version.dataSet().value())
                .resolve(version.id().value());
        List<BackedUpFile> copied = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> list = Files.list(from)) {
            files = list.sorted().toList();
        }
        for (Path file : files) {
            copied.add(CopiedFiles.copy(file, root, folder + "/" + file.getFileName()));
        }
        return copied;
    }

    private static String folder(VersionRecord version) {
        return "store/" + version.dataSet() + "/" + version.id();
    }

    private Made finished(
            BackupPlace backup, Moment moment, Path catalog, Map<VersionRecord, List<BackedUpFile>> sealed)
            throws IOException {
        Path root = backup.root();
        List<BackedUpFile> files = new ArrayList<>();
        files.add(CopiedFiles.copy(catalog, root, "catalog/catalog.db"));
        sealed.values().forEach(files::addAll);
        for (Map.Entry<String, Path> file : trail(moment).entrySet()) {
            files.add(CopiedFiles.copy(file.getValue(), root, "audit/" + file.getKey()));
        }
        if (Files.exists(data.publicKeys())) {
            files.add(CopiedFiles.copy(
                    data.publicKeys(),
                    root,
                    "audit-signing/" + data.publicKeys().getFileName()));
        }
        int dataSets = (int)
                sealed.keySet().stream().map(VersionRecord::dataSet).distinct().count();
        BackupList list = new BackupList(moment.taken(), dataSets, files);
        list.write(root);
        backup.whole();
        return new Made(backup.shown(), list.taken(), dataSets, files.size(), list.bytes());
    }

    /** Log files and digest files; one that came after the catalog was copied will be written again after a restore. */
    private Map<String, Path> trail(Moment moment) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        if (Files.isDirectory(data.audit())) {
            List<Path> all;
            try (Stream<Path> walk = Files.walk(data.audit())) {
                all = walk.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                        .toList();
            }
            for (Path file : all) {
                String key = data.audit().relativize(file).toString();
                if (moment.trail().contains(key)
                        || Files.getLastModifiedTime(file).toInstant().isBefore(moment.taken())) {
                    files.put(key, file);
                }
            }
        }
        return files;
    }
}
