package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.audit.event.Caller;
import io.spicerack.audit.event.Outcome;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.model.RequestSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@WithCore
class CallersTest {
    private static final Caller ALICE = new Caller(
            Caller.IdentityType.IAMUser,
            "AKIAALICE",
            "arn:aws:iam::123456789012:user/alice",
            "123456789012",
            "alice",
            "192.0.2.7",
            "aws-cli/1.45");

    private final CoreFixture core;

    CallersTest(CoreFixture core) {
        this.core = core;
    }

    @Test
    void anOperationCarriesItsCallerAndWhatFollowsIsTheServicesOwn() {
        var patients = core.declare("patients");

        core.spice().callers().as(ALICE, () -> core.spice().ingestions().request(patients, RequestSource.MANUAL));
        core.runNext(patients, SampleRows.of(3));

        JsonNode created = event("CreateIngestion");
        assertThat(created.path("userIdentity").path("userName").asText()).isEqualTo("alice");
        assertThat(created.path("userIdentity").path("arn").asText()).isEqualTo("arn:aws:iam::123456789012:user/alice");
        assertThat(created.path("sourceIPAddress").asText()).isEqualTo("192.0.2.7");
        assertThat(created.path("userAgent").asText()).isEqualTo("aws-cli/1.45");
        assertThat(List.of("StartIngestion", "GenerateDataKey", "CompleteIngestion"))
                .allSatisfy(name -> assertThat(event(name)
                                .path("userIdentity")
                                .path("invokedBy")
                                .asText())
                        .isEqualTo("quicksight.amazonaws.com"));
    }

    @Test
    void afterAFailureTheThreadIsTheServicesOwnAgain() {
        assertThatThrownBy(() -> core.spice().callers().as(ALICE, () -> {
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");

        core.createDefaultKey("key");

        assertThat(event("UpdateKeyRegistration")
                        .path("userIdentity")
                        .path("type")
                        .asText())
                .isEqualTo("AWSService");
    }

    @Test
    void anOperationThatFailedIsOnRecordWithItsIdsAndItsError() {
        core.spice()
                .callers()
                .failed(
                        ALICE,
                        "DeleteDataSource",
                        Map.of("DataSourceId", "clinic"),
                        new Outcome.Failure("ResourceNotFoundException", "there is no data source 'clinic'"));

        JsonNode failed = event("DeleteDataSource");
        assertThat(failed.path("errorCode").asText()).isEqualTo("ResourceNotFoundException");
        assertThat(failed.path("errorMessage").asText()).isEqualTo("there is no data source 'clinic'");
        assertThat(failed.path("requestParameters").path("dataSourceId").asText())
                .isEqualTo("clinic");
        assertThat(failed.path("responseElements").isNull()).isTrue();
    }

    private JsonNode event(String name) {
        try {
            return new ObjectMapper()
                    .readTree(core.spice()
                            .audit()
                            .search(AuditQuery.newest(1).named(name))
                            .get(0)
                            .json());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
