package io.spicerack.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.JsonBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What is in a backup: {@value #NAME}, written last. Immutable.
 *
 * @param taken when its catalog was copied
 */
record BackupList(Instant taken, int dataSets, List<BackedUpFile> files) {
    static final String NAME = "backup.json";

    private static final int FORMAT = 1;

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

    /** {@code BackupException} where it is none, or names what a backup does not have. */
    static BackupList read(Path root, Path shown) {
        try {
            JsonNode json = JsonBody.MAPPER.readTree(Files.readAllBytes(root.resolve(NAME)));
            if (json.path("format").asInt() != FORMAT) {
                throw new BackupException(shown + " is a backup of format " + json.path("format")
                        + "; this Spicerack reads " + FORMAT + ". Restore it with the version that made it");
            }
            List<BackedUpFile> files = new ArrayList<>();
            for (JsonNode file : json.path("files")) {
                String path = file.path("path").asText();
                if (!PATH.matcher(path).matches()) {
                    throw new BackupException(shown + " lists the file '" + path + "', which no backup has");
                }
                files.add(new BackedUpFile(
                        path, file.path("bytes").asLong(), file.path("sha256").asText()));
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
