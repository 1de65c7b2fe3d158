package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.TakesLong;
import io.spicerack.catalog.record.ProofConditions;
import io.spicerack.catalog.record.ProofMethod;
import io.spicerack.catalog.record.VersionProof;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.model.DataSetId;
import io.spicerack.model.ReconcileMode;
import io.spicerack.model.RequestSource;
import java.sql.DriverManager;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How versions are proven where spicerack.reconcile is auto, and what is on record of it; sources are in ValuesRoutesTest. */
@TakesLong
@WithCore
class AutoProofTest {
    private static final ProofConditions BEFORE =
            new ProofConditions("c1", "q1", "driver 1", "server 1", "types 1", "spicerack 1");

    private final CoreFixture core;
    private final DataSetId visits;

    AutoProofTest(CoreFixture core) {
        this.core = core;
        visits = core.declare("visits");
    }

    @Test
    void theFirstVersionIsComparedByValueAndThenOneOfTwenty() {
        assertThat(refresh(ReconcileMode.AUTO))
                .isEqualTo(new VersionProof(ProofMethod.READ_BACK, "no version of it was proven by value yet"));
        for (int place = 1; place <= 19; place++) {
            VersionProof counted = refresh(ReconcileMode.AUTO);
            assertThat(counted.method()).as("refresh %s", place).isEqualTo(ProofMethod.NONE);
            assertThat(counted.why())
                    .startsWith("its rows come from no source that could be asked; they are not read back: nothing that"
                            + " could bend values has changed since the proof by value of ")
                    .endsWith(", " + place + " of 19 before the next");
        }
        assertThat(refresh(ReconcileMode.AUTO))
                .isEqualTo(new VersionProof(ProofMethod.READ_BACK, "one of every 20 is"));
        assertThat(refresh(ReconcileMode.AUTO).why()).endsWith(", 1 of 19 before the next");
    }

    @Test
    void whatIsSetOtherwiseIsOnRecordToo() {
        String set = "as its route or spicerack.reconcile says";
        assertThat(refresh(ReconcileMode.OFF)).isEqualTo(new VersionProof(ProofMethod.NONE, set));
        assertThat(refresh(ReconcileMode.COUNTS))
                .isEqualTo(new VersionProof(ProofMethod.NONE, "its rows come from no source that could be asked"));
        assertThat(refresh(ReconcileMode.VALUES)).isEqualTo(new VersionProof(ProofMethod.READ_BACK, set));
        assertThat(refresh(ReconcileMode.AUTO).why()).endsWith(", 1 of 19 before the next");
    }

    @Test
    void aVersionOfWhichNothingIsKnownIsFollowedByOneThatIsComparedByValue() throws Exception {
        refresh(ReconcileMode.AUTO);
        try (var before = DriverManager.getConnection(
                        "jdbc:sqlite:" + core.directory().resolve("catalog.db"));
                var statement = before.createStatement()) {
            statement.execute("DELETE FROM version_proof");
            statement.execute("DELETE FROM value_proof");
        }
        assertThat(core.spice().dataSets().proof(current())).isEmpty();
        assertThat(refresh(ReconcileMode.AUTO).method()).isEqualTo(ProofMethod.READ_BACK);
    }

    @Test
    void aRefreshThatFailsLeavesTheProofThatIsDueToTheNext() {
        refresh(ReconcileMode.AUTO);
        core.catalog().run(tx -> {
            for (int i = 0; i < 19; i++) {
                tx.proofs().published(visits, Optional.empty());
            }
        });
        core.spice().ingestions().request(visits, RequestSource.MANUAL);
        try (Refresh failing = core.next(visits)) {
            failing.begin(ReconcileMode.AUTO).seal(SampleRows.of(3));
        }
        assertThat(refresh(ReconcileMode.AUTO).why()).isEqualTo("one of every 20 is");
    }

    @Test
    void eachConditionThatChangesIsNamed() {
        assertThat(BEFORE.changes(BEFORE)).isEmpty();
        assertThat(BEFORE.changes(new ProofConditions("c2", "q2", "driver 2", "server 2", "types 2", "spicerack 2")))
                .isEqualTo(List.of(
                        "the columns",
                        "the query",
                        "the driver (driver 1 before, now driver 2)",
                        "the server (server 1 before, now server 2)",
                        "the settings of types (types 1 before, now types 2)",
                        "the software (spicerack 1 before, now spicerack 2)"));
    }

    private VersionProof refresh(ReconcileMode mode) {
        core.spice().ingestions().request(visits, RequestSource.MANUAL);
        try (Refresh refresh = core.next(visits)) {
            refresh.begin(mode).seal(SampleRows.of(3)).reconcile().publish();
        }
        return core.spice().dataSets().proof(current()).orElseThrow();
    }

    private VersionRecord current() {
        return Objects.requireNonNull(
                core.spice().dataSets().view(visits).orElseThrow().current());
    }
}
