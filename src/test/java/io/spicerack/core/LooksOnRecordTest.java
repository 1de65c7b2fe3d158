package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.audit.event.CloudTrailEvents;
import io.spicerack.audit.event.RequestIds;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.keys.SharedSights;
import io.spicerack.core.trail.KeyLooks;
import io.spicerack.core.trail.LookRecords;
import io.spicerack.core.trail.Trail;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.KeyUnavailableException.Reason;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which looks at a key leave a record: all, or those that saw a change. */
@WithCore
class LooksOnRecordTest {
    private static final KeyReference KEY = CoreFixture.key("looked-at");
    private static final String SLOWLY = "ThrottlingException";
    private static final String DENIED = "AccessDeniedException";

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
        core.keys().whileDescribing(key -> assertThat(begun())
                .hasSize(1)
                .first()
                .extracting(AuditRecord::errorCode)
                .isEqualTo("OutcomeUnknown"));
        watch.look();
        assertThat(begun()).isEmpty();
        core.keys().whileDescribing(key -> {});
        watch.look();
        fail(watch, "ThrottlingException");
        assertThat(records()).containsExactly("", "", "ThrottlingException");
    }

    @Test
    void aKeyIsNotAskedForWhereItCannotBePutOnRecord() {
        KeyWatch watch = watch(LookRecords.Which.ALL);
        AtomicInteger asked = new AtomicInteger();
        core.keys().whileDescribing(key -> asked.incrementAndGet());
        core.catalog().close();
        watch.look();
        assertThat(asked).hasValue(0);
        assertThat(watch.observation(KEY)).isEmpty();
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
        for (String code : List.of(SLOWLY, SLOWLY, DENIED, DENIED)) {
            fail(watch, code);
        }
        assertThat(records()).containsExactly("ThrottlingException", "AccessDenied");
        see(watch, KeyState.Enabled, KeyState.Enabled);
        assertThat(records()).containsExactly("ThrottlingException", "AccessDenied", "");
    }

    @Test
    void looksAreKeptForAnHourAtLeast() {
        assertThatThrownBy(() -> new LookRecords(LookRecords.Which.ALL, Duration.ofMinutes(59)))
                .hasMessage("spicerack.audit.key-watch.retention is 59 min; it must be at least 1h");
    }

    /** What a crash would leave. */
    private List<AuditRecord> begun() {
        return core.catalog().read(tx -> tx.auditIntents().open());
    }

    private KeyWatch watch(LookRecords.Which which) {
        CloudTrailEvents events = new CloudTrailEvents(CoreFixture.ACCOUNT, core.clock(), UUID::randomUUID);
        Trail trail = new Trail(core.catalog(), events, new RequestIds());
        core.keys().create(KEY);
        return new KeyWatch(
                () -> Set.of(KEY),
                new KeyLooks(core.keys(), which, trail),
                trail,
                new SharedSights(core.catalog(), trail),
                core.clock().ticker());
    }

    private void see(KeyWatch watch, KeyState... states) {
        for (KeyState state : states) {
            core.keys().set(KEY, state);
            watch.look();
        }
    }

    private void fail(KeyWatch watch, String code) {
        core.keys().whileDescribing(key -> {
            throw new KeyUnavailableException(key, Reason.THROTTLED, "no answer", null, code);
        });
        watch.look();
        core.keys().whileDescribing(key -> {});
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
