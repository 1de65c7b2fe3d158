package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.audit.event.CloudTrailEvents;
import io.spicerack.audit.event.Outcome;
import io.spicerack.audit.event.RequestIds;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.keys.Look;
import io.spicerack.core.trail.LookRecords;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.Arn;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.KeyState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which looks at a key leave a record: all, or those that saw a change. */
@WithCore
class LooksOnRecordTest {
    private static final Arn KEY = CoreFixture.key("looked-at");
    private static final Outcome.Failure SLOWLY = new Outcome.Failure("ThrottlingException", "slowly");
    private static final Outcome.Failure DENIED = new Outcome.Failure("AccessDeniedException", "no");

    private final CoreFixture core;

    LooksOnRecordTest(CoreFixture core) {
        this.core = core;
    }

    @BeforeEach
    void nothingIsOnRecordYet() {
        assertThat(records()).isEmpty();
    }

    @Test
    void everyLookIsOnRecordBeforeItIsMadeAndEndsOnce() {
        KeyWatch watch = watch(LookRecords.Which.ALL);
        Look look = watch.looking(KEY);
        assertThat(begun())
                .hasSize(1)
                .first()
                .extracting(AuditRecord::errorCode)
                .isEqualTo("OutcomeUnknown");
        watch.observed(look, KeyState.Enabled);
        watch.observed(look, KeyState.Enabled);
        assertThat(begun()).isEmpty();
        watch.observed(watch.looking(KEY), KeyState.Enabled);
        watch.unanswered(watch.looking(KEY), SLOWLY);
        assertThat(records()).containsExactly("", "", "ThrottlingException");
    }

    @Test
    void ofChangesOnlyWhatTheLookBeforeDidNotSee() {
        KeyWatch watch = watch(LookRecords.Which.CHANGES);
        see(watch, KeyState.Enabled, KeyState.Enabled);
        assertThat(records()).isEmpty();
        see(watch, KeyState.Disabled, KeyState.Disabled, KeyState.Enabled, KeyState.Enabled);
        assertThat(records()).containsExactly("", "");
        see(watch, KeyState.Missing, KeyState.Missing);
        assertThat(records()).containsExactly("", "", "NotFoundException");
    }

    @Test
    void ofChangesAFailureThatIsNewAndItsEnd() {
        KeyWatch watch = watch(LookRecords.Which.CHANGES);
        see(watch, KeyState.Enabled);
        for (Outcome.Failure failure : List.of(SLOWLY, SLOWLY, DENIED, DENIED)) {
            watch.unanswered(watch.looking(KEY), failure);
        }
        assertThat(records()).containsExactly("ThrottlingException", "AccessDeniedException");
        see(watch, KeyState.Enabled, KeyState.Enabled);
        assertThat(records()).containsExactly("ThrottlingException", "AccessDeniedException", "");
    }

    @Test
    void looksAreKeptForAnHourAtLeast() {
        assertThatThrownBy(() -> new LookRecords(LookRecords.Which.ALL, Duration.ofMinutes(59)))
                .hasMessage("spicerack.audit.key-watch.retention is PT59M; it must be at least 1h");
    }

    /** What a crash would leave. */
    private List<AuditRecord> begun() {
        return core.catalog().read(tx -> tx.auditIntents().open());
    }

    private KeyWatch watch(LookRecords.Which which) {
        CloudTrailEvents events = new CloudTrailEvents(CoreFixture.ACCOUNT, core.clock(), UUID::randomUUID);
        Trail trail = new Trail(core.catalog(), events, new RequestIds());
        return new KeyWatch(() -> Set.of(KEY), which, trail, core.clock());
    }

    private static void see(KeyWatch watch, KeyState... states) {
        for (KeyState state : states) {
            watch.observed(watch.looking(KEY), state);
        }
    }

    /** The error code of each DescribeKey, empty for none. */
    private List<String> records() {
        return core
                .catalog()
                .read(tx -> tx.audit().search(AuditQuery.oldest(100).named("DescribeKey")))
                .stream()
                .map(record ->
                        record.event().errorCode() == null ? "" : record.event().errorCode())
                .toList();
    }
}
