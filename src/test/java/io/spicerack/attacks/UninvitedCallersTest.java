package io.spicerack.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.LogLines;
import io.spicerack.TakesLong;
import io.spicerack.admin.ManagementConfig;
import io.spicerack.admin.ManagementServer;
import io.spicerack.api.ApiConfig;
import io.spicerack.api.QuickSightServer;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.trail.Refusals;
import io.spicerack.model.AuditRecord;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who guesses tokens and access keys is counted and on record, and fills neither the trail nor the disk. */
@WithCore
@TakesLong
class UninvitedCallersTest {
    private final CoreFixture core;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ManagementServer management;
    private final QuickSightServer api;

    UninvitedCallersTest(CoreFixture core) throws IOException {
        this.core = core;
        management = ManagementServer.start(
                new ManagementConfig("127.0.0.1", 0, core.directory().resolve("management.token")),
                core.spice(),
                core.clock());
        api = QuickSightServer.start(
                new ApiConfig("127.0.0.1", 0, CoreFixture.ACCOUNT, Optional.empty(), ApiConfig.Limits.DEFAULT),
                core.spice(),
                core.clock());
    }

    @BeforeEach
    void nothingYet() {
        assertThat(core.spice().refusals().counts()).isEmpty();
    }

    @AfterEach
    void close() {
        api.close();
        management.close();
    }

    @Test
    void wrongTokensAreCountedAndOnRecordInAFewRecords() throws Exception {
        for (int guess = 0; guess < 60; guess++) {
            String path = guess % 2 == 0 ? "/keys" : "/health";
            send(management.url().resolve(path), Optional.of("Bearer guess-" + guess));
        }
        send(management.url().resolve("/keys"), Optional.empty());
        assertThat(core.spice().refusals().counts())
                .containsEntry(new Refusals.Kind("management", "WrongToken"), 60L)
                .containsEntry(new Refusals.Kind("management", "NoToken"), 1L);
        core.spice().refusals().settle();
        core.clock().advance(Duration.ofMinutes(2));
        core.spice().refusals().settle();

        List<JsonNode> records = records();
        assertThat(records).hasSizeBetween(2, 4);
        assertThat(records.stream()
                        .mapToLong(record -> record.at("/serviceEventDetails/eventResponseDetails/count")
                                .asLong())
                        .sum())
                .as("no caller is lost")
                .isEqualTo(61);
        assertThat(records)
                .anyMatch(record -> record.path("errorCode").asText().equals("WrongToken")
                        && record.toString().contains("127.0.0.1"));
        assertThat(records).noneMatch(record -> record.toString().contains("guess-"));
        String token = Files.readString(core.directory().resolve("management.token"));
        assertThat(send(management.url().resolve("/metrics"), Optional.of("Bearer " + token))
                        .body())
                .contains("spicerack_refused_callers_total{port=\"management\",reason=\"WrongToken\"} 60");
    }

    @Test
    void unknownAccessKeysAreCountedToo() throws Exception {
        for (int guess = 0; guess < 20; guess++) {
            String scope = "AWS4-HMAC-SHA256 Credential=AKIAGUESSED0000000" + (10 + guess)
                    + "/20260101/eu-west-1/quicksight/aws4_request, SignedHeaders=host;x-amz-date, Signature="
                    + "a".repeat(64);
            HttpResponse<String> answer =
                    send(api.url().resolve("/accounts/" + CoreFixture.ACCOUNT.id() + "/data-sets"), Optional.of(scope));
            assertThat(answer.statusCode()).isEqualTo(403);
        }
        assertThat(core.spice().refusals().counts())
                .containsEntry(new Refusals.Kind("api", "UnrecognizedClientException"), 20L);
        core.spice().refusals().settle();
        assertThat(records()).hasSize(1);
    }

    @Test
    void aDamagedPageIsToldWithItsFilesNameAndWithoutACell() throws Exception {
        core.publish("patients", SampleRows.of(3));
        Path part;
        try (Stream<Path> files = Files.walk(core.directory().resolve("store"))) {
            part = files.filter(file -> file.toString().endsWith("part-00000.parquet"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(part);
        bytes[200] ^= 1;
        Files.write(part, bytes);
        String token = Files.readString(core.directory().resolve("management.token"));
        URI rows = management.url().resolve("/data-sets/patients/rows?format=csv");
        try (LogLines log = LogLines.at(Map.of("io.spicerack.admin", Level.WARN))) {
            assertThatThrownBy(() -> send(rows, Optional.of("Bearer " + token)))
                    .as("no answer looks whole")
                    .isInstanceOf(IOException.class);
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("an answer with rows was cut"))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line)
                            .contains("row group 0 of file part-00000.parquet", "does not open under its key")
                            .doesNotContain("O'Brien"));
        }
    }

    private List<JsonNode> records() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> records = new ArrayList<>();
        for (AuditRecord record :
                core.spice().audit().search(AuditQuery.oldest(1000).named("RefuseCallers"))) {
            records.add(json.readTree(record.json()));
        }
        return records;
    }

    private HttpResponse<String> send(URI uri, Optional<String> authorization)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20));
        authorization.ifPresent(given -> request.header("Authorization", given));
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
