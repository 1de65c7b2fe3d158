package io.spicerack.core.trail;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.model.RequestSource;
import java.sql.DriverManager;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** However often it is asked, it says what is in the trail. */
@WithCore
class EventTallyTest {
    private final CoreFixture core;

    EventTallyTest(CoreFixture core) {
        this.core = core;
    }

    private Map<String, Long> inTrail() {
        return core.catalog().read(tx -> tx.audit().countsByName());
    }

    @Test
    void itCountsOnAndAnewWhereEventsHaveGone() throws Exception {
        EventTally tally = new EventTally(core.catalog());
        assertThat(tally.counts()).isEqualTo(inTrail());
        var visits = core.publish("visits", SampleRows.of(2));
        assertThat(tally.counts()).isEqualTo(inTrail()).containsKey("PublishDataSetVersion");
        core.spice().ingestions().request(visits, RequestSource.MANUAL);
        core.runNext(visits, SampleRows.of(3));
        assertThat(tally.counts())
                .isEqualTo(inTrail())
                .containsEntry("PublishDataSetVersion", 2L)
                .isEqualTo(tally.counts());
        Map<String, Long> before = tally.counts();
        try (var file = DriverManager.getConnection(
                        "jdbc:sqlite:" + core.directory().resolve("catalog.db"));
                var statement = file.createStatement()) {
            assertThat(statement.executeUpdate(
                            "DELETE FROM audit_event WHERE place <= (SELECT min(place) + 2 FROM audit_event)"))
                    .isEqualTo(3);
        }
        assertThat(tally.counts()).isEqualTo(inTrail()).isNotEqualTo(before);
    }
}
