package io.spicerack.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.TakesLong;
import io.spicerack.admin.ManagementConfig;
import io.spicerack.admin.ManagementServer;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.keys.KeyUse;
import io.spicerack.core.revoke.Lockdown;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.model.RequestSource;
import io.spicerack.model.Ticker.Moment;
import io.spicerack.ops.Observers;
import io.spicerack.table.RowGroup;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes wrong half-way heals by itself, and what was done is told even where a part of it failed. */
@WithCore
@TakesLong
class BadDaysTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private final CoreFixture core;
    private final ManagementConfig config;
    private ManagementServer server;

    BadDaysTest(CoreFixture core) {
        this.core = core;
        this.config = new ManagementConfig("127.0.0.1", 0, core.directory().resolve("management.token"));
    }

    @BeforeEach
    void start() {
        server = ManagementServer.starting(config, core.spice(), new Observers(), core.clock());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anIngestionThatCouldNotWriteItsEndEndsThoughNobodyAsksForItsDataSet() {
        DataSetId visits = core.declare("visits");
        IngestionId lost = core.spice().ingestions().request(visits, RequestSource.MANUAL);
        // the claim was written, and then the disk was full
        core.catalog().run(tx -> {
            assertThat(tx.ingestions().claimNext(visits, Optional.empty())).isPresent();
        });
        core.spice().ingestions().endForgotten();
        assertThat(core.spice().ingestions().find(visits, lost).orElseThrow().status())
                .isEqualTo(IngestionStatus.FAILED);
    }

    @Test
    void oneReaderThatFailsUnexpectedlyKeepsNoOtherFromBeingRenewed() throws Exception {
        KeyReference bad = core.createDefaultKey("bad");
        DataSetId first = core.publish("first", SampleRows.of(2, 1));
        KeyReference good = core.createDefaultKey("good");
        DataSetId second = core.publish("second", SampleRows.of(2, 1));
        try (var one = core.spice().readers().open(first);
                var other = core.spice().readers().open(second)) {
            core.keys().whileDecrypting(key -> {
                if (key.equals(bad)) {
                    throw new NullPointerException("as of an answer without a code");
                }
            });
            core.clock().advance(Duration.ofSeconds(50));
            core.spice().readers().renew();
            assertThat(other.age()).isZero();
            assertThat(one.isCut()).as("nobody said no").isFalse();
            core.clock().advance(Duration.ofSeconds(11));
            core.spice().readers().renew();
            core.spice().readers().cutOld();
            assertThat(one.isCut()).as("but nobody said yes either").isTrue();
            assertThat(other.next(new RowGroup(other.schema()))).isTrue();
            assertThat(other.key()).isEqualTo(good);
        } finally {
            core.keys().whileDecrypting(key -> {});
        }
        List<AuditRecord> open = core.catalog().read(tx -> tx.auditIntents().open());
        assertThat(open).as("calls whose end nobody has written").isEmpty();
    }

    @Test
    void aDataSetThatIsDeletedWhileAllKeysAreShutTakesNothingFromTheReport() {
        KeyReference first = core.createDefaultKey("first");
        DataSetId visits = core.publish("visits", SampleRows.of(2));
        KeyReference second = CoreFixture.key("second");
        core.keys().create(second);
        core.spice()
                .keyRegistrations()
                .update(List.of(new RegisteredKey(first, false), new RegisteredKey(second, true)));
        core.publish("wards", SampleRows.of(2));
        core.spice().keyWatch().enter(new Deleting(second, visits));
        List<Lockdown.Switched> switched = core.spice().lockdown().lockDown(List.of(first, second));
        assertThat(switched).extracting(Lockdown.Switched::failure).containsExactly(null, null);
        assertThat(switched.get(0).reactions().get(0).said()).contains("has no version to read");
        assertThat(switched.get(1).reactions().get(0).said()).contains("is Disabled");
        assertThat(core.keys().describe(second).state()).isEqualTo(KeyState.Disabled);
    }

    /** Somebody deletes a data set just when a key is shut. */
    private final class Deleting implements KeyUse {
        private final KeyReference key;
        private final DataSetId dataSet;

        Deleting(KeyReference key, DataSetId dataSet) {
            this.key = key;
            this.dataSet = dataSet;
        }

        @Override
        public KeyReference key() {
            return key;
        }

        @Override
        public Moment proven() {
            return core.clock().ticker().now();
        }

        @Override
        public void cut(KeyUnavailableException why) {
            core.catalog().run(tx -> tx.versions().current(dataSet).ifPresent(version -> tx.versions()
                    .remove(dataSet, version.id())));
        }
    }

    @Test
    void oneDamagedRecordHidesNoOtherOne() throws Exception {
        server.started();
        core.publish("visits", SampleRows.of(2));
        Path file = Path.of(core.catalog().place());
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE audit_event SET record_json = '{cut' WHERE place ="
                            + " (SELECT min(place) FROM audit_event)"))
                    .isEqualTo(1);
        }
        HttpResponse<String> answer = get("/audit/events?limit=1000");
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode events = new ObjectMapper().readTree(answer.body()).path("events");
        assertThat(events).hasSizeGreaterThan(3);
        assertThat(events.get(events.size() - 1).path("unreadable").asText())
                .isEqualTo("the record in the catalog is not JSON: it was changed from outside");
    }

    @Test
    void healthIsDownUntilTheRoutesRun() throws Exception {
        HttpResponse<String> before = get("/health");
        assertThat(before.statusCode()).isEqualTo(503);
        assertThat(before.body()).contains("the routes are starting: no data set is refreshed yet");
        server.started();
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Authorization", "Bearer " + Files.readString(config.tokenFile()))
                        .build(),
                BodyHandlers.ofString());
    }
}
