package io.spicerack.core.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.audit.event.CloudTrailEvents;
import io.spicerack.audit.event.Outcome;
import io.spicerack.audit.event.RequestIds;
import io.spicerack.catalog.record.AllowedSecret;
import io.spicerack.catalog.record.CredentialsSource;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.WithCore;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSourceErrorType;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.ResourceStatus;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Where secrets are kept is not reached, or it says no: the first is no wrong password. */
@WithCore
class SilentSecretsTest {
    private static final Arn SECRET = Arn.parse("arn:aws:secretsmanager:eu-west-1:123456789012:secret:clinic-AbCdEf");

    private final CoreFixture core;

    SilentSecretsTest(CoreFixture core) {
        this.core = core;
        core.spice().allowedSecrets().allow(new AllowedSecret(SECRET, List.of()));
        core.catalog().run(tx -> tx.dataSources().insert(clinic()));
    }

    @Test
    void whoIsNotReachedIsNoWrongPassword() {
        assertFails(Outcome.UNKNOWN, IngestionErrorType.DATA_SOURCE_CONNECTION_FAILED);
        assertFails(
                new Outcome.Failure("ThrottlingException", "slow down"),
                IngestionErrorType.DATA_SOURCE_CONNECTION_FAILED);
    }

    @Test
    void whoSaysNoIsToldAsBefore() {
        assertFails(new Outcome.Failure("AccessDenied", "no"), IngestionErrorType.DATA_SOURCE_AUTH_FAILED);
    }

    @Test
    void aDataSourceShowsATimeOut() {
        assertThat(QuickSightErrors.ofDataSource(
                                new IngestionException(IngestionErrorType.DATA_SOURCE_CONNECTION_FAILED, "no answer"))
                        .type())
                .isEqualTo(DataSourceErrorType.TIMEOUT);
    }

    private void assertFails(Outcome.Failure answer, IngestionErrorType type) {
        Trail trail = new Trail(
                core.catalog(),
                new CloudTrailEvents(CoreFixture.ACCOUNT, core.clock(), UUID::randomUUID),
                new RequestIds());
        try (DestinationSeals seals = new DestinationSeals(
                core.catalog(), core.keys(), CoreFixture.SERVICE_OWNED_KEY, CoreFixture.ACCOUNT, trail)) {
            String seal = seals.seal(clinic(), List.of());
            core.catalog().run(tx -> tx.destinationSeals().put(clinic().id(), seal));
            CredentialsStore store = new CredentialsStore(
                    core.catalog(),
                    secret -> {
                        throw new SecretUnavailableException(secret, "no words", answer);
                    },
                    core.keys(),
                    core.spice().keyRegistrations(),
                    new AllowedSecrets(core.catalog(), seals, trail),
                    CoreFixture.ACCOUNT,
                    trail);
            assertThatThrownBy(() -> store.open(clinic()).close())
                    .asInstanceOf(InstanceOfAssertFactories.type(IngestionException.class))
                    .extracting(IngestionException::type)
                    .isEqualTo(type);
        }
    }

    private DataSourceRecord clinic() {
        return new DataSourceRecord(
                new DataSourceId("clinic"),
                "clinic",
                DataSourceType.POSTGRESQL,
                "localhost",
                5432,
                "clinic",
                false,
                new CredentialsSource.InSecret(SECRET),
                ResourceStatus.CREATION_SUCCESSFUL,
                null,
                null,
                null,
                core.clock().instant(),
                core.clock().instant());
    }
}
