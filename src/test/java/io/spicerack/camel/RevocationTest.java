package io.spicerack.camel;

import static io.spicerack.camel.TestRoutes.PUBLISH;
import static io.spicerack.camel.TestRoutes.RECONCILE;
import static io.spicerack.camel.TestRoutes.SEAL;
import static io.spicerack.camel.TestRoutes.body;
import static io.spicerack.camel.TestRoutes.extract;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.WithServers;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.core.WithCore;
import io.spicerack.core.keys.KeyReport;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.core.revoke.Dawdler;
import io.spicerack.core.revoke.Drill;
import io.spicerack.core.revoke.Lockdown;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import io.spicerack.table.RowGroup;
import java.time.Clock;
import java.util.List;
import org.apache.camel.ProducerTemplate;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Lock-downs and drills over the real key routes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@WithServers
@WithCore
class RevocationTest {
    private static final DataSetId ROWS = new DataSetId("rows");
    private static final String DENY = "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"kms:*\","
            + "\"Resource\":\"*\"},{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"kms:DisableKey\",\"Resource\":\"*\"}]}";

    private final PipelineFixture fixture;

    RevocationTest(PipelineFixture fixture) {
        this.fixture = fixture.postgres("db", TestDatabases.postgres().newDatabase());
        fixture.routes().shared().dataSet("rows", body("SELECT 1 AS id") + extract("db") + SEAL + RECONCILE + PUBLISH);
        fixture.start();
    }

    @BeforeEach
    void publish() {
        fixture.spice().keyRegistrations().update(List.of());
        fixture.probe().published("rows");
    }

    @Test
    void aLockdownTellsHowLongEachDataSetTookAndUnlockOpensItAgain() throws Exception {
        KeyReference key = fixture.defaultKey("to be locked");
        fixture.probe().published("rows");
        try (OpenDataSet open = fixture.spice().readers().open(ROWS)) {
            Lockdown.Switched locked =
                    fixture.spice().lockdown().lockDown(List.of(key)).get(0);
            assertThat(locked.key()).isEqualTo(key);
            assertThat(locked.failure()).isNull();
            assertThat(locked.reactions()).singleElement().satisfies(denied -> {
                assertThat(denied.dataSet()).isEqualTo(ROWS);
                assertThat(denied.millis()).isPresent();
                assertThat(denied.readers()).isOne();
                assertThat(denied.said())
                        .startsWith("Cannot open data set 'rows': KMS key " + key + ": it is Disabled.");
            });
            assertThatThrownBy(() -> open.next(new RowGroup(open.schema())))
                    .isInstanceOf(KeyUnavailableException.class)
                    .hasMessageStartingWith("Data set 'rows' was shut: KMS key " + key + " is Disabled");
        }
        assertThat(fixture.spice().lockdown().unlock(List.of(key)).get(0).reactions())
                .singleElement()
                .satisfies(reaction -> assertThat(reaction.millis()).isPresent());
        assertThat(fixture.probe().rows("rows")).containsExactly(List.of("1"));
        assertThat(names(key)).containsSubsequence("DisableKey", "LockDown", "EnableKey", "Unlock");
        assertThat(names(key)).containsOnlyOnce("DisableKey", "LockDown", "EnableKey", "Unlock");
        JsonNode lockDown = json(newest(key, "LockDown"));
        assertThat(lockDown.at("/serviceEventDetails/eventResponseDetails/readersCut")
                        .asInt())
                .isOne();
    }

    @Test
    void aKeyThatKmsDoesNotDisableIsToldAndKeepsTheOthersFromNothing() throws Exception {
        KeyReference refusing = fixture.defaultKey("may not be disabled");
        fixture.probe().published("rows");
        fixture.aws().kms().putKeyPolicy(request -> request.keyId(refusing.toString())
                .policy(DENY));
        KeyReference other = fixture.console().createKey("may be disabled");
        try (OpenDataSet open = fixture.spice().readers().open(ROWS)) {
            List<Lockdown.Switched> switched = fixture.spice().lockdown().lockDown(List.of(refusing, other));
            assertThat(switched.get(0).failure())
                    .startsWith("KMS key " + refusing + ": this service may not use it. Check the key policy")
                    .contains("(AccessDeniedException: User: ", "is not authorized to perform: kms:DisableKey");
            assertThat(switched.get(0).reactions()).isEmpty();
            assertThat(switched.get(1).failure()).isNull();
            assertThat(open.next(new RowGroup(open.schema()))).isTrue();
        }
        assertThat(json(newest(refusing, "DisableKey")).path("errorCode").asText())
                .isEqualTo("AccessDenied");
        assertThat(names(refusing)).doesNotContain("LockDown");
        fixture.spice().lockdown().unlock(List.of(other));
    }

    @Test
    void allKeysAreThoseThatProtectSomethingOrAreRegistered() {
        KeyReference registered = fixture.console().createKey("registered only");
        fixture.spice().keyRegistrations().update(List.of(new RegisteredKey(registered, false)));
        assertThat(fixture.spice().lockdown().allKeys()).contains(registered, fixture.serviceOwnedKey());
    }

    @Test
    void aDrillMeasuresBothWaysAndPutsThemOnRecord() throws Exception {
        Drill.Measured measured = fixture.spice().drill().run(Dawdler.NONE);
        assertThat(measured.promised()).isEqualTo(60_000);
        assertThat(measured.kept()).isTrue();
        JsonNode record = json(newest(fixture.drillKey(), "RevocationDrill"));
        JsonNode details = record.at("/serviceEventDetails/eventResponseDetails");
        assertThat(details.path("disabledOpenReaderCutMillis").asLong())
                .isEqualTo(measured.disabled().openReaderCut());
        assertThat(details.path("lockDownNewReaderDeniedMillis").asLong())
                .isEqualTo(measured.lockedDown().newReaderDenied());
        assertThat(details.path("kept").asBoolean()).isTrue();
        KeyReport.Line canary = fixture.spice().keyReport().lines().stream()
                .filter(line -> line.dataSet().equals(Drill.CANARY))
                .findFirst()
                .orElseThrow();
        assertThat(canary.key()).isEqualTo(fixture.drillKey());
        assertThat(canary.keyState()).isEqualTo("Enabled");
        assertThat(canary.drifted()).isFalse();
    }

    @Test
    void aDrillThatWasKilledHalfWayDoesNotKeepTheNextOneFromRunning() throws Exception {
        fixture.console().disableKey(fixture.drillKey());
        assertThat(fixture.spice().drill().run(Dawdler.NONE).kept()).isTrue();
    }

    @Test
    void aStartEnablesTheKeyOfADrillThatWasCutOffAndNoOther() {
        KeyReference other = fixture.console().createKey("disabled on purpose");
        fixture.console().disableKey(other);
        fixture.console().disableKey(fixture.drillKey());
        fixture.restart(file -> {
            try (Catalog catalog = Catalog.open(file, Clock.systemUTC())) {
                catalog.run(tx ->
                        tx.settings().put("drill.shut-key", fixture.drillKey().toString()));
            }
        });
        assertThat(state(fixture.drillKey())).isEqualTo("Enabled");
        assertThat(state(other)).isEqualTo("Disabled");
        assertThat(names(fixture.drillKey())).endsWith("EnableKey", "Unlock");
        fixture.console().disableKey(fixture.drillKey());
        fixture.restart();
        assertThat(state(fixture.drillKey())).isEqualTo("Disabled");
        fixture.spice().lockdown().unlock(List.of(fixture.drillKey()));
    }

    private String state(KeyReference key) {
        return fixture.aws()
                .kms()
                .describeKey(request -> request.keyId(key.toString()))
                .keyMetadata()
                .keyStateAsString();
    }

    @Test
    void aDrillIsRefusedWhereItsKeyProtectsRealData() {
        fixture.spice().keyRegistrations().update(List.of(new RegisteredKey(fixture.drillKey(), true)));
        assertThatThrownBy(() -> fixture.spice().drill().run(Dawdler.NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "spicerack.drill.key " + fixture.drillKey() + " is a registered key; a drill would shut real"
                                + " data. Name a key that seals nothing else");
        fixture.probe().published("rows");
        fixture.spice().keyRegistrations().update(List.of());
        assertThatThrownBy(() -> fixture.spice().drill().run(Dawdler.NONE))
                .hasMessageContaining(" is the key of [rows]; a drill would shut real data.");
        fixture.probe().published("rows");
    }

    @Test
    void theKeyReportIsABodyForRoutes() throws Exception {
        KeyReference key = fixture.defaultKey("fresh default");
        try (ProducerTemplate template = fixture.context().createProducerTemplate()) {
            Object body = template.requestBody("bean:keyReport?method=drifted", "");
            assertThat(body)
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .asInstanceOf(InstanceOfAssertFactories.MAP)
                            .containsEntry("dataSetId", "rows")
                            .containsEntry("keyArn", fixture.serviceOwnedKey().toString())
                            .containsEntry("keyState", "Enabled")
                            .containsEntry("rewrapped", null)
                            .containsEntry("drifted", true));
            fixture.spice().rewraps().rewrap(ROWS);
            assertThat(template.requestBody("bean:keyReport?method=lines", "").toString())
                    .contains("keyArn=" + key, "rewrappedFrom=" + fixture.serviceOwnedKey());
        }
    }

    private List<String> names(KeyReference key) {
        return fixture.spice().audit().search(AuditQuery.oldest(1_000).using(key)).stream()
                .map(AuditRecord::eventName)
                .toList();
    }

    private AuditRecord newest(KeyReference key, String name) {
        return fixture.spice()
                .audit()
                .search(AuditQuery.newest(1).using(key).named(name))
                .get(0);
    }

    private static JsonNode json(AuditRecord record) throws Exception {
        return new ObjectMapper().readTree(record.json());
    }
}
