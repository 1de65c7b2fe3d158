package io.spicerack.catalog;

import static io.spicerack.catalog.CatalogFixtures.KEY_A;
import static io.spicerack.catalog.CatalogFixtures.KEY_B;
import static io.spicerack.catalog.CatalogFixtures.NOON;
import static io.spicerack.catalog.CatalogFixtures.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.SequencedRecord;
import io.spicerack.catalog.record.TrailFile;
import io.spicerack.model.Arn;
import io.spicerack.model.AuditRecord;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@TakesLong
@WithCatalog
class AuditQueueTest {
    private static final Arn PATIENTS_ARN = Arn.parse("arn:aws:quicksight:eu-west-1:111122223333:dataset/patients");

    private final OpenedCatalog opened;
    private Catalog catalog;

    AuditQueueTest(OpenedCatalog opened) {
        this.opened = opened;
        this.catalog = opened.catalog();
    }

    @Test
    void eachSinkGetsEveryEventOnceInOrder() {
        catalog.run(tx -> tx.audit().registerSink("files"));
        append("CreateGrant", "Decrypt", "RetireGrant");
        catalog.run(tx -> tx.audit().registerSink("late"));

        List<SequencedRecord> first = catalog.read(tx -> tx.audit().pending("files", 2));
        assertThat(names(first)).containsExactly("CreateGrant", "Decrypt");
        assertThat(first.get(0).event()).isEqualTo(event("CreateGrant"));
        catalog.run(tx -> tx.audit().delivered("files", first.get(1).sequence()));

        assertThat(names(catalog.read(tx -> tx.audit().pending("files", 2)))).containsExactly("RetireGrant");
        assertThat(names(catalog.read(tx -> tx.audit().pending("late", 9)))).hasSize(3);
        catalog.read(
                tx -> assertThat(tx.audit().backlog()).containsExactly(Map.entry("files", 1L), Map.entry("late", 3L)));
    }

    @Test
    void theSameEventIsKeptOnce() {
        append("Decrypt", "Decrypt");

        catalog.read(tx -> assertThat(tx.audit().countsByName()).containsExactly(Map.entry("Decrypt", 1L)));
    }

    @Test
    void aBatchThatWasTakenAndNotDeliveredIsTheSameOneAgainAfterAReopen() {
        catalog.run(tx -> tx.audit().registerSink("files"));
        append("A", "B");
        assertThat(names(catalog.write(tx -> tx.audit().take("files", 10)))).containsExactly("A", "B");
        append("C");

        catalog = opened.again();

        List<SequencedRecord> again = catalog.write(tx -> tx.audit().take("files", 10));
        assertThat(names(again)).containsExactly("A", "B");
        catalog.run(tx -> tx.audit().delivered("files", again.get(1).sequence()));
        assertThat(names(catalog.write(tx -> tx.audit().take("files", 10)))).containsExactly("C");
    }

    @Test
    void aPositionNeverGoesBackAndAnUnknownSinkIsRefused() {
        catalog.run(tx -> tx.audit().registerSink("files"));
        catalog.run(tx -> tx.audit().delivered("files", 5));

        assertThatThrownBy(() -> catalog.run(tx -> tx.audit().delivered("files", 4)))
                .hasMessage("audit sink 'files' has got the events up to 5 and cannot go back to 4");
        assertThatThrownBy(() -> catalog.read(tx -> tx.audit().pending("kafka", 1)))
                .hasMessage("there is no audit sink 'kafka'; register it before it takes events");
    }

    @Test
    void aReEncryptIsFoundByEitherOfItsKeysAndOnce() {
        String json = "{\"eventName\":\"ReEncrypt\",\"requestParameters\":{\"sourceKeyId\":\"" + KEY_B + "\"}}";
        AuditRecord reEncrypt = new AuditRecord(
                UUID.randomUUID(), NOON, "kms.amazonaws.com", "ReEncrypt", KEY_A.toString(), null, null, json);
        append("Decrypt");
        catalog.run(tx -> tx.audit().append(reEncrypt));

        assertThat(search(AuditQuery.oldest(10).using(KEY_B))).containsExactly("ReEncrypt");
        assertThat(search(AuditQuery.oldest(10).using(KEY_A))).containsExactly("Decrypt", "ReEncrypt");
        assertThat(search(AuditQuery.newest(1).using(KEY_A))).containsExactly("ReEncrypt");
        assertThat(search(AuditQuery.oldest(10).using(KEY_B).named("Decrypt"))).isEmpty();
    }

    @Test
    void aSearchNarrowsByNameResourceKeyAndTime() {
        append("CreateGrant", "Decrypt", "RetireGrant");

        assertThat(search(AuditQuery.newest(10).named("Grant").about(PATIENTS_ARN)))
                .containsExactly("RetireGrant", "CreateGrant");
        assertThat(search(AuditQuery.newest(1).named("Grant"))).containsExactly("RetireGrant");
        assertThat(search(AuditQuery.oldest(10).using(KEY_A))).containsExactly("CreateGrant", "Decrypt", "RetireGrant");
        assertThat(search(AuditQuery.oldest(10).using(KEY_B))).isEmpty();
        assertThat(search(AuditQuery.oldest(10).named("grant"))).isEmpty();
        assertThat(search(AuditQuery.oldest(10).between(NOON, NOON.plusMillis(1))))
                .hasSize(3);
        assertThat(search(AuditQuery.oldest(10).between(NOON.minusSeconds(1), NOON)))
                .isEmpty();
        assertThatThrownBy(() -> AuditQuery.newest(0)).hasMessage("the limit of an audit search is 0; 1 is the least");
    }

    @Test
    void countsAreByNameKeyAndResource() {
        append("Decrypt", "CreateGrant");
        catalog.run(tx -> tx.audit().append(event(new UUID(1, 1), "Decrypt", NOON)));

        catalog.read(tx -> assertThat(tx.audit().countsByName())
                .containsExactly(Map.entry("CreateGrant", 1L), Map.entry("Decrypt", 2L)));
        catalog.read(tx -> assertThat(tx.audit().countsByKey()).containsExactly(Map.entry(KEY_A.toString(), 3L)));
        catalog.read(tx ->
                assertThat(tx.audit().countsByResource()).containsExactly(Map.entry(PATIENTS_ARN.toString(), 3L)));
    }

    @Test
    void onlyWhatEverySinkGotIsPruned() {
        append("A", "B");
        assertThat(prune()).as("no sink registered").isZero();
        catalog.run(tx -> {
            tx.audit().registerSink("files");
            tx.audit().registerSink("kafka");
            tx.audit().delivered("files", 2);
            tx.audit().delivered("kafka", 1);
        });
        assertThat(prune()).as("in no log file yet").isZero();
        catalog.run(tx -> tx.trailFiles().addLog(new TrailFile.Log(0, "log", "00", 1, 2, NOON, NOON), NOON));

        assertThat(prune()).isEqualTo(1);
        assertThat(search(AuditQuery.oldest(9))).containsExactly("B");
        catalog.run(tx -> assertThat(tx.audit().removeSink("kafka")).isTrue());
        assertThat(prune()).isEqualTo(1);

        append("C");
        catalog.read(tx -> assertThat(tx.audit().pending("files", 9))
                .as("sequence numbers are not used again")
                .extracting(SequencedRecord::sequence)
                .containsExactly(3L));
    }

    private int prune() {
        return catalog.write(tx -> tx.audit().prune(NOON.plusSeconds(1)));
    }

    private void append(String... names) {
        catalog.run(tx -> List.of(names).forEach(name -> tx.audit().append(event(name))));
    }

    private List<String> search(AuditQuery query) {
        return names(catalog.read(tx -> tx.audit().search(query)));
    }

    private static List<String> names(List<SequencedRecord> events) {
        return events.stream().map(each -> each.event().eventName()).toList();
    }
}
