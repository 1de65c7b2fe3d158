package io.spicerack.core.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.spicerack.TakesLong;
import io.spicerack.audit.event.CloudTrailEvents;
import io.spicerack.audit.event.Outcome;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.core.AuditFault;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.SetClock;
import io.spicerack.core.WithCore;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.model.RequestSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each use of a key has one record, and without a record there is no key. */
@TakesLong
@WithCore
class AuditedKeyServiceTest {
    private final Path directory;
    private final CoreFixture core;

    AuditedKeyServiceTest(CoreFixture core) {
        this.core = core;
        directory = core.directory();
    }

    @Test
    void aRefreshAndAReadHaveOneRecordForEachCallOfKms() throws Exception {
        core.createDefaultKey("ours");
        DataSetId visits = core.publish("visits", SampleRows.of(3));
        core.spice().readers().open(visits).close();
        assertThat(kmsEvents())
                // the dry run of the registration comes second
                .extracting(AuditRecord::eventName)
                .containsExactly(
                        "DescribeKey", "GenerateDataKey", "GenerateDataKey", "Decrypt", "CreateGrant", "Decrypt");
        assertThat(kmsEvents().stream().skip(2)).allSatisfy(event -> assertThat(event.resourceArn())
                .isEqualTo(CoreFixture.ACCOUNT.dataSet(visits).toString()));
    }

    @Test
    void aDeniedUseIsOnRecordOnceWithItsErrorCode() {
        KeyReference key = core.createDefaultKey("ours");
        DataSetId visits = core.publish("visits", SampleRows.of(3));
        int before = kmsEvents().size();
        core.keys().set(key, KeyState.Disabled);
        assertThatThrownBy(() -> core.spice().readers().open(visits)).hasMessageContaining("is Disabled");
        List<AuditRecord> events = kmsEvents();
        assertThat(events).hasSize(before + 1);
        assertThat(events.get(before).eventName()).isEqualTo("Decrypt");
        assertThat(events.get(before).errorCode()).isEqualTo("DisabledException");
    }

    @Test
    void aReadThatCannotBePutOnRecordGetsNoKey() throws Exception {
        DataSetId visits = core.publish("visits", SampleRows.of(3));
        AuditFault.refuse(directory, "Decrypt");
        assertThatThrownBy(() -> core.spice().readers().open(visits))
                .hasMessageContaining("the trail cannot be written");
        AuditFault.mend(directory);
        core.spice().readers().open(visits).close();
    }

    @Test
    void aRecordThatCouldNotBeWrittenIsWrittenBeforeTheNextCall() throws Exception {
        DataSetId visits = core.publish("visits", SampleRows.of(3));
        int before = kmsEvents().size();
        AuditFault.refuse(directory, "Decrypt");
        assertThatThrownBy(() -> core.spice().readers().open(visits))
                .hasMessageContaining("the trail cannot be written");
        assertThat(intents()).extracting(AuditRecord::errorCode).containsExactly("OutcomeUnknown");
        AuditFault.mend(directory);
        core.spice().readers().open(visits).close();
        assertThat(kmsEvents().stream().skip(before))
                .extracting(AuditRecord::eventName, AuditRecord::errorCode)
                .containsExactly(tuple("Decrypt", null), tuple("Decrypt", null));
        assertThat(intents()).isEmpty();
    }

    @Test
    void aCallThatCannotBePutOnRecordIsNotMade() throws Exception {
        core.createDefaultKey("ours");
        AuditFault.refuseIntents(directory);
        assertThatThrownBy(() -> core.publish("visits", SampleRows.of(3))).hasMessageContaining("no call can be begun");
        assertThat(core.keys().grants()).isEmpty();
        AuditFault.mend(directory);
        assertThat(kmsEvents()).extracting(AuditRecord::eventName).containsExactly("DescribeKey", "GenerateDataKey");
    }

    @Test
    void aCallThatACrashCutOffIsOnRecordAsOneOfUnknownOutcome(@TempDir Path crashed) {
        AuditRecord begun = new CloudTrailEvents(CoreFixture.ACCOUNT, new SetClock(), UUID::randomUUID)
                .kms()
                .decrypt(
                        CoreFixture.SERVICE_OWNED_KEY,
                        CoreFixture.ACCOUNT.dataSet(new DataSetId("visits")),
                        Outcome.UNKNOWN);
        try (Catalog catalog = Catalog.open(crashed.resolve("catalog.db"), new SetClock())) {
            catalog.run(tx -> tx.auditIntents().begin(begun, Optional.empty()));
        }
        try (CoreFixture again = CoreFixture.open(crashed)) {
            assertThat(again.spice().audit().search(AuditQuery.oldest(10))).containsExactly(begun);
            List<AuditRecord> left =
                    again.catalog().read(tx -> tx.auditIntents().open());
            assertThat(left).isEmpty();
        }
        assertThat(begun.json())
                .contains("\"errorCode\":\"OutcomeUnknown\"")
                .contains("Whether it was made, and how it ended, is on record at the other side");
    }

    @Test
    void aCallThatKmsDidNotAnswerHasAnUnknownOutcome() {
        DataSetId visits = core.publish("visits", SampleRows.of(3));
        int before = kmsEvents().size();
        core.keys().reachable(false);
        assertThatThrownBy(() -> core.spice().readers().open(visits)).hasMessageContaining("KMS does not answer");
        assertThat(kmsEvents().stream().skip(before))
                .extracting(AuditRecord::errorCode)
                .containsExactly("OutcomeUnknown");
    }

    @Test
    void aMissingKeyThatSomebodyWantsToRegisterIsOnRecordAsNotFound() {
        core.spice().keyRegistrations().update(List.of(new RegisteredKey(CoreFixture.key("nobodys"), false)));
        assertThat(kmsEvents()).singleElement().satisfies(event -> {
            assertThat(event.eventName()).isEqualTo("DescribeKey");
            assertThat(event.errorCode()).isEqualTo("NotFoundException");
        });
    }

    @Test
    void aGrantThatWasGoneBeforeIsRetiredAndSaysSo() {
        core.createDefaultKey("ours");
        core.publish("visits", SampleRows.of(3));
        core.keys().grants().forEach(grant -> core.keys()
                .retireGrant(
                        CoreFixture.key("ours"),
                        grant,
                        new EncryptionContext(CoreFixture.ACCOUNT.dataSet(new DataSetId("visits")))));
        core.spice().keyRegistrations().update(List.of());
        core.spice().ingestions().request(new DataSetId("visits"), RequestSource.MANUAL);
        core.runNext(new DataSetId("visits"), SampleRows.of(3));
        assertThat(kmsEvents())
                .filteredOn(event -> event.eventName().equals("RetireGrant"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.errorCode()).isNull();
                    assertThat(event.json()).contains("\"alreadyRetired\":true");
                });
    }

    @Test
    void aRefreshThatCannotBePutOnRecordGetsNoKeyAndFails() throws Exception {
        DataSetId visits = core.declare("visits");
        core.spice().ingestions().request(visits, RequestSource.MANUAL);
        AuditFault.refuse(directory, "GenerateDataKey");
        try (Refresh refresh = core.next(visits)) {
            assertThatThrownBy(() -> refresh.begin().seal(SampleRows.of(3)))
                    .hasMessageContaining("the trail cannot be written")
                    .satisfies(e -> refresh.fail(e));
        }
        assertThat(directory.resolve("store/visits")).doesNotExist();
        assertThat(Objects.requireNonNull(
                                core.spice().ingestions().list(visits, 1).get(0).error())
                        .type())
                .isEqualTo(IngestionErrorType.INTERNAL_SERVICE_ERROR);
    }

    private List<AuditRecord> intents() {
        return core.catalog().read(tx -> tx.auditIntents().open());
    }

    private List<AuditRecord> kmsEvents() {
        return core.spice().audit().search(AuditQuery.oldest(1000)).stream()
                .filter(event -> event.eventSource().equals("kms.amazonaws.com"))
                .toList();
    }
}
