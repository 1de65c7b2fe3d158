package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.audit.file.LogFiles;
import io.spicerack.audit.verify.TrailComparison;
import io.spicerack.aws.CallTrail;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.SequencedRecord;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.IngestionStatus;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Checks that the trail of a directory adds up: with KMS's own, with what the sinks have got, and with what was done. It
 * looks while no process works on the directory. One thread.
 */
final class TrailLedger {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TOLERANCE = Duration.ofSeconds(30);

    private final Path directory;
    private final URI aws;
    private final Supplier<Catalog> catalogs;
    private final Set<String> seenOfOurs = new HashSet<>();
    private final Set<String> seenOfTheirs = new HashSet<>();
    private final Map<String, Integer> sums = new HashMap<>();
    private Instant since = Clock.systemUTC().instant().minusSeconds(60);

    TrailLedger(Path directory, URI aws, Supplier<Catalog> catalogs) {
        this.directory = directory;
        this.aws = aws;
        this.catalogs = catalogs;
    }

    void files(int logs, int digests) {
        sums.put("log files", logs);
        sums.put("digest files", digests);
    }

    int sum(String name) {
        return sums.getOrDefault(name, 0);
    }

    void check() throws JsonProcessingException {
        Instant now = Clock.systemUTC().instant();
        try (Catalog catalog = catalogs.get()) {
            List<AuditRecord> all = catalog.read(tx -> tx.audit().search(AuditQuery.oldest(1_000_000))).stream()
                    .map(SequencedRecord::event)
                    .toList();
            List<AuditRecord> cutOff = catalog.read(tx -> tx.auditIntents().open());
            assertThat(cutOff).as("calls without a record").isEmpty();
            assertThat(all).extracting(AuditRecord::eventId).doesNotHaveDuplicates();
            assertDelivered(all);
            assertEachIngestionHasItsRecords(catalog.read(tx -> tx.ingestions().list(AwsCore.VISITS, 100_000)), all);
            sums.put("records", all.size());
            compareWithAws(all);
        }
        since = now.truncatedTo(ChronoUnit.SECONDS).minusSeconds(1);
    }

    /** Nothing ran between two checks but what is checked, so what is new on one side is new on the other. */
    private void compareWithAws(List<AuditRecord> all) throws JsonProcessingException {
        List<JsonNode> ours = new ArrayList<>();
        for (AuditRecord event : all) {
            if (seenOfOurs.add(event.eventId().toString())) {
                ours.add(JSON.readTree(event.json()));
            }
        }
        List<JsonNode> theirs;
        try (CallTrail calls = new CallTrail(AwsCore.cloudTrail(aws))) {
            theirs = calls.events(since, Clock.systemUTC().instant().plusSeconds(1)).stream()
                    .filter(event -> seenOfTheirs.add(event.path("eventID").asText()))
                    .toList();
        }
        TrailComparison comparison = TrailComparison.of(ours, theirs, TOLERANCE);
        assertThat(comparison.onlyOurs())
                .as("records of calls that AWS does not know")
                .isEmpty();
        assertThat(comparison.onlyTheirs())
                .as("calls that are on nobody's record here")
                .isEmpty();
        sums.merge("calls on both sides", comparison.matched(), Integer::sum);
        sums.merge("cut off, made", comparison.learned().size(), Integer::sum);
        sums.merge("cut off, not made", comparison.notMade().size(), Integer::sum);
    }

    /** Each sink has each record; what it has twice is the same, and no record is in two log files. */
    private void assertDelivered(List<AuditRecord> all) throws JsonProcessingException {
        Map<String, String> wanted = new HashMap<>();
        all.forEach(event -> wanted.put(event.eventId().toString(), event.json()));
        Map<String, String> lines = new HashMap<>();
        List<String> delivered = TwoSinks.lines(directory);
        for (String line : delivered) {
            String id = JSON.readTree(line).path("eventID").asText();
            String before = lines.put(id, line);
            assertThat(before == null || before.equals(line))
                    .as("record " + id + " came with two contents")
                    .isTrue();
        }
        assertThat(lines.keySet()).as("records at the sink of records").isEqualTo(wanted.keySet());
        assertThat(lines).allSatisfy((id, line) -> assertThat(line).isEqualTo(wanted.get(id)));
        sums.put("delivered again", delivered.size() - lines.size());
        List<String> inFiles = LogFiles.read(directory.resolve("audit"))
                .map(event -> event.path("eventID").asText())
                .toList();
        assertThat(inFiles).doesNotHaveDuplicates();
        assertThat(new HashSet<>(inFiles)).isEqualTo(wanted.keySet());
    }

    private void assertEachIngestionHasItsRecords(List<IngestionRecord> ingestions, List<AuditRecord> all) {
        int completed = 0;
        int failed = 0;
        for (IngestionRecord ingestion : ingestions) {
            String id = "/ingestion/" + ingestion.id() + "\"";
            List<String> names = all.stream()
                    .filter(event -> event.json().contains(id))
                    .map(AuditRecord::eventName)
                    .toList();
            switch (ingestion.status()) {
                case COMPLETED -> {
                    completed++;
                    assertThat(names).containsExactly("CreateIngestion", "StartIngestion", "CompleteIngestion");
                }
                case FAILED -> {
                    failed++;
                    assertThat(names).containsExactly("CreateIngestion", "StartIngestion", "FailIngestion");
                }
                default -> assertThat(ingestion.status()).isEqualTo(IngestionStatus.QUEUED);
            }
        }
        sums.put("refreshes published", completed);
        sums.put("refreshes cut off", failed);
        sums.put("rewraps", (int) named(all, "RewrapDataSetVersion"));
        sums.put("lock-downs", (int) named(all, "DisableKey"));
        assertThat(named(all, "PublishDataSetVersion"))
                .as("records of published versions")
                .isEqualTo(completed);
    }

    private static long named(List<AuditRecord> all, String name) {
        return all.stream().filter(event -> event.eventName().equals(name)).count();
    }
}
