package io.spicerack.audit.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The times of the records in a log file. */
public final class LogTimes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LogTimes() {}

    /** The time of the newest record; empty where the file is no log file. */
    public static Optional<Instant> newest(TrailObjects objects, String key) {
        return objects.find(key).flatMap(content -> {
            try {
                JsonNode records = JSON.readTree(Gzip.expand(content.bytes())).path("Records");
                return StreamSupport.stream(records.spliterator(), false)
                        .map(event -> event.path("eventTime").asText())
                        .map(Instant::parse)
                        .max(Instant::compareTo);
            } catch (IOException | DateTimeParseException e) {
                return Optional.empty();
            }
        });
    }
}
