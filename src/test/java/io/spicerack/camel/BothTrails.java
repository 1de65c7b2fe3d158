package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.aws.CallTrail;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.model.AuditRecord;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The calls of KMS and Secrets Manager as Spicerack has them on record, and as these have themselves. Read while nothing
 * runs. Immutable.
 */
record BothTrails(List<JsonNode> ours, List<JsonNode> theirs) {
    /** What only somebody who sets up AWS calls, here a test. Spicerack calls anything else. */
    private static final Set<String> SET_UP = Set.of(
            "CreateKey", "PutKeyPolicy", "ScheduleKeyDeletion", "CreateSecret", "PutSecretValue", "DescribeSecret");

    private static final ObjectMapper JSON = new ObjectMapper();

    static BothTrails read(PipelineFixture fixture, Path catalogFile, Instant since) {
        List<JsonNode> ours;
        try (Catalog catalog = Catalog.open(catalogFile, Clock.systemUTC())) {
            List<AuditRecord> open = catalog.read(tx -> tx.auditIntents().open());
            assertThat(open).as("calls without an end").isEmpty();
            ours = catalog.read(tx -> tx.audit().search(AuditQuery.oldest(1_000_000))).stream()
                    .map(record -> json(record.event().json()))
                    .filter(event -> Set.of("kms.amazonaws.com", "secretsmanager.amazonaws.com")
                            .contains(event.path("eventSource").asText()))
                    .toList();
        }
        List<JsonNode> theirs = new ArrayList<>();
        try (CallTrail calls = fixture.callTrail()) {
            theirs.addAll(calls.events(since, Clock.systemUTC().instant().plusSeconds(5)));
        }
        theirs.removeIf(event -> SET_UP.contains(event.path("eventName").asText()));
        return new BothTrails(ours, theirs);
    }

    /** Each call is on both, once, by AWS's own request id. */
    void assertSameCalls() {
        assertThat(identities(ours)).containsExactlyInAnyOrderElementsOf(identities(theirs));
    }

    void print() {
        Map<String, Long> others = counts(theirs);
        System.out.printf("%-16s %10s %10s%n", "call", "our trail", "AWS's own");
        counts(ours)
                .forEach((name, count) ->
                        System.out.printf("%-16s %,10d %,10d%n", name, count, others.getOrDefault(name, 0L)));
    }

    static Map<String, Long> counts(List<JsonNode> events) {
        return events.stream()
                .map(event -> event.path("eventName").asText())
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    private static List<String> identities(List<JsonNode> events) {
        return events.stream()
                .map(event -> event.path("requestID").asText() + " "
                        + event.path("eventName").asText() + " "
                        + event.path("errorCode").asText())
                .toList();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
