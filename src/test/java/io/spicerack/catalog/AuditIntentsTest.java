package io.spicerack.catalog;

import static io.spicerack.catalog.CatalogFixtures.NOON;
import static io.spicerack.catalog.CatalogFixtures.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.catalog.database.CatalogException;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.SequencedRecord;
import io.spicerack.model.AuditRecord;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A call is either begun or on record, never both and never neither. */
@TakesLong
@WithCatalog
class AuditIntentsTest {
    private static final AuditRecord BEGUN = event("Decrypt");
    private static final AuditRecord ENDED = new AuditRecord(
            BEGUN.eventId(), NOON.plusSeconds(1), "kms.amazonaws.com", "Decrypt", null, null, null, "{}");

    private final OpenedCatalog opened;
    private Catalog catalog;

    AuditIntentsTest(OpenedCatalog opened) {
        this.opened = opened;
        this.catalog = opened.catalog();
    }

    @Test
    void theEndOfACallTakesThePlaceOfItsBeginning() {
        catalog.run(tx -> tx.auditIntents().begin(BEGUN, Optional.empty()));
        assertThat(open()).containsExactly(BEGUN);
        assertThat(trail()).isEmpty();

        catalog.run(tx -> tx.auditIntents().end(ENDED));

        assertThat(open()).isEmpty();
        assertThat(trail()).containsExactly(ENDED);
    }

    @Test
    void anEndThatIsWrittenTwiceIsOneRecord() {
        catalog.run(tx -> tx.auditIntents().begin(BEGUN, Optional.empty()));
        catalog.run(tx -> tx.auditIntents().end(ENDED));
        catalog.run(tx -> tx.auditIntents().end(BEGUN));

        assertThat(trail()).containsExactly(ENDED);
    }

    @Test
    void anEndWhoseTransactionFailsLeavesTheCallBegun() {
        catalog.run(tx -> tx.auditIntents().begin(BEGUN, Optional.empty()));
        assertThatThrownBy(() -> catalog.run(tx -> {
                    tx.auditIntents().end(ENDED);
                    throw new IllegalStateException("the change that it belongs to failed");
                }))
                .hasMessage("the change that it belongs to failed");

        assertThat(open()).containsExactly(BEGUN);
        assertThat(trail()).isEmpty();
    }

    @Test
    void whatWasBegunOutlivesTheProcessInItsOrder() {
        AuditRecord later = event(new UUID(0, 1), "GenerateDataKey", NOON);
        catalog.run(tx -> tx.auditIntents().begin(BEGUN, Optional.empty()));
        catalog.run(tx -> tx.auditIntents().begin(later, Optional.empty()));
        catalog = opened.again();

        assertThat(open()).containsExactly(BEGUN, later);
    }

    @Test
    void oneIdIsBegunOnce() {
        catalog.run(tx -> tx.auditIntents().begin(BEGUN, Optional.empty()));
        assertThatThrownBy(() -> catalog.run(tx -> tx.auditIntents().begin(BEGUN, Optional.empty())))
                .isInstanceOf(CatalogException.class)
                .hasMessageMatching(".*audit_intent[._]event_id.*");
    }

    private List<AuditRecord> open() {
        return catalog.read(tx -> tx.auditIntents().open());
    }

    private List<AuditRecord> trail() {
        return catalog.read(tx -> tx.audit().search(AuditQuery.oldest(9))).stream()
                .map(SequencedRecord::event)
                .toList();
    }
}
