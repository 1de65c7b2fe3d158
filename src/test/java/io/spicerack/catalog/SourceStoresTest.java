package io.spicerack.catalog;

import static io.spicerack.catalog.CatalogFixtures.HOSPITAL;
import static io.spicerack.catalog.CatalogFixtures.NOON;
import static io.spicerack.catalog.CatalogFixtures.PATIENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.TakesLong;
import io.spicerack.catalog.record.SourceReadRecord;
import io.spicerack.model.IngestionId;
import io.spicerack.model.RefreshEstimate;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RequestType;
import io.spicerack.model.RowInfo;
import io.spicerack.model.SourceBudget;
import io.spicerack.model.SourceSnapshot;
import io.spicerack.model.SourceUse;
import io.spicerack.model.VersionId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@TakesLong
@WithCatalog
class SourceStoresTest {
    private static final SourceBudget BUDGET = new SourceBudget(
            Optional.of(Duration.ofMinutes(30)),
            Optional.of(Duration.ZERO),
            Optional.of(4),
            Optional.of(20_000_000L),
            Optional.empty());
    private static final SourceUse USED =
            new SourceUse(2, Duration.ofMillis(5), Duration.ofSeconds(7), 1000, 123_456, Duration.ofSeconds(8));

    private final Catalog catalog;

    SourceStoresTest(OpenedCatalog opened) {
        catalog = opened.catalog();
        catalog.run(tx -> {
            tx.dataSources().insert(CatalogFixtures.dataSource());
            tx.dataSets().declare(PATIENTS, "patients", "patients.camel.yaml");
        });
    }

    @Test
    void aBudgetIsKeptAsItWasDeclaredAndGoesWithItsDataSource() {
        assertThat(budget()).isEqualTo(SourceBudget.NONE);
        catalog.run(tx -> tx.sourceBudgets().put(HOSPITAL, BUDGET));
        assertThat(budget()).isEqualTo(BUDGET);
        catalog.run(tx -> tx.sourceBudgets().put(HOSPITAL, SourceBudget.NONE));
        assertThat(budget()).isEqualTo(SourceBudget.NONE);
        catalog.run(tx -> tx.sourceBudgets().put(HOSPITAL, BUDGET));
        catalog.run(tx -> tx.dataSources().delete(HOSPITAL));
        catalog.run(tx -> tx.dataSources().insert(CatalogFixtures.dataSource()));
        assertThat(budget()).isEqualTo(SourceBudget.NONE);
    }

    private SourceBudget budget() {
        return catalog.read(tx -> tx.sourceBudgets().find(HOSPITAL));
    }

    @Test
    void aReadIsKeptFromItsBeginningToItsEnd() {
        IngestionId ingestion = running("i-1");
        SourceReadRecord begun = read(ingestion, null, RefreshEstimate.UNKNOWN);
        catalog.run(tx -> tx.sourceReads().begin(begun));
        assertThat(find(ingestion)).hasValue(begun);
        SourceReadRecord again = read(
                ingestion,
                null,
                new RefreshEstimate(OptionalLong.of(7), OptionalLong.of(70), Optional.of(Duration.ofMillis(700))));
        catalog.run(tx -> tx.sourceReads().begin(again));
        assertThat(find(ingestion)).as("it began again").hasValue(again);
        catalog.run(tx -> tx.sourceReads().end(PATIENTS, ingestion, USED));
        assertThat(find(ingestion)).hasValue(read(ingestion, USED, again.expected()));
        assertThat(find(new IngestionId("another"))).isEmpty();
    }

    @Test
    void theNewestCompletedReadIsTheHistory() {
        assertThat(last()).isEmpty();
        IngestionId failed = running("i-1");
        catalog.run(tx -> {
            tx.sourceReads().begin(read(failed, null, RefreshEstimate.UNKNOWN));
            tx.sourceReads().end(PATIENTS, failed, USED);
            tx.ingestions().cancel(PATIENTS, failed);
        });
        assertThat(last()).as("what was cancelled tells nothing").isEmpty();
        IngestionId completed = running("i-v1");
        catalog.run(tx -> {
            tx.sourceReads().begin(read(completed, null, RefreshEstimate.UNKNOWN));
            tx.sourceReads().end(PATIENTS, completed, USED);
            tx.ingestions().complete(PATIENTS, completed, new RowInfo(1000, 0, 1000), 10, new VersionId("v1"));
        });
        assertThat(last())
                .hasValueSatisfying(read -> assertThat(read.ingestion()).isEqualTo(completed));
        List<SourceReadRecord> before = catalog.read(tx -> tx.sourceReads().ofCurrent(HOSPITAL, 10));
        assertThat(before).as("nothing is published").isEmpty();
        catalog.run(tx -> {
            tx.versions().stage(CatalogFixtures.staged("v1", CatalogFixtures.KEY_A));
            tx.versions().publish(PATIENTS, new VersionId("v1"));
        });
        List<SourceReadRecord> ofAny = catalog.read(tx -> tx.sourceReads().ofCurrent(HOSPITAL, 10));
        assertThat(ofAny).containsExactly(last().orElseThrow());
    }

    private Optional<SourceReadRecord> last() {
        return catalog.read(tx -> tx.sourceReads().lastCompleted(PATIENTS, HOSPITAL, false));
    }

    private Optional<SourceReadRecord> find(IngestionId ingestion) {
        return catalog.read(tx -> tx.sourceReads().find(PATIENTS, ingestion));
    }

    private IngestionId running(String id) {
        IngestionId ingestion = new IngestionId(id);
        catalog.run(tx -> {
            tx.ingestions().queue(PATIENTS, ingestion, RequestType.FULL_REFRESH, RequestSource.MANUAL);
            tx.ingestions().claimNext(PATIENTS, Optional.empty());
        });
        return ingestion;
    }

    private static SourceReadRecord read(IngestionId ingestion, @Nullable SourceUse used, RefreshEstimate expected) {
        return new SourceReadRecord(
                PATIENTS,
                ingestion,
                new SourceSnapshot(HOSPITAL, "PostgreSQL 18.6", NOON, Optional.of("0/1A2B3C4")),
                Optional.of(Duration.ofMillis(1500)),
                OptionalLong.of(900),
                expected,
                used,
                new SourceBudget(
                        BUDGET.longestTransaction(),
                        Optional.empty(),
                        BUDGET.connections(),
                        BUDGET.bytesPerSecond(),
                        Optional.empty()),
                Optional.of(NOON.minusSeconds(3_600)));
    }
}
