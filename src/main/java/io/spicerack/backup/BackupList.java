package io.spicerack.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.JsonBody;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is in a backup: {@value #NAME}, written last. Immutable.
 *
 * @param taken when its catalog was copied
 */
record BackupList(Instant taken, int dataSets, List<BackedUpFile> files) {
    static final String NAME = "backup.json";

    private static final int FORMAT = 1;

    /** Some 200 bytes for each file: a hundred thousand of them. */
    private static final int MOST_BYTES = 32 << 20;

    /** A file of one of our folders, and no way out of it. */
    private static final Pattern PATH =
            Pattern.compile("(catalog|store|audit|audit-signing)(/(?!\\.\\.?(/|$))[A-Za-z0-9._=-]+)+");

    BackupList {
        files = List.copyOf(files);
    }

    long bytes() {
        return files.stream().mapToLong(BackedUpFile::bytes).sum();
    }

    void write(Path root) throws IOException {
        ObjectNode json = JsonBody.object()
                .put("format", FORMAT)
                .put("taken", taken.toString())
                .put("dataSets", dataSets);
        for (BackedUpFile file : files) {
            json.withArray("files")
                    .addObject()
                    .put("path", file.path())
                    .put("bytes", file.bytes())
                    .put("sha256", file.sha256());
        }
        Files.writeString(root.resolve(NAME), json.toPrettyString());
    }

    private static boolean isBelowAnother(String path, Set<String> paths) {
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            if (paths.contains(path.substring(0, slash))) {
                return true;
            }
        }
        return false;
    }

    private static BackupException twice(Path shown, String path) {
        return new BackupException(shown + " lists the file '" + path + "' twice, or below another file");
    }

    /** What is read of it is bounded: a few bytes of a ZIP file can be a list without end. */
    private static byte[] text(Path root, Path shown) throws IOException {
        try (InputStream in = CopiedFiles.open(root.resolve(NAME))) {
            byte[] text = in.readNBytes(MOST_BYTES + 1);
            if (text.length > MOST_BYTES) {
                throw new BackupException(
                        shown + " has a " + NAME + " of more than " + (MOST_BYTES >> 20) + " MiB, which no backup has");
            }
            return text;
        }
    }

    /** {@code BackupException} where it is none, or names what a backup does not have. */
    static BackupList read(Path root, Path shown) {
        try {
            JsonNode json = JsonBody.MAPPER.readTree(text(root, shown));
            if (json.path("format").asInt() != FORMAT) {
                throw new BackupException(shown + " is a backup of format " + json.path("format")
                        + "; this Spicerack reads " + FORMAT + ". Restore it with the version that made it");
            }
            List<BackedUpFile> files = new ArrayList<>();
            Set<String> paths = new HashSet<>();
            for (JsonNode file : json.path("files")) {
                String path = file.path("path").asText();
                if (!PATH.matcher(path).matches()) {
                    throw new BackupException(shown + " lists the file '" + path + "', which no backup has");
                }
                if (!paths.add(path)) {
                    throw twice(shown, path);
                }
                files.add(new BackedUpFile(
                        path, file.path("bytes").asLong(), file.path("sha256").asText()));
            }
            // once all are known: the one above may be listed after the one below
            for (String path : paths) {
                if (isBelowAnother(path, paths)) {
                    throw twice(shown, path);
                }
            }
            return new BackupList(
                    Instant.parse(json.path("taken").asText()),
                    json.path("dataSets").asInt(),
                    files);
        } catch (IOException | DateTimeException e) {
            throw new BackupException(shown + " is no backup, or one that was cut off: its " + NAME
                    + ", which is written last, cannot be read");
        }
    }
}
