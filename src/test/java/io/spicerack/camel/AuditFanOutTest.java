package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.WithServers;
import io.spicerack.audit.file.LogBucket;
import io.spicerack.audit.file.TestDigests;
import io.spicerack.audit.file.TrailObjects;
import io.spicerack.aws.BucketObjects;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.AuditRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real routes of the audit trail, to files, a bucket, CloudTrail Lake, and the sink that docs/audit.md shows. */
@WithServers
class AuditFanOutTest {
    private static final Duration LONG = Duration.ofSeconds(90);

    @Test
    void everySinkHasEveryRecordAndADeadOneHoldsUpNobody(@TempDir Path directory) throws Exception {
        try (PipelineFixture fixture = PipelineFixture.open(directory)
                .property("spicerack.audit.s3.enabled", "true")
                .property("spicerack.audit.lake.enabled", "true")
                // nobody listens there
                .property("spicerack.audit.kafka.enabled", "true")
                .postgres("db", TestDatabases.postgres().newDatabase())) {
            fixture.routes()
                    .shared()
                    .query("rows", "db", "SELECT 1 AS id")
                    .asOperator()
                    .write("audit-lines", documented());
            fixture.s3().createBucket(request -> request.bucket(TestDigests.BUCKET));
            fixture.start();
            fixture.stopKeyWatch();
            fixture.probe().published("rows");
            fixture.spice().auditFiles().closeNow();

            await().atMost(LONG).until(() -> fixture.spice().audit().backlog().entrySet().stream()
                    .filter(sink -> !sink.getKey().equals("kafka"))
                    .allMatch(sink -> sink.getValue() == 0));
            List<String> trail = fixture.spice().audit().search(AuditQuery.oldest(10_000)).stream()
                    .map(AuditRecord::json)
                    .toList();
            assertThat(Files.readAllLines(directory.resolve("audit/lines/records.jsonl")))
                    .containsExactlyElementsOf(trail);
            assertThat(inLake(fixture)).hasSameSizeAs(trail);
            assertBucketIsTheDirectory(fixture, new LogBucket(directory.resolve("audit")));
            assertThat(fixture.spice().audit().backlog().get("kafka")).isEqualTo(trail.size());
        }
    }

    private static void assertBucketIsTheDirectory(PipelineFixture fixture, LogBucket files) {
        BucketObjects bucket = new BucketObjects(fixture.s3(), TestDigests.BUCKET);
        List<String> keys = files.keys("AWSLogs/");
        await().atMost(LONG).until(() -> bucket.keys("AWSLogs/").size() == keys.size());
        assertThat(bucket.keys("AWSLogs/")).isEqualTo(keys).hasSizeGreaterThan(1);
        for (String key : keys) {
            TrailObjects.Content file = files.find(key).orElseThrow();
            TrailObjects.Content object = bucket.find(key).orElseThrow();
            assertThat(object.bytes()).isEqualTo(file.bytes());
            assertThat(object.metadata()).containsAllEntriesOf(file.metadata());
        }
    }

    /** The UIDs that the embedded CloudTrail Lake keeps. */
    private static List<String> inLake(PipelineFixture fixture) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> ids = new ArrayList<>();
        for (String line : Files.readAllLines(fixture.lake())) {
            JsonNode data = json.readTree(json.readTree(line).path("eventData").asText());
            ids.add(data.path("UID").asText());
        }
        return ids.stream().distinct().toList();
    }

    private static String documented() throws IOException {
        Matcher yaml = Pattern.compile("(?ms)^```yaml\n(.*?)^```").matcher(Files.readString(Path.of("docs/audit.md")));
        assertThat(yaml.find()).as("an example in docs/audit.md").isTrue();
        return yaml.group(1);
    }
}
