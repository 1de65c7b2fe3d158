package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.TakesLong;
import io.spicerack.audit.verify.KeyAnswer;
import io.spicerack.audit.verify.TrailSearch;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.GrantRecord;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.core.refresh.Sealed;
import io.spicerack.model.Arn;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.RequestSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@TakesLong
@WithCore
class GrantsTest {
    private final Path directory;
    private final CoreFixture core;

    GrantsTest(CoreFixture core) {
        this.core = core;
        directory = core.directory();
    }

    @Test
    void thirtyRefreshesUnderTwoKeysInTurnsLeakNoGrant() {
        KeyReference a = core.createDefaultKey("a");
        DataSetId visits = core.publish("visits", SampleRows.of(3));
        KeyReference b = core.createDefaultKey("b");
        for (int i = 0; i < 30; i++) {
            KeyReference key = i % 2 == 0 ? b : a;
            makeDefault(key);
            refresh(visits);
            assertThat(core.keys().grants()).as("after refresh " + i).hasSize(1);
            assertThat(grants()).extracting(GrantRecord::key).containsExactly(key);
        }
    }

    @Test
    void eachDataSetHasAGrantOfItsOwnAndOneForAllItsRefreshes() {
        core.createDefaultKey("a");
        DataSetId visits = core.publish("visits", SampleRows.of(3));
        core.publish("wards", SampleRows.of(3));
        refresh(visits);
        refresh(visits);
        assertThat(core.keys().grants()).hasSize(2);
        assertThat(grants()).extracting(grant -> grant.dataSet().value()).containsExactlyInAnyOrder("visits", "wards");
        assertThat(events("CreateGrant")).hasSize(2);
    }

    @Test
    void theGrantOfAReplacedKeyIsRetiredInKmsOwnShapeAndTheSearchFindsTheNewKey() throws Exception {
        core.createDefaultKey("a");
        DataSetId visits = core.publish("visits", SampleRows.of(3));
        KeyReference b = core.createDefaultKey("b");
        core.clock().advance(Duration.ofMinutes(1));
        refresh(visits);

        assertThat(json(events("RetireGrant").get(0)).path("requestParameters").isNull())
                .isTrue();
        JsonNode latest = trail().latestGrantEvent(arn(visits)).orElseThrow();
        assertThat(latest.path("eventName").asText()).isEqualTo("CreateGrant");
        assertThat(latest.path("requestParameters").path("keyId").asText()).isEqualTo(b.toString());
        assertThat(trail().keyOf(arn(visits)))
                .isInstanceOfSatisfying(KeyAnswer.CustomerManagedKey.class, answer -> assertThat(answer.key())
                        .isEqualTo(b));
    }

    @Test
    void theLastGrantOfADataSetIsRetiredWithItsArnAndTheSearchFindsThatItLeft() throws Exception {
        KeyReference a = core.createDefaultKey("a");
        DataSetId visits = core.publish("visits", SampleRows.of(3));
        core.spice().keyRegistrations().update(List.of());
        core.clock().advance(Duration.ofMinutes(1));
        refresh(visits);

        JsonNode latest = trail().latestGrantEvent(arn(visits)).orElseThrow();
        assertThat(latest.path("eventName").asText()).isEqualTo("RetireGrant");
        JsonNode request = latest.path("requestParameters");
        assertThat(request.path("keyId").asText()).isEqualTo(a.toString());
        assertThat(request.path("constraints")
                        .path("encryptionContextSubset")
                        .path("aws:quicksight:arn")
                        .asText())
                .isEqualTo(arn(visits).toString());
        assertThat(trail().keyOf(arn(visits))).isInstanceOf(KeyAnswer.ServiceOwnedKey.class);
        assertThat(core.keys().grants()).isEmpty();
        assertThat(core.spice().keyReport().lines()).singleElement().satisfies(line -> {
            assertThat(line.key()).isEqualTo(CoreFixture.SERVICE_OWNED_KEY);
            assertThat(line.serviceOwned()).isTrue();
            assertThat(line.grantId()).isNull();
        });
    }

    @Test
    void aGrantThatCannotBeRetiredNowIsRetiredAfterALaterRefresh() throws Exception {
        core.createDefaultKey("a");
        DataSetId visits = core.publish("visits", SampleRows.of(3));
        core.createDefaultKey("b");
        try (OpenDataSet reader = core.spice().readers().open(visits)) {
            refresh(visits);
            core.keys().reachable(false);
            assertThat(reader.version().rows()).isEqualTo(3);
        }
        assertThat(core.keys().grants()).hasSize(2);
        core.keys().reachable(true);
        refresh(visits);
        assertThat(core.keys().grants()).hasSize(1);
    }

    @Test
    void aPublishThatFailsAfterItsGrantLeavesNoGrantBehind() throws Exception {
        DataSetId visits = core.publish("visits", SampleRows.of(3));
        core.createDefaultKey("a");
        AuditFault.refuse(directory, "CompleteIngestion");
        core.spice().ingestions().request(visits, RequestSource.MANUAL);
        try (Refresh refresh = core.next(visits)) {
            Sealed sealed = refresh.begin().seal(SampleRows.of(4));
            assertThatThrownBy(() -> sealed.reconcile().publish()).hasMessageContaining("the trail cannot be written");
        }
        AuditFault.mend(directory);
        core.spice().keyRegistrations().update(List.of());
        refresh(visits);
        assertThat(core.keys().grants()).isEmpty();
    }

    private void makeDefault(KeyReference key) {
        core.spice().keyRegistrations().update(List.of(new RegisteredKey(key, true)));
    }

    private void refresh(DataSetId dataSet) {
        core.spice().ingestions().request(dataSet, RequestSource.MANUAL);
        core.runNext(dataSet, SampleRows.of(3));
    }

    private List<GrantRecord> grants() {
        return core.catalog().read(tx -> tx.grants().list());
    }

    private List<AuditRecord> events(String name) {
        return core.spice().audit().search(AuditQuery.oldest(1000).named(name));
    }

    private TrailSearch trail() {
        return TrailSearch.over(core.spice().audit().search(AuditQuery.oldest(1000)));
    }

    private static Arn arn(DataSetId dataSet) {
        return CoreFixture.ACCOUNT.dataSet(dataSet);
    }

    private static JsonNode json(AuditRecord event) throws Exception {
        return new ObjectMapper().readTree(event.json());
    }
}
