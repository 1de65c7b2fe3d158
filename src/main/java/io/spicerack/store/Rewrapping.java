package io.spicerack.store;

import io.spicerack.envelope.TamperedException;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.Sha256;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a version's data key under another KMS key without opening it: the new manifest lies beside the old one until the
 * catalog names it, then takes its place, and so does the key material of each file. Parquet files are not touched. Each
 * step may be repeated. Thread-safe where one thread at a time works on a version.
 */
final class Rewrapping {
    /** What the names of manifests begin with that the catalog may or may not name yet. */
    static final String PENDING = "manifest.rewrapped";

    private static final int SHOWN = 16;

    private final VersionPlaces places;
    private final StoredVersion version;
    private final VersionPlace place;

    Rewrapping(VersionPlaces places, StoredVersion version) {
        this.places = places;
        this.version = version;
        this.place = places.of(version);
    }

    /** The name until then, which no other rewrap of the same version has: one of a process that was paused is in nobody's way. */
    static String pending(String manifestSha256) {
        return PENDING + "-" + manifestSha256.substring(0, SHOWN);
    }

    RewrappedVersion prepare(byte[] manifest, WrappedKey key) throws TamperedException {
        ManifestFile before = ManifestFile.parse(manifest, version.toString());
        if (before.format() == ManifestFile.KEY_IN_FILES) {
            throw new IllegalStateException("version " + version + " is of format " + ManifestFile.KEY_IN_FILES
                    + ", whose files hold the wrapped key themselves: it cannot be rewrapped. A full refresh moves it");
        }
        byte[] after = before.under(key).json();
        try {
            long bytes = after.length;
            for (Map.Entry<String, Long> file : place.files().entrySet()) {
                String name = file.getKey();
                if (KeyMaterialFile.isFileName(name)) {
                    bytes += rewrapped(name, key).length;
                } else if (!name.equals(ManifestFile.NAME) && !name.startsWith(PENDING)) {
                    bytes += file.getValue();
                }
            }
            String digest = Sha256.hex(after);
            place.write(pending(digest), after);
            place.settle();
            return new RewrappedVersion(version, digest, bytes);
        } catch (IOException e) {
            throw places.failed("write the rewrapped manifest of version " + version + " in " + place, e);
        }
    }

    /** The catalog names the new manifest: nothing of the former wrapped key stays on disk. */
    void finish(String name) throws TamperedException {
        try {
            Optional<byte[]> pending = place.find(name);
            if (pending.isPresent()) {
                WrappedKey key =
                        ManifestFile.parse(pending.get(), version.toString()).key();
                for (String file : place.files().keySet()) {
                    if (KeyMaterialFile.isFileName(file)) {
                        place.replace(file, rewrapped(file, key));
                    }
                }
                place.settle();
                place.rename(name, ManifestFile.NAME);
                place.settle();
            }
        } catch (IOException e) {
            throw places.failed("finish the rewrap of version " + version + " in " + place, e);
        }
    }

    /** The catalog never named what is left. */
    void discard() throws IOException {
        for (String name : place.files().keySet()) {
            if (name.startsWith(PENDING)) {
                place.delete(name);
            }
        }
        place.discardUnfinished();
    }

    private byte[] rewrapped(String file, WrappedKey key) throws IOException, TamperedException {
        return KeyMaterialFile.rewrap(place.read(file), key, place.nameOf(file));
    }
}
