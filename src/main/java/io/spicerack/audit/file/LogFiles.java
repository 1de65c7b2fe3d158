package io.spicerack.audit.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/** Reads CloudTrail log files from a directory, whoever wrote them. */
public final class LogFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern NAME = Pattern.compile(".*_CloudTrail_.*\\.json\\.gz");

    private LogFiles() {}

    /**
     * All records of all log files below the directory, file by file in the order of their names, which is that of their
     * minutes. One file is in memory at a time.
     */
    public static Stream<JsonNode> read(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            // digest files lie beside these, below CloudTrail-Digest
            List<Path> logFiles = files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
            return logFiles.stream().flatMap(LogFiles::records);
        } catch (IOException e) {
            throw new UncheckedIOException("the log files below " + directory + " cannot be listed", e);
        }
    }

    private static Stream<JsonNode> records(Path file) {
        try (InputStream gzip = new GZIPInputStream(Files.newInputStream(file))) {
            JsonNode records = JSON.readTree(gzip).path("Records");
            if (!records.isArray()) {
                throw new IOException("it has no Records array");
            }
            return StreamSupport.stream(records.spliterator(), false);
        } catch (IOException e) {
            throw new UncheckedIOException("the log file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
