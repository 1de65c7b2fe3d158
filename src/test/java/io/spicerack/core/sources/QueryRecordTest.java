package io.spicerack.core.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.audit.event.CloudTrailEvents;
import io.spicerack.audit.event.RequestIds;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.SequencedRecord;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SetClock;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionErrorType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryRecordTest {
    private static final DataSourceId CLINIC = new DataSourceId("clinic");
    private static final ErrorInfo BROKEN =
            new ErrorInfo(IngestionErrorType.CONNECTION_FAILURE, "the connection broke after 7 rows");

    private final Catalog catalog;
    private final QueryRecord query;

    QueryRecordTest(@TempDir Path directory) {
        SetClock clock = new SetClock();
        catalog = Catalog.open(directory.resolve("catalog.db"), clock);
        Trail trail = new Trail(
                catalog, new CloudTrailEvents(CoreFixture.ACCOUNT, clock, UUID::randomUUID), new RequestIds());
        query = new QueryRecord(trail, new DataSetId("visits"));
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    @Test
    void aQueryHasOneRecordOfItsRowsAndDurationWhateverComesLater() {
        query.begin(CLINIC, "SELECT note FROM visit WHERE name = 'Jane Doe'", Optional.empty());
        query.succeeded(12, Duration.ofMillis(340));
        query.failed(BROKEN);
        assertThat(trail()).singleElement().satisfies(event -> {
            assertThat(event.eventName()).isEqualTo("QueryDatabase");
            assertThat(event.errorCode()).isNull();
            assertThat(event.json())
                    .contains("\"rows\":12,\"durationMillis\":340")
                    .doesNotContain("Jane Doe");
        });
    }

    @Test
    void aQueryThatFailsIsOnRecordWithTheReason() {
        query.begin(CLINIC, "SELECT note FROM visit", Optional.empty());
        query.failed(BROKEN);
        query.failed(BROKEN);
        assertThat(trail()).singleElement().satisfies(event -> {
            assertThat(event.errorCode()).isEqualTo("CONNECTION_FAILURE");
            assertThat(event.json()).contains("the connection broke after 7 rows");
        });
    }

    @Test
    void aQueryThatIsCutOffIsKeptAsOneOfUnknownOutcome() {
        query.begin(CLINIC, "SELECT note FROM visit", Optional.empty());
        List<AuditRecord> begun = catalog.read(tx -> tx.auditIntents().open());
        assertThat(begun).extracting(AuditRecord::errorCode).containsExactly("OutcomeUnknown");
        assertThat(trail()).isEmpty();
    }

    @Test
    void withoutAQueryThereIsNoRecord() {
        query.failed(BROKEN);
        query.succeeded(1, Duration.ZERO);
        assertThat(trail()).isEmpty();
    }

    private List<AuditRecord> trail() {
        return catalog.read(tx -> tx.audit().search(AuditQuery.oldest(9))).stream()
                .map(SequencedRecord::event)
                .toList();
    }
}
