package io.spicerack.core.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.catalog.record.SourceReadRecord;
import io.spicerack.catalog.record.VersionProof;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.queue.Timetable;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.RefreshEstimate;
import io.spicerack.model.RefreshInterval;
import io.spicerack.model.RefreshSchedule;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RequestType;
import io.spicerack.model.ScheduleFrequency;
import io.spicerack.model.ScheduleId;
import io.spicerack.model.SourceBudget;
import io.spicerack.model.SourceSnapshot;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked for all data sets at once is what is asked for one after the other. */
@WithCore
class ManyDataSetsTest {
    private static final String ACTION = "quicksight:DescribeDataSet";

    private final CoreFixture core;
    private final DataSets dataSets;
    private final List<DataSetId> all = new ArrayList<>();

    ManyDataSetsTest(CoreFixture core) {
        this.core = core;
        this.dataSets = core.spice().dataSets();
    }

    /** Never refreshed, refreshed once under an old key, twice, and one that waits. */
    @BeforeEach
    void dataSets() {
        all.add(core.declare("never"));
        all.add(core.publish("once", SampleRows.of(3)));
        core.createDefaultKey("newer");
        DataSetId twice = core.publish("twice", SampleRows.of(3));
        core.spice().ingestions().request(twice, RequestSource.MANUAL);
        core.runNext(twice, SampleRows.of(5));
        all.add(twice);
        DataSetId waits = core.publish("waits", SampleRows.of(1));
        core.spice().ingestions().request(waits, RequestSource.MANUAL);
        all.add(waits);
    }

    @Test
    void viewsAreThoseOfEach() {
        List<DataSetView> views = dataSets.views();
        assertThat(views)
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().map(id -> dataSets.view(id).orElseThrow()).toList());
        assertThat(views.stream().filter(DataSetView::drifted).map(view -> view.dataSet()
                        .id()))
                .containsExactly(new DataSetId("once"));
    }

    @Test
    void proofsAreThoseOfEachCurrentVersion() {
        Map<DataSetId, VersionProof> proofs = dataSets.proofs();
        assertThat(proofs).hasSize(3);
        for (DataSetView view : dataSets.views()) {
            VersionRecord current = view.current();
            assertThat(Optional.ofNullable(proofs.get(view.dataSet().id())))
                    .isEqualTo(current == null ? Optional.empty() : dataSets.proof(current));
        }
    }

    @Test
    void readsAreThoseOfTheCurrentVersionAndTheNewestIngestion() {
        for (DataSetId id : all) {
            core.spice().ingestions().list(id, 10).forEach(known -> core.catalog()
                    .run(tx -> tx.sourceReads().begin(read(id, known.id()))));
        }
        Map<DataSetId, Map<IngestionId, SourceReadRecord>> reads = dataSets.reads();
        assertThat(reads).containsOnlyKeys(all.subList(1, 4));
        for (DataSetView view : dataSets.views()) {
            DataSetId id = view.dataSet().id();
            Map<IngestionId, SourceReadRecord> kept = reads.getOrDefault(id, Map.of());
            VersionRecord current = view.current();
            if (current != null) {
                assertThat(kept.get(current.ingestion()))
                        .isEqualTo(dataSets.read(id, current.ingestion()).orElseThrow());
            }
            if (view.lastIngestion() != null) {
                IngestionId newest = view.lastIngestion().id();
                assertThat(kept.get(newest)).isEqualTo(dataSets.read(id, newest).orElseThrow());
            }
        }
        assertThat(reads.get(new DataSetId("twice")))
                .as("its first ingestion is neither")
                .hasSize(1);
        assertThat(reads.get(new DataSetId("waits"))).hasSize(2);
    }

    private static SourceReadRecord read(DataSetId id, IngestionId ingestion) {
        return new SourceReadRecord(
                id,
                ingestion,
                new SourceSnapshot(new DataSourceId("hospital"), "PostgreSQL 18", Instant.EPOCH, Optional.of("0/1")),
                Optional.empty(),
                OptionalLong.empty(),
                RefreshEstimate.UNKNOWN,
                null,
                SourceBudget.NONE,
                Optional.empty());
    }

    @Test
    void theTimetableHasTheSchedulesOfEach() {
        for (int hour : List.of(3, 5)) {
            core.spice()
                    .schedules()
                    .create(
                            all.get(1),
                            new RefreshSchedule(
                                    new ScheduleId("at-" + hour),
                                    new ScheduleFrequency(
                                            RefreshInterval.DAILY, null, ZoneOffset.UTC, LocalTime.of(hour, 0)),
                                    null,
                                    RequestType.FULL_REFRESH));
        }
        Timetable timetable = core.spice().schedules().timetable();
        for (DataSetId id : all) {
            assertThat(timetable.of(id)).isEqualTo(core.spice().schedules().of(id));
            assertThat(timetable.ofRoutes(id))
                    .isEqualTo(core.spice().schedules().ofRoutes(id));
            assertThat(timetable.next(id)).isEqualTo(core.spice().schedules().next(id));
        }
        assertThat(timetable.of(all.get(1))).hasSize(2);
        assertThat(timetable.next(all.get(0))).isEmpty();
    }

    @Test
    void whatIsAllowedIsAllowedForEach() {
        Arn mine = CoreFixture.ACCOUNT.dataSet(all.get(1));
        for (List<String> actions : List.of(List.of("*"), List.of(ACTION), List.of("quicksight:ListDataSets"))) {
            String name = "p" + actions.get(0).length();
            core.spice().principals().create(name, actions, List.of()).close();
            Principal principal = core.spice().principals().named(name).orElseThrow();
            core.spice()
                    .permissions()
                    .update(
                            mine,
                            List.of(new Permissions.Change(principal.arn(), List.of(ACTION))),
                            List.of(),
                            "UpdateDataSetPermissions");
            for (String action : List.of(ACTION, "quicksight:DeleteDataSet")) {
                Predicate<Arn> allowed = core.spice().permissions().allowing(principal, action);
                for (DataSetId id : all) {
                    Arn arn = CoreFixture.ACCOUNT.dataSet(id);
                    assertThat(allowed.test(arn))
                            .as("%s %s %s", name, action, id)
                            .isEqualTo(core.spice().permissions().allow(principal, action, arn));
                }
            }
        }
    }
}
