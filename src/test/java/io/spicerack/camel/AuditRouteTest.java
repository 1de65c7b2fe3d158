package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.WithServers;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.core.trail.FailingSinks;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.AuditRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit trail through the real file route, next to a sink that is down for a while. */
@WithServers
class AuditRouteTest {
    private static final int FAILURES = 3;

    @Test
    void aSinkThatFailsGetsTheSameFileAgainAndHoldsUpNobody(@TempDir Path directory) throws IOException {
        DownForAWhile sink = new DownForAWhile();
        try (PipelineFixture fixture = PipelineFixture.open(directory)
                .bean("sink", sink)
                .postgres("db", TestDatabases.postgres().newDatabase())) {
            fixture.routes()
                    .shared()
                    .query("rows", "db", "SELECT 1 AS id")
                    .asOperator()
                    .write(
                            "audit-dead",
                            """
                            - route:
                                id: audit-dead
                                from:
                                  uri: spice:audit
                                  parameters: {sink: dead, maxRecords: 2, pollInterval: 100}
                                  steps:
                                    - bean: {ref: sink, method: take}
                            """);
            sink.failing(() -> fixture.spice().audit().failing().find("dead"));
            fixture.start();
            fixture.probe().published("rows");

            await().atMost(Duration.ofSeconds(60)).until(() -> names(directory).contains("CompleteIngestion"));
            await().atMost(Duration.ofSeconds(60)).until(() -> sink.keys.size() > FAILURES + 1);
            assertThat(sink.known.get(1)).hasValueSatisfying(dead -> {
                assertThat(dead.reason())
                        .as("of what others say only the kind: it may quote a URL that is a secret")
                        .isEqualTo("IllegalStateException");
                assertThat(sink.known.get(2)).map(FailingSinks.Failing::since).hasValue(dead.since());
            });
            await().until(() -> fixture.spice().audit().failing().all().isEmpty());
            assertThat(sink.keys.subList(0, FAILURES + 1)).containsOnly(sink.keys.get(0));
            assertThat(sink.keys.get(FAILURES + 1)).isNotEqualTo(sink.keys.get(0));
            assertThat(sink.contents.subList(1, FAILURES + 1))
                    .allSatisfy(bytes -> assertThat(bytes).isEqualTo(sink.contents.get(0)));
            assertThat(files(directory))
                    .isNotEmpty()
                    .allMatch(file -> file.matches("AWSLogs/111122223333/CloudTrail/eu-west-1/\\d{4}/\\d\\d/\\d\\d/"
                            + "111122223333_CloudTrail_eu-west-1_\\d{8}T\\d{4}Z_\\w{16}\\.json\\.gz"));
            assertThat(names(directory)).contains("CreateDataSource", "GenerateDataKey", "GetSecretValue", "Decrypt");
        }
    }

    @Test
    void aSinkOfRecordsGetsEachOnceAndInOrderAlsoWhenItFailedBefore(@TempDir Path directory) {
        RecordSink sink = new RecordSink();
        try (PipelineFixture fixture = PipelineFixture.open(directory)
                .bean("sink", sink)
                .postgres("db", TestDatabases.postgres().newDatabase())) {
            fixture.routes()
                    .shared()
                    .query("rows", "db", "SELECT 1 AS id")
                    .asOperator()
                    .write(
                            "audit-records",
                            """
                            - route:
                                id: audit-records
                                from:
                                  uri: spice:audit
                                  parameters: {sink: records, form: records, maxRecords: 3, pollInterval: 100}
                                  steps:
                                    - bean: {ref: sink, method: take}
                            """);
            fixture.start();
            fixture.probe().published("rows");

            await().atMost(Duration.ofSeconds(60)).until(() -> sink.names().contains("CompleteIngestion"));
            List<AuditRecord> trail = fixture.spice().audit().search(AuditQuery.oldest(1000));
            assertThat(sink.failed).isTrue();
            assertThat(sink.taken).containsExactlyElementsOf(trail.subList(0, sink.taken.size()));
        }
    }

    private static List<String> files(Path directory) throws IOException {
        Path audit = directory.resolve("audit");
        if (!Files.exists(audit)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(audit)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> audit.relativize(file).toString())
                    .filter(file -> !file.endsWith(".part"))
                    .toList();
        }
    }

    private static List<String> names(Path directory) throws IOException {
        List<String> names = new CopyOnWriteArrayList<>();
        for (String file : files(directory)) {
            try (GZIPInputStream json = new GZIPInputStream(
                    Files.newInputStream(directory.resolve("audit").resolve(file)))) {
                JsonNode records = new ObjectMapper().readTree(json).path("Records");
                records.forEach(event -> names.add(event.path("eventName").textValue()));
            }
        }
        return names;
    }

    /** Takes nothing the first time it is asked. */
    public static final class RecordSink {
        private final List<AuditRecord> taken = new CopyOnWriteArrayList<>();
        private volatile boolean failed;

        public void take(List<AuditRecord> records) {
            if (!failed) {
                failed = true;
                throw new IllegalStateException("the sink is down");
            }
            taken.addAll(records);
        }

        List<String> names() {
            return taken.stream().map(AuditRecord::eventName).toList();
        }
    }

    /** Takes nothing the first times it is asked. */
    public static final class DownForAWhile {
        private final List<String> keys = new CopyOnWriteArrayList<>();
        private final List<byte[]> contents = new CopyOnWriteArrayList<>();
        private final List<Optional<FailingSinks.Failing>> known = new CopyOnWriteArrayList<>();
        private volatile Supplier<Optional<FailingSinks.Failing>> failing = Optional::empty;

        /** What is known of it is noted each time it is asked. */
        void failing(Supplier<Optional<FailingSinks.Failing>> look) {
            failing = look;
        }

        public void take(Exchange exchange) {
            Map<String, Object> headers = exchange.getMessage().getHeaders();
            contents.add(Arrays.copyOf(
                    exchange.getMessage().getBody(byte[].class),
                    exchange.getMessage().getBody(byte[].class).length));
            known.add(failing.get());
            keys.add(String.valueOf(headers.get(Exchange.FILE_NAME)));
            if (keys.size() <= FAILURES) {
                throw new IllegalStateException("the sink is down");
            }
        }
    }
}
