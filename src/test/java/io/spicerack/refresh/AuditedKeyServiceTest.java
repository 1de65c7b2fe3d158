package io.spicerack.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.catalog.AuditQuery;
import io.spicerack.model.Arn;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.KeyState;
import io.spicerack.model.RequestSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each use of a key has one record, and without a record there is no key. */
class AuditedKeyServiceTest {
    private final Path directory;
    private final CoreFixture core;

    AuditedKeyServiceTest(@TempDir Path directory) {
        this.directory = directory;
        core = CoreFixture.open(directory);
    }

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void aRefreshAndAReadHaveOneRecordForEachCallOfKms() throws Exception {
        core.createDefaultKey("ours");
        DataSetId visits = core.publish("visits", SampleRows.of(3));
        core.spice().readers().open(visits).close();
        assertThat(kmsEvents())
                .extracting(AuditRecord::eventName)
                .containsExactly("GenerateDataKey", "Decrypt", "CreateGrant", "Decrypt");
        assertThat(kmsEvents()).allSatisfy(event -> assertThat(event.resourceArn())
                .isEqualTo(CoreFixture.ACCOUNT.dataSet(visits).toString()));
    }

    @Test
    void aDeniedUseIsOnRecordOnceWithItsErrorCode() {
        Arn key = core.createDefaultKey("ours");
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
    void aRefreshThatCannotBePutOnRecordGetsNoKeyAndFails() throws Exception {
        DataSetId visits = core.declare("visits");
        core.spice().ingestions().request(visits, RequestSource.MANUAL);
        AuditFault.refuse(directory, "GenerateDataKey");
        try (Refresh refresh = core.next(visits)) {
            assertThatThrownBy(() -> refresh.seal(SampleRows.of(3)))
                    .hasMessageContaining("the trail cannot be written")
                    .satisfies(e -> refresh.fail(e));
        }
        assertThat(directory.resolve("store/visits")).doesNotExist();
        assertThat(Objects.requireNonNull(
                                core.spice().ingestions().list(visits, 1).get(0).error())
                        .type())
                .isEqualTo(IngestionErrorType.INTERNAL_SERVICE_ERROR);
    }

    private List<AuditRecord> kmsEvents() {
        return core.spice().audit().search(AuditQuery.oldest(1000)).stream()
                .filter(event -> event.eventSource().equals("kms.amazonaws.com"))
                .toList();
    }
}
