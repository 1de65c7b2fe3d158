package io.spicerack.api;

import static io.spicerack.api.ApiFixture.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.RefreshProperties;
import io.spicerack.catalog.record.SequencedRecord;
import io.spicerack.core.WithCore;
import io.spicerack.core.queue.RouteSchedule;
import io.spicerack.model.DataSetId;
import io.spicerack.model.LookbackWindow;
import io.spicerack.model.RequestType;
import io.spicerack.model.ScheduleId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.quicksight.QuickSightClient;
import software.amazon.awssdk.services.quicksight.model.CreateRefreshScheduleResponse;
import software.amazon.awssdk.services.quicksight.model.DayOfWeek;
import software.amazon.awssdk.services.quicksight.model.IngestionType;
import software.amazon.awssdk.services.quicksight.model.InvalidParameterValueException;
import software.amazon.awssdk.services.quicksight.model.LimitExceededException;
import software.amazon.awssdk.services.quicksight.model.PreconditionNotMetException;
import software.amazon.awssdk.services.quicksight.model.QuickSightException;
import software.amazon.awssdk.services.quicksight.model.RefreshInterval;
import software.amazon.awssdk.services.quicksight.model.RefreshSchedule;
import software.amazon.awssdk.services.quicksight.model.ResourceExistsException;
import software.amazon.awssdk.services.quicksight.model.ResourceNotFoundException;

@TakesLong
@WithCore
class RefreshScheduleApiTest {
    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");

    private ApiFixture api;
    private QuickSightClient client;

    @BeforeEach
    void start(ApiFixture api) {
        this.api = api;
        client = api.client();
        api.core().declare("patients");
    }

    @Test
    void aScheduleIsMadeDescribedListedChangedAndDeleted() {
        RefreshSchedule weekly = schedule("weekly", RefreshInterval.WEEKLY).toBuilder()
                .startAfterDateTime(START)
                .build();
        var created = create(weekly);
        assertThat(created.status()).isEqualTo(200);
        assertThat(created.scheduleId()).isEqualTo("weekly");
        assertThat(created.arn())
                .isEqualTo("arn:aws:quicksight:eu-west-1:123456789012:dataset/patients/refresh-schedule/weekly");
        var described = describe("weekly");
        assertThat(described).isEqualTo(weekly.toBuilder().arn(created.arn()).build());
        assertThat(list()).containsExactly(described);
        // what was given back may be sent again, with its Arn
        RefreshSchedule monthly = described.toBuilder()
                .scheduleFrequency(described.scheduleFrequency().toBuilder()
                        .interval(RefreshInterval.MONTHLY)
                        .refreshOnDay(day -> day.dayOfMonth("LAST_DAY_OF_MONTH"))
                        .build())
                .build();
        var updated = client.updateRefreshSchedule(
                update -> update.awsAccountId(ACCOUNT).dataSetId("patients").schedule(monthly));
        assertThat(updated.arn()).isEqualTo(created.arn());
        assertThat(describe("weekly")).isEqualTo(monthly);
        assertThat(delete("weekly")).isEqualTo("weekly");
        assertThat(list()).isEmpty();
        assertThatThrownBy(() -> describe("weekly"))
                .isInstanceOfSatisfying(ResourceNotFoundException.class, e -> assertThat(e.resourceTypeAsString())
                        .isEqualTo("REFRESH_SCHEDULE"))
                .hasMessageContaining("data set 'patients' has no schedule 'weekly'");
        assertThatThrownBy(() -> delete("weekly")).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> client.updateRefreshSchedule(update ->
                        update.awsAccountId(ACCOUNT).dataSetId("patients").schedule(monthly)))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aDataSetHasFiveSchedulesAtMost() {
        for (int i = 1; i <= 5; i++) {
            create(schedule("s" + i, RefreshInterval.DAILY));
        }
        assertThatThrownBy(() -> create(schedule("s1", RefreshInterval.DAILY)))
                .isInstanceOf(ResourceExistsException.class)
                .hasMessageContaining("has a schedule 's1' already");
        assertThatThrownBy(() -> create(schedule("s6", RefreshInterval.DAILY)))
                .isInstanceOfSatisfying(LimitExceededException.class, e -> assertThat(e.statusCode())
                        .isEqualTo(409))
                .hasMessageContaining("has 5 schedules, the most that are allowed: [s1, s2, s3, s4, s5]");
    }

    @Test
    void anHourlyScheduleHasToBeTheOnlyOne() {
        create(schedule("daily", RefreshInterval.DAILY));
        assertThatThrownBy(() -> create(schedule("hourly", RefreshInterval.HOURLY)))
                .isInstanceOfSatisfying(PreconditionNotMetException.class, e -> assertThat(e.statusCode())
                        .isEqualTo(400))
                .hasMessageContaining("HOURLY has to be the only one");
        delete("daily");
        create(schedule("hourly", RefreshInterval.HOURLY));
        assertThatThrownBy(() -> create(schedule("daily", RefreshInterval.DAILY)))
                .isInstanceOf(PreconditionNotMetException.class)
                .hasMessageContaining("has the schedules [hourly]");
        // it may become another one itself
        client.updateRefreshSchedule(update ->
                update.awsAccountId(ACCOUNT).dataSetId("patients").schedule(schedule("hourly", RefreshInterval.DAILY)));
        create(schedule("daily", RefreshInterval.DAILY));
    }

    @Test
    void anIncrementalScheduleNeedsALookBackWindowFirst() {
        RefreshSchedule quarters = RefreshSchedule.builder()
                .scheduleId("quarters")
                .refreshType(IngestionType.INCREMENTAL_REFRESH)
                .scheduleFrequency(frequency -> frequency.interval(RefreshInterval.MINUTE15))
                .build();
        assertThatThrownBy(() -> create(quarters))
                .isInstanceOf(PreconditionNotMetException.class)
                .hasMessageContaining("has no look-back window, which INCREMENTAL_REFRESH needs");
        api.core().catalog().run(tx -> tx.refreshProperties()
                .put(
                        new DataSetId("patients"),
                        new RefreshProperties(new LookbackWindow("updated", 1, LookbackWindow.SizeUnit.DAY), null)));
        create(quarters);
        assertThat(describe("quarters").scheduleFrequency().timezone()).isEqualTo("UTC");
        api.core().spice().schedules().fire(new DataSetId("patients"), new ScheduleId("quarters"), Instant.now());
        // a data set without a version begins with all of it
        assertThat(api.core().spice().ingestions().list(new DataSetId("patients"), 1))
                .extracting(found -> found.requestType())
                .containsExactly(RequestType.INITIAL_INGESTION);
    }

    @Test
    void whatIsWrongInAScheduleIsNamed() {
        refused(schedule("s", RefreshInterval.DAILY), "Asia/Atlantis", "03:00")
                .hasMessageContaining("Schedule.ScheduleFrequency.Timezone: 'Asia/Atlantis' is no time zone id");
        refused(schedule("s", RefreshInterval.DAILY), "UTC", "24:00")
                .hasMessageContaining("Schedule.ScheduleFrequency.TimeOfTheDay: '24:00' is not HH:MM");
        refused(schedule("s", RefreshInterval.DAILY), "UTC", null)
                .hasMessageContaining("TimeOfTheDay is missing; Interval DAILY needs it");
        refused(schedule("s", RefreshInterval.MINUTE15), "UTC", null)
                .hasMessageContaining("Interval MINUTE15 is for INCREMENTAL_REFRESH only");
        refused(schedule("../s", RefreshInterval.DAILY), "UTC", "03:00").hasMessageContaining("schedule id '../s'");
        assertThatThrownBy(() -> create(RefreshSchedule.builder()
                        .scheduleId("s")
                        .refreshType(IngestionType.FULL_REFRESH)
                        .scheduleFrequency(frequency -> frequency.interval("FORTNIGHTLY"))
                        .build()))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("Schedule.ScheduleFrequency.Interval: 'FORTNIGHTLY' is none of [MINUTE15,");
        assertThatThrownBy(() -> create(RefreshSchedule.builder()
                        .scheduleId("s")
                        .refreshType(IngestionType.FULL_REFRESH)
                        .scheduleFrequency(frequency -> frequency
                                .interval(RefreshInterval.MONTHLY)
                                .timeOfTheDay("03:00")
                                .refreshOnDay(day -> day.dayOfMonth("31")))
                        .build()))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("DayOfMonth: day of month 31 is not 1 to 28 or LAST_DAY_OF_MONTH");
    }

    @Test
    void aDataSetThatIsNotThereHasNoSchedules() {
        assertThatThrownBy(() -> client.listRefreshSchedules(
                        list -> list.awsAccountId(ACCOUNT).dataSetId("visits")))
                .isInstanceOfSatisfying(ResourceNotFoundException.class, e -> assertThat(e.resourceTypeAsString())
                        .isEqualTo("DATA_SET"));
    }

    @Test
    void theScheduleOfARouteIsChangedInItsFile() {
        api.core()
                .spice()
                .schedules()
                .declare(List.of(new RouteSchedule(
                        new DataSetId("patients"),
                        "patients-schedule",
                        "routes/patients.camel.yaml",
                        Optional::empty)));
        for (var change : List.<Runnable>of(
                () -> create(schedule("patients-schedule", RefreshInterval.DAILY)),
                () -> delete("patients-schedule"),
                () -> client.updateRefreshSchedule(update -> update.awsAccountId(ACCOUNT)
                        .dataSetId("patients")
                        .schedule(schedule("patients-schedule", RefreshInterval.DAILY))))) {
            assertThatThrownBy(change::run)
                    .isInstanceOfSatisfying(
                            QuickSightException.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ConflictException"))
                    .hasMessageContaining("is declared in routes/patients.camel.yaml; change it there");
        }
        assertThat(list()).isEmpty();
    }

    @Test
    void changesAreOnRecord() {
        create(schedule("daily", RefreshInterval.DAILY));
        delete("daily");
        List<SequencedRecord> records = api.core().catalog().read(tx -> tx.audit()
                .search(AuditQuery.oldest(10).named("RefreshSchedule")));
        assertThat(records)
                .extracting(found -> found.event().json())
                .satisfiesExactly(
                        made -> assertThat(made)
                                .contains(
                                        "CreateRefreshSchedule", "\"scheduleId\":\"daily\"", "\"interval\":\"DAILY\""),
                        gone -> assertThat(gone).contains("DeleteRefreshSchedule", ApiFixture.KEY));
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused(
            RefreshSchedule schedule, String zone, @Nullable String time) {
        return assertThatThrownBy(() -> create(schedule.toBuilder()
                        .scheduleFrequency(schedule.scheduleFrequency().toBuilder()
                                .timezone(zone)
                                .timeOfTheDay(time)
                                .build())
                        .build()))
                .isInstanceOf(InvalidParameterValueException.class);
    }

    private CreateRefreshScheduleResponse create(RefreshSchedule schedule) {
        return client.createRefreshSchedule(
                create -> create.awsAccountId(ACCOUNT).dataSetId("patients").schedule(schedule));
    }

    private RefreshSchedule describe(String id) {
        return client.describeRefreshSchedule(describe ->
                        describe.awsAccountId(ACCOUNT).dataSetId("patients").scheduleId(id))
                .refreshSchedule();
    }

    private List<RefreshSchedule> list() {
        return client.listRefreshSchedules(list -> list.awsAccountId(ACCOUNT).dataSetId("patients"))
                .refreshSchedules();
    }

    private String delete(String id) {
        return client.deleteRefreshSchedule(delete ->
                        delete.awsAccountId(ACCOUNT).dataSetId("patients").scheduleId(id))
                .scheduleId();
    }

    private static RefreshSchedule schedule(String id, RefreshInterval interval) {
        return RefreshSchedule.builder()
                .scheduleId(id)
                .refreshType(IngestionType.FULL_REFRESH)
                .scheduleFrequency(frequency -> {
                    frequency.interval(interval).timezone("Europe/Berlin").timeOfTheDay("03:00");
                    if (interval == RefreshInterval.WEEKLY) {
                        frequency.refreshOnDay(day -> day.dayOfWeek(DayOfWeek.SUNDAY));
                    }
                })
                .build();
    }
}
