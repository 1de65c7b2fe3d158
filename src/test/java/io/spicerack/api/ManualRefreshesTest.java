package io.spicerack.api;

import static io.spicerack.api.ApiFixture.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.core.CoreFixture;
import io.spicerack.model.DataSetId;
import io.spicerack.model.RequestSource;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.quicksight.model.LimitExceededException;

@TakesLong
class ManualRefreshesTest {
    @Test
    void aDataSetIsRefreshedByHandThirtyTwoTimesInADay(@TempDir Path directory) {
        try (ApiFixture api = ApiFixture.open(directory)) {
            api.core().declare("patients");
            for (int i = 0; i < 32; i++) {
                create(api, "i" + i);
            }
            assertThatThrownBy(() -> create(api, "one-more"))
                    .isInstanceOfSatisfying(LimitExceededException.class, e -> assertThat(e.resourceTypeAsString())
                            .isEqualTo("INGESTION"))
                    .hasMessageContaining("was refreshed by hand 32 times in the last 24 hours");
        }
    }

    @Test
    void theDayRollsAndSchedulesDoNotCount(@TempDir Path directory) {
        try (CoreFixture core = CoreFixture.open(directory)) {
            DataSetId patients = core.declare("patients");
            ManualRefreshes two = new ManualRefreshes(core.spice().ingestions(), 2);
            core.spice().ingestions().request(patients, RequestSource.SCHEDULED);
            ask(core, two, patients);
            core.clock().advance(Duration.ofHours(12));
            ask(core, two, patients);
            assertThatThrownBy(() -> ask(core, two, patients)).hasMessageContaining("allows 2");
            core.clock().advance(Duration.ofHours(12).plusMillis(1));
            ask(core, two, patients);
            ManualRefreshes any = new ManualRefreshes(core.spice().ingestions(), 0);
            for (int i = 0; i < 50; i++) {
                ask(core, any, patients);
            }
        }
    }

    @Test
    void whatIsNoLimitIsRefused() {
        assertThatThrownBy(() -> new ApiConfig.Limits(Duration.ofSeconds(30), -1))
                .hasMessage("spicerack.api.manual-refreshes is -1; it must be 0 (no limit) or more");
        assertThatThrownBy(() -> new ApiConfig.Limits(Duration.ofMillis(99), 1))
                .hasMessageContaining("spicerack.api.request-timeout is 99 ms; it must be from 100 ms to 10 min");
    }

    private static void ask(CoreFixture core, ManualRefreshes limit, DataSetId dataSet) {
        limit.request(dataSet, () -> core.spice().ingestions().request(dataSet, RequestSource.MANUAL));
    }

    private static void create(ApiFixture api, String id) {
        var created = api.client()
                .createIngestion(ingestion ->
                        ingestion.awsAccountId(ACCOUNT).dataSetId("patients").ingestionId(id));
        assertThat(created.ingestionId()).isEqualTo(id);
    }
}
