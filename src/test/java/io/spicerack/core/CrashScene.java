package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.audit.verify.TrailCheck;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.GrantRecord;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.kit.aws.LocalAws;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.KeyReference;
import io.spicerack.store.StoredVersion;
import io.spicerack.table.RowMaps;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.kms.model.GrantListEntry;

/**
 * KMS, a source whose states can be told from their rows, and a directory that a second process works on until it is killed;
 * then all that must hold is checked. One test thread.
 */
final class CrashScene implements AutoCloseable {
    private static final int KEYS = 3;
    private static final int LEAST_ROWS = 500;

    private final Path directory;
    private final Supplier<Catalog> catalogs;
    private final LocalAws aws;
    private final TestDatabase database;
    private final List<KeyReference> keys = new ArrayList<>();
    private final TrailLedger ledger;
    private int sourceState;
    private int servedState;

    private CrashScene(Path directory, Supplier<Catalog> catalogs) throws SQLException {
        this.directory = directory;
        this.catalogs = catalogs;
        aws = AwsCore.startAws(directory.resolve("aws"));
        database = TestDatabases.postgres().newDatabase();
        database.execute(
                "CREATE TABLE state AS SELECT 0 AS n",
                "CREATE VIEW visit AS SELECT g AS id, n AS state FROM state, generate_series(1, " + LEAST_ROWS
                        + " + n % 7) g");
        try (AwsCore core = AwsCore.open(directory, aws.endpoint(), catalogs)) {
            for (int i = 0; i < KEYS; i++) {
                keys.add(core.console().createKey("key " + i + " of the visits"));
            }
            ClinicSource.create(core, database);
        }
        ledger = new TrailLedger(directory, aws.endpoint(), catalogs);
    }

    static CrashScene open(Path directory) throws SQLException {
        return new CrashScene(directory, () -> AwsCore.inFile(directory));
    }

    /** With a catalog that is kept elsewhere, which the test alone opens when it looks. */
    static CrashScene open(Path directory, Supplier<Catalog> catalogs) throws SQLException {
        return new CrashScene(directory, catalogs);
    }

    /** The arguments of a {@link BusyProcess} on this scene. */
    List<String> arguments(int rounds) {
        return List.of(
                directory.toString(),
                aws.endpoint().toString(),
                String.join(",", keys.stream().map(KeyReference::toString).toList()),
                String.valueOf(rounds));
    }

    URI aws() {
        return aws.endpoint();
    }

    TrailLedger ledger() {
        return ledger;
    }

    /** The source gets another state: a number that all its rows carry, and that says how many rows there are. */
    void changeSource() throws SQLException {
        sourceState++;
        database.execute("UPDATE state SET n = " + sourceState);
    }

    /** Opens what the process has left, brings the trail to its sinks, and checks everything. */
    void check() throws Exception {
        try (AwsCore core = AwsCore.open(directory, aws.endpoint(), catalogs)) {
            core.spice().lockdown().unlock(keys);
            assertServesAState(core);
            assertNoVersionIsReadableUnderARetiredGrant(core);
            TwoSinks sinks = new TwoSinks(core.spice(), directory);
            core.spice().auditFiles().closeNow();
            sinks.drain();
            TrailCheck.Report trail = TrailCheck.check(
                    sinks.bucket(),
                    core.spice().auditFiles().publicKeys(),
                    Optional.of(core.spice().auditFiles().head()),
                    "files");
            assertThat(trail.problems()).isEmpty();
            ledger.files(trail.logs(), trail.digests());
        }
        ledger.check();
    }

    private void assertServesAState(AwsCore core) throws Exception {
        if (core.catalog().read(tx -> tx.versions().current(AwsCore.VISITS)).isEmpty()) {
            assertThat(servedState).as("a version that was current is gone").isZero();
            return;
        }
        Set<Object> states = new HashSet<>();
        int rows = 0;
        try (OpenDataSet open = core.spice().readers().open(AwsCore.VISITS)) {
            for (Iterator<Map<String, Object>> all = RowMaps.rows(open); all.hasNext(); rows++) {
                states.add(all.next().get("state"));
            }
        }
        assertThat(states).hasSize(1);
        int state = (Integer) states.iterator().next();
        assertThat(state).isBetween(servedState, sourceState);
        assertThat(rows).isEqualTo(LEAST_ROWS + state % 7);
        servedState = state;
    }

    /** What is on disk is in the catalog, under a key whose grant KMS has; no other grant is left in KMS. */
    private void assertNoVersionIsReadableUnderARetiredGrant(AwsCore core) {
        List<VersionRecord> live = core.catalog().read(tx -> tx.versions().live());
        assertThat(live).hasSizeLessThanOrEqualTo(1);
        assertThat(core.store().versions())
                .containsExactlyInAnyOrderElementsOf(live.stream()
                        .map(version -> new StoredVersion(version.dataSet(), version.id()))
                        .toList());
        List<GrantRecord> grants = core.catalog().read(tx -> tx.grants().list());
        assertThat(grants)
                .extracting(GrantRecord::key)
                .containsExactlyInAnyOrderElementsOf(
                        live.stream().map(version -> version.key().key()).toList());
        List<String> inKms = keys.stream()
                .flatMap(key ->
                        core.clients().kms().listGrants(request -> request.keyId(key.toString())).grants().stream())
                .map(GrantListEntry::grantId)
                .toList();
        assertThat(inKms)
                .containsExactlyInAnyOrderElementsOf(
                        grants.stream().map(GrantRecord::grantId).toList());
    }

    @Override
    public void close() {
        aws.close();
    }
}
