package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.GrantRecord;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.kit.aws.LocalAws;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.KeyReference;
import io.spicerack.model.RequestSource;
import io.spicerack.model.VersionId;
import io.spicerack.store.StoredVersion;
import io.spicerack.table.hash.TableChecksum;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.model.GrantListEntry;

/** The service is killed in the middle of refreshes, where chance has it. */
@WithServers
class CrashTest {
    private static final int KILLS = 6;
    private static final int LONGEST_MILLISECONDS = 1500;
    private static final String SQL = "SELECT * FROM visit";

    private final Path directory;
    private final LocalAws aws;

    CrashTest(@TempDir Path directory) {
        this.directory = directory;
        this.aws = AwsCore.startAws(directory.resolve("aws"));
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void afterEachKillTheLastPublishedVersionServesAndNothingHalfIsLeft() throws Exception {
        TableChecksum expected = publishFirstVersion();
        SplittableRandom random = new SplittableRandom(20261123);
        VersionId last = new VersionId("none");
        int interrupted = 0;
        int published = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            try (CoreProcess process = CoreProcess.start(directory, aws.endpoint(), SQL, 1_000, "256m")) {
                process.awaitReady();
                process.killAfter(random.nextInt(LONGEST_MILLISECONDS));
            }
            try (AwsCore core = AwsCore.open(directory, aws.endpoint())) {
                VersionRecord current = current(core);
                assertServes(core, current, expected);
                assertEndedAsFailed(core);
                assertNothingIsLeftOver(core);
                interrupted += core.foundRunning().size();
                published += current.id().equals(last) ? 0 : 1;
                last = current.id();
            }
        }
        assertThat(interrupted).as("kills that hit a refresh").isPositive();
        assertThat(published).as("kills after which a newer version served").isPositive();
        refreshesAgain(expected);
    }

    private TableChecksum publishFirstVersion() throws Exception {
        TestDatabase database = TestDatabases.postgres().newDatabase();
        database.execute("CREATE TABLE visit AS SELECT g AS id, md5(g::text) AS note, g * 0.25 AS fee,"
                + " timestamptz '2026-01-01' + g * interval '1 min' AS at FROM generate_series(1, 100000) g");
        try (AwsCore core = AwsCore.open(directory, aws.endpoint())) {
            KeyReference key = core.console().createKey("the key of the visits");
            core.spice().keyRegistrations().update(List.of(new RegisteredKey(key, true)));
            ClinicSource.create(core, database);
            core.spice().ingestions().request(AwsCore.VISITS, RequestSource.MANUAL);
            core.run(SQL);
            try (OpenDataSet open = core.spice().readers().open(AwsCore.VISITS)) {
                TableChecksum checksum = TableChecksum.of(open);
                assertThat(checksum.rows()).isEqualTo(100_000);
                return checksum;
            }
        }
    }

    private static VersionRecord current(AwsCore core) {
        return core.catalog().read(tx -> tx.versions().current(AwsCore.VISITS)).orElseThrow();
    }

    private static void assertServes(AwsCore core, VersionRecord current, TableChecksum expected) throws Exception {
        try (OpenDataSet open = core.spice().readers().open(AwsCore.VISITS)) {
            assertThat(open.version().id()).isEqualTo(current.id());
            assertThat(TableChecksum.of(open)).isEqualTo(expected);
        }
    }

    private static void assertEndedAsFailed(AwsCore core) {
        for (IngestionRecord running : core.foundRunning()) {
            IngestionRecord ended =
                    core.spice().ingestions().find(AwsCore.VISITS, running.id()).orElseThrow();
            assertThat(ended.status()).isEqualTo(IngestionStatus.FAILED);
            assertThat(ended.error())
                    .isEqualTo(new ErrorInfo(
                            IngestionErrorType.INTERNAL_SERVICE_ERROR,
                            "the service stopped while the ingestion was running; the version before goes on serving."
                                    + " Refresh again"));
        }
    }

    private static void assertNothingIsLeftOver(AwsCore core) {
        List<VersionRecord> live = core.catalog().read(tx -> tx.versions().live());
        assertThat(live).hasSize(1);
        VersionRecord current = live.get(0);
        assertThat(core.store().versions()).containsExactly(new StoredVersion(AwsCore.VISITS, current.id()));
        List<GrantRecord> grants = core.catalog().read(tx -> tx.grants().list());
        assertThat(grants)
                .extracting(GrantRecord::key)
                .containsExactly(current.key().key());
        assertThat(core.clients()
                        .kms()
                        .listGrants(request -> request.keyId(current.key().key().toString()))
                        .grants())
                .extracting(GrantListEntry::grantId)
                .containsExactly(grants.get(0).grantId());
        assertThat(core.spice().audit().search(AuditQuery.oldest(1_000_000)))
                .extracting(event -> event.eventId())
                .doesNotHaveDuplicates();
    }

    /** What the last kill left queued or failed does not hinder the next refresh. */
    private void refreshesAgain(TableChecksum expected) throws Exception {
        try (AwsCore core = AwsCore.open(directory, aws.endpoint())) {
            VersionId before = current(core).id();
            core.spice().ingestions().request(AwsCore.VISITS, RequestSource.MANUAL);
            core.run(SQL);
            VersionRecord after = current(core);
            assertThat(after.id()).isNotEqualTo(before);
            assertServes(core, after, expected);
            assertNothingIsLeftOver(core);
        }
    }
}
