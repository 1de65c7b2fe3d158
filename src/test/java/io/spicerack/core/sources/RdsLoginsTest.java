package io.spicerack.core.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.audit.event.CloudTrailEvents;
import io.spicerack.audit.event.RequestIds;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.CredentialsSource;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.catalog.record.DatabaseUser;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.WithCore;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.Arn;
import io.spicerack.model.Credentials;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.ResourceStatus;
import io.spicerack.model.Secret;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A user of RDS logs in with tokens that are made for each connection, on record, and with TLS alone. */
@WithCore
class RdsLoginsTest {
    private static final DatabaseUser USER = DatabaseUser.of(CoreFixture.ACCOUNT, "eu-central-1", "reader");

    private final CoreFixture core;
    private final Trail trail;
    private final AtomicInteger made = new AtomicInteger();

    RdsLoginsTest(CoreFixture core) {
        this.core = core;
        this.trail = new Trail(
                core.catalog(),
                new CloudTrailEvents(CoreFixture.ACCOUNT, core.clock(), UUID::randomUUID),
                new RequestIds());
    }

    @Test
    void eachConnectionGetsAnotherTokenAndEachIsOnRecordFirst() {
        try (Credentials credentials = logins((user, host, port) ->
                        Secret.of(user.name() + "@" + host + ":" + port + "/" + made.incrementAndGet()))
                .open(source(true), USER)) {
            assertThat(credentials.username()).isEqualTo("reader");
            assertThat(records()).isEmpty();
            assertThat(credentials.<String>reveal(text -> text)).isEqualTo("reader@db.example.com:5432/1");
            assertThat(records()).hasSize(1);
            assertThat(credentials.<String>reveal(text -> text)).isEqualTo("reader@db.example.com:5432/2");
            assertThat(records()).hasSize(2).allSatisfy(record -> assertThat(record)
                    .contains("arn:aws:rds-db:eu-central-1:123456789012:dbuser:*/reader", "db.example.com", "5432")
                    .doesNotContain("5432/1", "5432/2"));
            assertThat(credentials.renewal()).isPresent();
        }
    }

    @Test
    void withoutTlsThereIsNoToken() {
        RdsLogins logins = logins((user, host, port) -> Secret.of("token"));
        assertThatThrownBy(() -> logins.open(source(false), USER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("data source 'rds' logs in by IAM", "Set DisableSsl: false");
        assertThat(records()).isEmpty();
    }

    @Test
    void whatNobodyCanSignIsAWrongLoginInWords() {
        RdsLogins without = new RdsLogins(secret -> "unused", trail);
        assertThatThrownBy(() -> without.open(source(true), USER))
                .isInstanceOf(IngestionException.class)
                .hasMessageContaining("nothing here makes its tokens");
        try (Credentials credentials = logins((user, host, port) -> {
                    throw new IllegalStateException("the peer's own words");
                })
                .open(source(true), USER)) {
            assertThatThrownBy(() -> credentials.reveal(text -> text))
                    .isInstanceOf(IngestionException.class)
                    .hasMessageContainingAll(
                            "data source 'rds': no token could be made for user reader in eu-central-1")
                    .hasMessageNotContaining("the peer's own words")
                    .extracting(e -> ((IngestionException) e).type())
                    .isEqualTo(IngestionErrorType.DATA_SOURCE_AUTH_FAILED);
        }
    }

    @Test
    void theCatalogKeepsTheUserAndItsSealHolds() {
        DataSourceRecord source = source(true);
        core.catalog().run(tx -> tx.dataSources().insert(source));
        Optional<DataSourceRecord> kept =
                core.catalog().read(tx -> tx.dataSources().find(source.id()));
        assertThat(kept.map(DataSourceRecord::credentials)).hasValue(new CredentialsSource.RdsUser(USER));
        try (DestinationSeals seals = new DestinationSeals(
                core.catalog(), core.keys(), CoreFixture.SERVICE_OWNED_KEY, CoreFixture.ACCOUNT, trail)) {
            String seal = seals.seal(source, List.of());
            core.catalog().run(tx -> tx.destinationSeals().put(source.id(), seal));
            assertThat(seals.genuine(source)).isPresent();
            DatabaseUser other = DatabaseUser.of(CoreFixture.ACCOUNT, "eu-central-1", "writer");
            assertThat(seals.genuine(source.with(new CredentialsSource.RdsUser(other))))
                    .isEmpty();
        }
    }

    @Test
    void aUserHasANameThatNeedsNoEscaping() {
        assertThat(USER.name()).isEqualTo("reader");
        assertThat(USER.region()).isEqualTo("eu-central-1");
        assertThat(DatabaseUser.is(Arn.parse("arn:aws:secretsmanager:eu-west-1:123456789012:secret:a-AbCdEf")))
                .isFalse();
        for (String name : List.of("", "a b", "a/b", "x".repeat(64))) {
            assertThatThrownBy(() -> DatabaseUser.of(CoreFixture.ACCOUNT, "eu-west-1", name))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 to 63 letters");
        }
    }

    private RdsLogins logins(LoginTokens tokens) {
        return new RdsLogins(
                new SecretService() {
                    @Override
                    public String secretString(Arn secret) {
                        throw new AssertionError("no secret is asked for");
                    }

                    @Override
                    public Optional<LoginTokens> loginTokens() {
                        return Optional.of(tokens);
                    }
                },
                trail);
    }

    private List<String> records() {
        return core.spice().audit().search(AuditQuery.newest(9).named("MakeLoginToken")).stream()
                .map(record -> record.json())
                .toList();
    }

    private DataSourceRecord source(boolean ssl) {
        return new DataSourceRecord(
                new DataSourceId("rds"),
                "rds",
                DataSourceType.POSTGRESQL,
                "db.example.com",
                5432,
                "clinic",
                ssl,
                new CredentialsSource.RdsUser(USER),
                ResourceStatus.CREATION_SUCCESSFUL,
                null,
                null,
                null,
                core.clock().instant(),
                core.clock().instant());
    }
}
