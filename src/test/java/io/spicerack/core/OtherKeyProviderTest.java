package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.audit.event.RequestIds;
import io.spicerack.audit.file.TestDigests;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.GrantRecord;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.keys.KeyRegistrations;
import io.spicerack.core.keys.KeysConfig;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.core.trail.AuditConfig;
import io.spicerack.envelope.KeyFile;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.RequestSource;
import io.spicerack.model.Ticker;
import io.spicerack.store.VersionStore;
import io.spicerack.table.RowGroup;
import io.spicerack.table.parquet.Compression;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole life of a data set under keys that KMS does not have: a provider without grants. */
class OtherKeyProviderTest {
    private static final DataSetId VISITS = new DataSetId("visits");

    private final KeyFile keys;
    private final KeyReference serviceOwned;
    private final Catalog catalog;
    private final Spice spice;

    OtherKeyProviderTest(@TempDir Path directory) {
        Clock clock = Clock.systemUTC();
        keys = new KeyFile(directory.resolve("keys"));
        serviceOwned = keys.create("hospital/own");
        catalog = Catalog.open(directory.resolve("catalog.db"), clock);
        spice = Spice.open(
                CoreSettings.of(
                        new KeysConfig(CoreFixture.ACCOUNT, serviceOwned, CoreFixture.ROLE, Optional.empty()),
                        2,
                        Duration.ofSeconds(5),
                        2),
                new Spice.Ports(
                        catalog,
                        new VersionStore(directory.resolve("store"), new SecureRandom(), clock, 0, Compression.DEFAULT),
                        keys,
                        CoreSettings.noSecrets(),
                        new Spice.Clocks(clock, Ticker.SYSTEM),
                        new AuditConfig(TestDigests.in(directory, CoreFixture.ACCOUNT, clock), Duration.ofDays(3)),
                        new RequestIds()));
        spice.dataSets().declare(VISITS, "routes/visits.camel.yaml");
    }

    @AfterEach
    void close() {
        spice.close();
        catalog.close();
    }

    @Test
    void aDataSetIsRefreshedReadMovedRewrappedAndShut() throws Exception {
        refresh();
        assertThat(current().key().key()).isEqualTo(serviceOwned);
        KeyReference first = defaultKey("first");
        refresh();
        assertThat(current().key().key()).isEqualTo(first);
        assertThat(rows()).isEqualTo(3);
        KeyReference second = defaultKey("second");
        spice.rewraps().rewrap(VISITS);
        assertThat(current().key().key()).isEqualTo(second);
        keys.disable(first);
        assertThat(rows()).isEqualTo(3);
        assertThat(spice.lockdown().lockDown(List.of(second)).get(0).failure()).isNull();
        assertThatThrownBy(this::rows)
                .isInstanceOf(KeyUnavailableException.class)
                .hasMessageStartingWith("Cannot open data set 'visits': Key " + second + ": it is Disabled.");
        assertThat(spice.lockdown().unlock(List.of(second)).get(0).failure()).isNull();
        assertThat(rows()).isEqualTo(3);
        assertThat(names(second))
                .contains("GenerateDataKey", "ReEncrypt", "Decrypt", "DisableKey", "LockDown", "EnableKey", "Unlock")
                .doesNotContain("CreateGrant", "RetireGrant");
        assertThat(records(second)).allSatisfy(record -> assertThat(record)
                .contains("{\"accountId\":\"123456789012\",\"type\":\"AWS::KMS::Key\",\"ARN\":\"wards/second\"}"));
        List<GrantRecord> grants = catalog.read(tx -> tx.grants().list());
        assertThat(grants).isEmpty();
    }

    private KeyReference defaultKey(String id) {
        KeyReference key = keys.create("wards/" + id);
        assertThat(spice.keyRegistrations()
                        .update(List.of(new RegisteredKey(key, true)))
                        .failed())
                .isEmpty();
        return key;
    }

    private void refresh() throws InterruptedException {
        spice.ingestions().request(VISITS, RequestSource.MANUAL);
        try (Refresh refresh =
                spice.ingestions().next(VISITS, Duration.ofSeconds(30)).orElseThrow()) {
            refresh.begin().seal(SampleRows.of(3)).reconcile().publish();
        }
    }

    private int rows() throws Exception {
        int rows = 0;
        try (OpenDataSet open = spice.readers().open(VISITS)) {
            RowGroup group = new RowGroup(open.schema());
            while (open.next(group)) {
                rows += group.rows();
            }
        }
        return rows;
    }

    private VersionRecord current() {
        return catalog.read(tx -> tx.versions().current(VISITS)).orElseThrow();
    }

    private List<String> names(KeyReference key) {
        return of(key, AuditRecord::eventName);
    }

    private List<String> records(KeyReference key) {
        return of(key, AuditRecord::json);
    }

    private List<String> of(KeyReference key, Function<AuditRecord, String> what) {
        return spice.audit().search(AuditQuery.oldest(1_000).using(key)).stream()
                .map(what)
                .toList();
    }

    @Test
    void aKeyThatIsNamedInAnotherProvidersWayIsNotRegistered() {
        assertThatThrownBy(() -> spice.keyRegistrations().reference("arn:aws:kms:eu-west-1:123456789012:key/1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'arn:aws:kms:eu-west-1:123456789012:key/1' is no name of a key in a key file");
        KeyReference foreign = CoreFixture.key("1");
        assertThat(spice.keyRegistrations()
                        .update(List.of(new RegisteredKey(foreign, false)))
                        .failed())
                .containsExactly(new KeyRegistrations.Failed(
                        foreign, foreign + " is no name of a key in a key file; the shape is folder/key"));
    }
}
