package io.spicerack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spicerack.TakesLong;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.model.RequestSource;
import io.spicerack.table.RowGroup;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a security officer types. */
@TakesLong
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@WithCore
class KeyCommandsTest {
    private final ServedCore served;
    private final CoreFixture core;
    private final StringWriter out;
    private final StringWriter err;

    KeyCommandsTest(ServedCore served) {
        this.served = served;
        core = served.core();
        out = served.out();
        err = served.err();
    }

    @Test
    void registrationIsReplacedListedAndCleared() {
        KeyReference first = created("first");
        KeyReference second = created("second");
        assertThat(run(new KeysRegisterCommand(), "--default", second.toString(), first.toString()))
                .isZero();
        assertThat(out.toString()).contains("registered: " + first, "registered: " + second + " (default)");
        assertThat(run(new KeysListCommand())).isZero();
        assertThat(run(new KeysRegisterCommand(), "--none")).isZero();
        assertThat(core.spice().keyRegistrations().list()).isEmpty();
        out.getBuffer().setLength(0);
        assertThat(run(new KeysListCommand())).isZero();
        assertThat(out.toString()).startsWith("no key is registered; the service-owned key seals");
    }

    @Test
    void aKeyThatFailsIsNamedAndTheOthersAreRegistered() {
        KeyReference good = created("good");
        KeyReference forbidden = created("forbidden");
        core.keys().forbid(forbidden);
        assertThat(run(new KeysRegisterCommand(), good.toString(), forbidden.toString()))
                .isOne();
        assertThat(out.toString()).contains("registered: " + good);
        assertThat(err.toString())
                .contains("NOT registered: KMS key " + forbidden + " may not be used by this service.");
    }

    @Test
    void nothingAndAnythingButAnArnIsRefused() {
        assertThat(run(new KeysRegisterCommand())).isOne();
        assertThat(err.toString()).contains("name the keys to register, or clear all registrations with --none");
        assertThat(run(new KeysRegisterCommand(), "alias/ours")).isOne();
        assertThat(err.toString()).contains("'alias/ours' is not an ARN; the shape is arn:");
    }

    @Test
    void aRewrapMovesADataSetAndTheReportTellsItFromARefresh() throws Exception {
        KeyReference first = core.createDefaultKey("first");
        DataSetId patients = core.publish("patients", SampleRows.of(5));
        KeyReference second = core.createDefaultKey("second");
        assertThat(run(new RewrapCommand(), "patients")).isZero();
        assertThat(out.toString()).containsPattern("patients: rewrapped in [0-9]+ ms, from " + first + " to " + second);
        core.keys().set(first, KeyState.Disabled);
        try (OpenDataSet open = core.spice().readers().open(patients)) {
            assertThat(open.next(new RowGroup(open.schema()))).isTrue();
        }
        assertThat(core.keys().grants()).hasSize(1);
        assertThat(run(new KeysCommand())).isZero();
        assertThat(out.toString())
                .contains("rewrapped 2026-11-23T02:14:07Z from " + first)
                .endsWith("No data set has drifted: all are under the key for new data." + System.lineSeparator());
        assertThat(run(new RewrapCommand(), "patients")).isOne();
        assertThat(err.toString())
                .contains("data set 'patients' is under the key for new data already, " + second
                        + "; there is nothing to rewrap");
    }

    @Test
    void rewrapDriftedMovesAllAndNamesWhatItCannotMove() {
        core.createDefaultKey("first");
        core.publish("patients", SampleRows.of(5));
        core.publish("visits", SampleRows.of(5));
        KeyReference lost = core.createDefaultKey("lost");
        core.publish("claims", SampleRows.of(5));
        core.keys().set(lost, KeyState.Disabled);
        core.createDefaultKey("second");
        assertThat(run(new RewrapCommand(), "--drifted")).isOne();
        assertThat(out.toString()).contains("2 moved to " + CoreFixture.key("second") + "; not moved: [claims]");
        assertThat(err.toString()).contains("claims: KMS key " + lost + " is Disabled. Enable the key.");
    }

    @Test
    void refreshDriftedMovesAllAndAttachesToWhatIsQueuedAlready() {
        DataSetId patients = core.publish("patients", SampleRows.of(5));
        DataSetId visits = core.publish("visits", SampleRows.of(7));
        KeyReference key = core.createDefaultKey("second");
        core.spice().ingestions().request(patients, RequestSource.MANUAL);
        CompletableFuture<Void> worker = CompletableFuture.runAsync(() -> {
            // before it has found the one that waits, it would ask for another
            await().until(() -> err.toString().contains("patients QUEUED"));
            core.runNext(patients, SampleRows.of(5));
            core.runNext(visits, SampleRows.of(7));
        });
        assertThat(run(new RefreshCommand(), "--drifted", "--at-a-time", "1")).isZero();
        worker.join();
        assertThat(out.toString())
                .contains(
                        "2 data sets have drifted",
                        "patients: COMPLETED, 5 rows (1 of 2)",
                        "visits: COMPLETED, 7 rows" + " (2 of 2)",
                        "2 of 2 refreshed; no data set has drifted any more");
        assertThat(core.spice().ingestions().list(patients, 10)).hasSize(2);
        assertThat(core.spice().keyReport().lines()).allMatch(line -> line.key().equals(key));
        out.getBuffer().setLength(0);
        assertThat(run(new RefreshCommand(), "--drifted")).isZero();
        assertThat(out.toString()).startsWith("no data set has drifted: all are under the key for new data");
    }

    @Test
    void refreshDriftedNamesWhatFailedAndGoesOn() {
        DataSetId patients = core.publish("patients", SampleRows.of(5));
        DataSetId visits = core.publish("visits", SampleRows.of(7));
        core.createDefaultKey("second");
        CompletableFuture<Void> worker = CompletableFuture.runAsync(() -> {
            try (Refresh refresh = core.next(patients)) {
                refresh.fail(new IngestionException(IngestionErrorType.SQL_TABLE_NOT_FOUND, "there is no table 'p'"));
            }
            core.runNext(visits, SampleRows.of(7));
        });
        assertThat(run(new RefreshCommand(), "--drifted")).isOne();
        worker.join();
        assertThat(err.toString()).contains("patients: FAILED, SQL_TABLE_NOT_FOUND: there is no table 'p'");
        assertThat(out.toString())
                .contains("1 of 2 refreshed; still drifted: [patients]. Call this again when the reasons are mended");
    }

    @Test
    void aLockdownCutsAndAnUnlockOpens() throws Exception {
        KeyReference key = core.createDefaultKey("ours");
        DataSetId patients = core.publish("patients", SampleRows.of(10, 1));
        try (OpenDataSet open = core.spice().readers().open(patients)) {
            assertThat(run(new LockdownCommand(), "--key", key.toString())).isZero();
            assertThat(open.version().dataSet()).isEqualTo(patients);
        }
        assertThat(out.toString())
                .containsPattern(
                        "key/ours +patients +[0-9]+ ms +1 +Cannot open data set 'patients': KMS key .* is Disabled");
        assertThat(run(new UnlockCommand(), "--all")).isZero();
        assertThat(out.toString()).containsPattern("key/ours +patients +[0-9]+ ms");
        core.spice().readers().open(patients).close();
    }

    @Test
    void aLockdownOfAKeyThatProtectsNothingIsRefusedWithTheKnownOnes() {
        core.publish("patients", SampleRows.of(1));
        assertThat(run(new LockdownCommand(), "--key", CoreFixture.key("other").toString()))
                .isOne();
        assertThat(err.toString())
                .contains("neither protects anything here nor is registered; known are ["
                        + CoreFixture.SERVICE_OWNED_KEY + "]");
        assertThat(run(new LockdownCommand())).isEqualTo(2);
    }

    @Test
    void aDrillPrintsItsFigures() {
        assertThat(run(new DrillCommand())).isZero();
        assertThat(out.toString())
                .containsPattern("key disabled in KMS +[0-9]+ ms +[0-9]+ ms")
                .containsPattern("lockdown +[0-9]+ ms +[0-9]+ ms")
                .contains("promised: 60000 ms (spicerack.data-key-lifetime): kept. On record as RevocationDrill of"
                        + " spicerack-canary");
    }

    private KeyReference created(String id) {
        KeyReference key = CoreFixture.key(id);
        core.keys().create(key);
        return key;
    }

    private int run(ServiceCommand command, String... arguments) {
        return served.run(command, arguments);
    }
}
