package io.spicerack.audit.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a trail must reach to: its newest digest file, as the service tells it or as somebody wrote it down where nobody who can
 * write to the log files can change it. Without it a trail whose end was cut off looks whole. Immutable.
 *
 * @param digest the key of the newest digest file; empty where there is none yet
 * @param signature of that file, in hex; empty where it was not written down
 * @param waiting the log files that are closed and in no digest file yet, with the SHA-256 of their content
 * @param delivered of those the ones that each sink has got already, by the sink
 */
public record TrailHead(
        String digest, Optional<String> signature, Map<String, String> waiting, Map<String, Set<String>> delivered) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public TrailHead {
        waiting = Map.copyOf(waiting);
        delivered = Map.copyOf(delivered);
    }

    /** The newest digest file alone. */
    public static TrailHead of(String digest) {
        return new TrailHead(digest, Optional.empty(), Map.of(), Map.of());
    }

    /** The same, and what waited a little later: files are closed while a trail is read. */
    public TrailHead and(TrailHead later) {
        Map<String, String> both = new HashMap<>(waiting);
        both.putAll(later.waiting);
        Map<String, Set<String>> got = new HashMap<>(delivered);
        later.delivered.forEach((sink, files) -> got.merge(sink, files, TrailHead::union));
        return new TrailHead(digest, signature, both, got);
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> both = new HashSet<>(one);
        both.addAll(other);
        return both;
    }

    /** The log files that wait for the next digest file, and must be where the sink has put them. */
    Set<String> due(String sink) {
        return delivered.getOrDefault(sink, Set.of());
    }

    /** Reads what {@code GET /audit/head} answers. */
    public static TrailHead parse(String text) {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the head of the trail is no JSON as 'spicerack audit head' prints it", e);
        }
        if (!json.path("digestFile").isTextual()) {
            throw new IllegalArgumentException(
                    "the head of the trail names no digestFile; 'spicerack audit head' prints one");
        }
        String digest = json.path("digestFile").asText();
        Map<String, String> waiting = new HashMap<>();
        Map<String, Set<String>> delivered = new HashMap<>();
        for (JsonNode log : json.path("waiting")) {
            String key = log.path("logFile").asText();
            waiting.put(key, log.path("sha256").asText());
            log.path("delivered").forEach(sink -> delivered.merge(sink.asText(), Set.of(key), TrailHead::union));
        }
        return new TrailHead(
                digest,
                Optional.of(json.path("signature").asText("")).filter(signature -> !signature.isEmpty()),
                waiting,
                delivered);
    }
}
