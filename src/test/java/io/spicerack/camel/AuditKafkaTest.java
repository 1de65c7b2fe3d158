package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spicerack.WithServers;
import io.spicerack.audit.file.LogFiles;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.AuditRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The route audit-kafka with a real broker, which is killed in between. */
@WithServers
class AuditKafkaTest {
    private static final Path JARS = Path.of("target/kafka/lib").toAbsolutePath();
    private static final Duration LONG = Duration.ofMinutes(2);

    @BeforeEach
    void needsKafka() {
        assumeTrue(
                Files.isDirectory(JARS),
                "skipped: there is no broker; './mvnw -q -f bench/kafka/pom.xml package' brings 46 MB of jars");
    }

    @Test
    void aDeadBrokerHoldsUpNobodyAndGetsEachRecordOnceItIsBack(@TempDir Path directory) throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(JARS, directory.resolve("kafka"));
                PipelineFixture fixture = PipelineFixture.open(directory)
                        .property("spicerack.audit.kafka.enabled", "true")
                        .property("spicerack.audit.kafka.brokers", broker.address())
                        .postgres("db", TestDatabases.postgres().newDatabase())) {
            fixture.routes().shared().query("rows", "db", "SELECT 1 AS id");
            fixture.start();
            fixture.stopKeyWatch();
            fixture.probe().published("rows");
            await().atMost(LONG).until(() -> waiting(fixture) == 0);

            broker.kill();
            fixture.probe().published("rows");
            List<AuditRecord> trail = fixture.spice().audit().search(AuditQuery.oldest(10_000));
            await().atMost(LONG).until(() -> inFiles(directory) >= trail.size());
            assertThat(waiting(fixture)).as("records that wait for the broker").isPositive();

            broker.startAgain();
            await().atMost(LONG).until(() -> waiting(fixture) == 0);
            Map<String, String> records = consume(broker);
            List<AuditRecord> whole = fixture.spice().audit().search(AuditQuery.oldest(10_000));
            assertThat(records).hasSameSizeAs(whole);
            assertThat(whole)
                    .allSatisfy(event ->
                            assertThat(records.get(event.eventId().toString())).isEqualTo(event.json()));
        }
    }

    private static long waiting(PipelineFixture fixture) {
        return fixture.spice().audit().backlog().getOrDefault("kafka", Long.MAX_VALUE);
    }

    private static long inFiles(Path directory) {
        Path audit = directory.resolve("audit");
        return Files.exists(audit) ? LogFiles.read(audit).count() : 0;
    }

    /** All records of the topic by their key; one that was sent again has the same key, and must have the same value. */
    private static Map<String, String> consume(KafkaBroker broker) {
        Properties client = new Properties();
        client.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.address());
        Map<String, String> records = new HashMap<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition all = new TopicPartition("audit", 0);
            consumer.assign(List.of(all));
            consumer.seekToBeginning(List.of(all));
            long end = consumer.endOffsets(List.of(all)).getOrDefault(all, 0L);
            while (consumer.position(all) < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(5))) {
                    String before = records.put(record.key(), record.value());
                    assertThat(before == null || before.equals(record.value())).isTrue();
                }
            }
        }
        return records;
    }
}
