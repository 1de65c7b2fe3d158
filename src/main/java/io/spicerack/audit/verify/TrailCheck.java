package io.spicerack.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.audit.file.DigestKey;
import io.spicerack.audit.file.DigestSignatures;
import io.spicerack.audit.file.Gzip;
import io.spicerack.audit.file.TrailObjects;
import io.spicerack.audit.file.TrailObjects.Content;
import io.spicerack.model.Sha256;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Checks delivered log files against their digest files, with nothing but the public keys: what {@code aws cloudtrail
 * validate-logs} does, and also that nothing lies there which no digest file lists, and that the trail reaches to its expected
 * head. One thread uses it.
 */
public final class TrailCheck {
    /** A finding: an object, and what is wrong with it. */
    public record Problem(String key, String what) {}

    /**
     * What was found.
     *
     * @param waiting log files that the head vouches for, and that the next digest file will list
     */
    public record Report(int digests, int logs, int waiting, List<Problem> problems) {
        public Report {
            problems = List.copyOf(problems);
        }

        public boolean valid() {
            return problems.isEmpty() && digests > 0;
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern DIGEST = Pattern.compile(".*_CloudTrail-Digest_.*\\.json\\.gz");
    private static final Pattern LOG = Pattern.compile(".*_CloudTrail_.*\\.json\\.gz");

    private final TrailObjects objects;
    private final DigestSignatures signatures;
    private final Optional<TrailHead> head;
    private final String sink;
    private final Map<String, String> digestSignatures = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, String> listed = new HashMap<>();
    private int validDigests;
    private int validLogs;

    private TrailCheck(TrailObjects objects, List<DigestKey> keys, Optional<TrailHead> head, String sink) {
        this.objects = objects;
        this.signatures = new DigestSignatures(keys);
        this.head = head;
        this.sink = sink;
    }

    /**
     * Checks all objects; without a {@code head} nothing tells whether the end was cut off.
     *
     * @param sink which has put them there: what it has got and no digest file lists yet must be there too
     */
    public static Report check(TrailObjects objects, List<DigestKey> keys, Optional<TrailHead> head, String sink) {
        return new TrailCheck(objects, keys, head, sink).run();
    }

    private Report run() {
        List<String> keys = objects.keys("");
        List<String> digests = keys.stream()
                .filter(key -> DIGEST.matcher(key).matches())
                // the time at the end of a digest file's name sorts as text
                .sorted(Comparator.comparing(key -> key.substring(key.lastIndexOf('_'))))
                .toList();
        Optional<Digest> last = Optional.empty();
        for (String key : digests) {
            Optional<Digest> digest = digest(key);
            if (digest.isPresent()) {
                chain(digest.get(), last);
                digest.get().json().path("logFiles").forEach(this::logFile);
                last = digest;
            }
        }
        head.ifPresent(this::reaches);
        head.ifPresent(expected -> gone(expected, keys));
        int waiting = unlisted(keys, last);
        return new Report(validDigests, validLogs, waiting, problems);
    }

    private record Digest(String key, JsonNode json, String sha256, String signature) {
        String text(String name) {
            return json.path(name).asText();
        }
    }

    private Optional<Digest> digest(String key) {
        Content content = objects.find(key).orElseThrow();
        try {
            byte[] bytes = Gzip.expand(content.bytes());
            JsonNode json = JSON.readTree(bytes);
            Digest digest =
                    new Digest(key, json, Sha256.hex(bytes), content.metadata().getOrDefault("signature", ""));
            Optional<String> refusal = signatures.problem(key, json, digest.sha256(), digest.signature());
            if (refusal.isPresent()) {
                problems.add(new Problem(key, refusal.get()));
                return Optional.empty();
            }
            validDigests++;
            digestSignatures.put(key, digest.signature());
            return Optional.of(digest);
        } catch (IOException e) {
            problems.add(new Problem(key, "is no digest file any more: " + e.getMessage()));
            return Optional.empty();
        }
    }

    /** A trail that ends before its head was cut off there; one that goes on after it is longer, and proven as far. */
    private void reaches(TrailHead expected) {
        String found = digestSignatures.get(expected.digest());
        if (expected.digest().isEmpty()) {
            return;
        }
        if (found == null) {
            problems.add(new Problem(
                    expected.digest(),
                    "is the newest digest file that there must be, and is not there or not valid: the end of the trail was"
                            + " cut off, or is not delivered yet"));
        } else if (expected.signature()
                .filter(signature -> !signature.equals(found))
                .isPresent()) {
            problems.add(new Problem(expected.digest(), "has another signature than the expected head of the trail"));
        }
    }

    /** What is in no digest file yet, and was delivered. */
    private void gone(TrailHead expected, List<String> keys) {
        expected.due(sink).stream()
                .filter(key -> !listed.containsKey(key) && !keys.contains(key))
                .sorted()
                .forEach(key -> problems.add(new Problem(
                        key,
                        "is missing: the service has delivered it to sink '" + sink
                                + "', newer than any digest file")));
    }

    /** The digest file names the one before it: one that is missing, or was put in its place, breaks the chain. */
    private void chain(Digest digest, Optional<Digest> before) {
        if (digest.json().path("previousDigestS3Object").isNull()) {
            before.ifPresent(earlier -> problems.add(
                    new Problem(digest.key(), "begins a new chain, although " + earlier.key() + " was before it")));
            return;
        }
        String previous = digest.text("previousDigestS3Object");
        if (before.isPresent() && before.get().key().equals(previous)) {
            boolean same = before.get().sha256().equals(digest.text("previousDigestHashValue"))
                    && before.get().signature().equals(digest.text("previousDigestSignature"));
            if (!same) {
                problems.add(new Problem(previous, "is not the digest file that " + digest.key() + " follows"));
            }
        } else if (objects.find(previous).isEmpty()) {
            problems.add(new Problem(previous, "is missing: " + digest.key() + " follows it"));
        }
    }

    private void logFile(JsonNode entry) {
        String key = entry.path("s3Object").asText();
        String expected = entry.path("hashValue").asText();
        if (listed.put(key, expected) != null) {
            problems.add(new Problem(key, "is listed by two digest files"));
            return;
        }
        Optional<Content> content = objects.find(key);
        if (content.isEmpty()) {
            problems.add(new Problem(key, "is missing"));
            return;
        }
        try {
            String actual = Sha256.hex(Gzip.expand(content.get().bytes()));
            if (actual.equals(expected)) {
                validLogs++;
            } else {
                problems.add(new Problem(
                        key, "was changed: its SHA-256 is " + actual + ", its digest file says " + expected));
            }
        } catch (IOException e) {
            problems.add(new Problem(key, "was changed: it is no gzip file any more (" + e.getMessage() + ")"));
        }
    }

    /** What no digest file lists proves nothing, unless the head vouches for it. */
    private int unlisted(List<String> keys, Optional<Digest> last) {
        String newest = last.map(digest -> digest.text("digestEndTime")).orElse("no time");
        Map<String, String> vouched = head.map(TrailHead::waiting).orElse(Map.of());
        int waiting = 0;
        for (String key : keys) {
            if (DIGEST.matcher(key).matches() || listed.containsKey(key)) {
                continue;
            }
            if (!LOG.matcher(key).matches()) {
                if (key.contains("/CloudTrail")) {
                    problems.add(new Problem(key, "lies among the trail's files and is none of them"));
                }
            } else if (vouched.containsKey(key) && vouched.get(key).equals(sha256(key))) {
                waiting++;
            } else {
                problems.add(new Problem(
                        key,
                        "is listed by no digest file (the newest ended at " + newest
                                + "), so that nothing proves it: it"
                                + " waits for the next one, or was put there. 'spicerack audit deliver' closes one now;"
                                + " --expect service asks the service which wait"));
            }
        }
        return waiting;
    }

    private String sha256(String key) {
        try {
            return Sha256.hex(Gzip.expand(objects.find(key).orElseThrow().bytes()));
        } catch (IOException e) {
            return "";
        }
    }
}
