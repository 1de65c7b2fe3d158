package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.core.account.Principal;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.TamperedException;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.model.RequestSource;
import io.spicerack.table.RowGroup;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stays open between two queries of a data set, and everything that ends it. */
@WithCore
class KeptReadersTest {
    private final CoreFixture core;
    private KeyReference key = CoreFixture.key("ours");
    private DataSetId visits = new DataSetId("visits");

    KeptReadersTest(CoreFixture core) {
        this.core = core;
    }

    @BeforeEach
    void published() {
        core.spice().principals().create("ann", List.of("*"), List.of()).close();
        key = core.createDefaultKey("ours");
        visits = core.publish("visits", SampleRows.of(10, 5));
    }

    private OpenDataSet query() throws TamperedException {
        Principal ann = core.spice().principals().named("ann").orElseThrow();
        return core.spice().policed().openForQuery(ann, visits);
    }

    private int recorded(String event) {
        return core.catalog()
                .read(tx -> tx.audit().search(AuditQuery.newest(1000).named(event)))
                .size();
    }

    /** Readers of all kinds that are open, those that are kept among them. */
    private List<OpenDataSet> open() {
        return core.spice().readers().under(key);
    }

    @Test
    void queriesThatFollowEachOtherAskKmsOnceAndEachIsOnRecord() throws Exception {
        int asked = recorded("Decrypt");
        int opened = recorded("OpenDataSet");
        for (int i = 0; i < 5; i++) {
            try (OpenDataSet query = query()) {
                assertThat(query.next(new RowGroup(query.schema()))).isTrue();
            }
        }
        assertThat(recorded("Decrypt")).isEqualTo(asked + 1);
        assertThat(recorded("OpenDataSet")).isEqualTo(opened + 5);
    }

    @Test
    void readingWithoutAQueryAsksKmsEachTime() throws Exception {
        query().close();
        int asked = recorded("Decrypt");
        core.spice().readers().open(visits).close();
        core.spice().readers().open(visits).close();
        assertThat(recorded("Decrypt")).isEqualTo(asked + 2);
    }

    @Test
    void aLockDownEndsWhatIsKeptAndTheNextQueryIsRefused() throws Exception {
        query().close();
        List<OpenDataSet> kept = open();
        assertThat(kept).hasSize(1);
        core.spice().lockdown().lockDown(List.of(key));
        assertThat(kept).allMatch(OpenDataSet::isSilent);
        assertThatThrownBy(this::query)
                .isInstanceOf(KeyUnavailableException.class)
                .hasMessageContaining("Disabled");
        core.spice().lockdown().unlock(List.of(key));
        query().close();
    }

    @Test
    void aKeyThatSomebodyElseDisablesEndsWhatIsKept() throws Exception {
        try (OpenDataSet first = query();
                OpenDataSet second = query()) {
            List<OpenDataSet> all = open();
            assertThat(all).hasSize(3);
            core.keys().set(key, KeyState.Disabled);
            core.spice().keyWatch().look();
            assertThat(all).allMatch(OpenDataSet::isSilent);
            for (OpenDataSet cut : List.of(first, second)) {
                assertThatThrownBy(() -> cut.lend(files -> {})).isInstanceOf(KeyUnavailableException.class);
            }
        }
        assertThatThrownBy(this::query).isInstanceOf(KeyUnavailableException.class);
    }

    @Test
    void withoutKmsNothingIsGivenBeyondTheLifetimeOfItsLastWord() throws Exception {
        query().close();
        core.keys().reachable(false);
        query().close();
        core.clock().advance(Duration.ofSeconds(61));
        assertThatThrownBy(this::query)
                .isInstanceOf(KeyUnavailableException.class)
                .hasMessageContaining("KMS does not answer");
    }

    @Test
    void aNewVersionEndsWhatIsKeptOfTheOneBefore() throws Exception {
        query().close();
        List<OpenDataSet> before = open();
        int deleted = recorded("DeleteDataSetVersion");
        core.spice().ingestions().request(visits, RequestSource.MANUAL);
        core.runNext(visits, SampleRows.of(20));
        assertThat(recorded("DeleteDataSetVersion")).isEqualTo(deleted + 1);
        assertThat(before).hasSize(1).allMatch(OpenDataSet::isSilent);
        try (OpenDataSet query = query()) {
            assertThat(query.version().rows()).isEqualTo(20);
        }
    }

    @Test
    void aQueryThatRunsKeepsItsVersionWhenANewOneComes() throws Exception {
        try (OpenDataSet running = query()) {
            core.spice().ingestions().request(visits, RequestSource.MANUAL);
            core.runNext(visits, SampleRows.of(20));
            RowGroup group = new RowGroup(running.schema());
            int rows = 0;
            while (running.next(group)) {
                rows += group.rows();
            }
            assertThat(rows).isEqualTo(10);
        }
    }

    @Test
    void whatNobodyAsksForEndsBeforeKmsIsAskedForItAgain() throws Exception {
        query().close();
        int asked = recorded("Decrypt");
        core.clock().advance(Duration.ofSeconds(31));
        await().until(() -> open().isEmpty());
        assertThat(recorded("Decrypt")).isEqualTo(asked);
    }

    @Test
    void aRewrappedVersionIsSharedUnderItsNewKeyAndShutWithIt() throws Exception {
        query().close();
        KeyReference other = core.createDefaultKey("other");
        core.spice().rewraps().rewrap(visits);
        query().close();
        core.keys().set(key, KeyState.Disabled);
        core.spice().keyWatch().look();
        query().close();
        core.keys().set(other, KeyState.Disabled);
        core.spice().keyWatch().look();
        assertThatThrownBy(this::query).isInstanceOf(KeyUnavailableException.class);
    }
}
