package io.spicerack.catalog;

import static io.spicerack.catalog.CatalogFixtures.CLOCK;
import static io.spicerack.catalog.CatalogFixtures.HOSPITAL;
import static io.spicerack.catalog.CatalogFixtures.KEY_A;
import static io.spicerack.catalog.CatalogFixtures.SECRET;
import static io.spicerack.catalog.CatalogFixtures.dataSource;
import static io.spicerack.catalog.CatalogFixtures.wrapped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.catalog.record.AllowedSecret;
import io.spicerack.catalog.record.CredentialsSource.EncryptedPair;
import io.spicerack.catalog.record.DataSourceError;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.model.DataSourceErrorType;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.ResourceStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@TakesLong
@WithCatalog
class DataSourceStoreTest {
    private final Catalog catalog;

    DataSourceStoreTest(OpenedCatalog opened) {
        catalog = opened.catalog();
    }

    @Test
    void aDataSourceComesBackAsItWasInserted() {
        catalog.run(tx -> tx.dataSources().insert(dataSource()));

        catalog.read(tx -> assertThat(tx.dataSources().find(HOSPITAL)).contains(dataSource()));
        catalog.read(tx -> assertThat(tx.dataSources().list()).containsExactly(dataSource()));
    }

    @Test
    void aSecondOneOfTheSameIdIsRefused() {
        catalog.run(tx -> tx.dataSources().insert(dataSource()));

        assertThatThrownBy(() -> catalog.run(tx -> tx.dataSources().insert(dataSource())))
                .isInstanceOf(RefusedChangeException.class)
                .hasMessage("data source 'hospital-postgres' exists already; update it, or choose another id");
    }

    @Test
    void anUpdateReplacesTheSecretByAnEncryptedPairAndKeepsTheTimeOfCreation() {
        catalog.run(tx -> tx.dataSources().insert(dataSource()));
        Instant later = CLOCK.instant().plusSeconds(60);
        DataSourceRecord changed = new DataSourceRecord(
                HOSPITAL,
                "Hospital two",
                DataSourceType.MYSQL,
                "other.example",
                3306,
                "other",
                false,
                new EncryptedPair(wrapped(KEY_A)),
                ResourceStatus.UPDATE_FAILED,
                new DataSourceError(DataSourceErrorType.UNKNOWN_HOST, "host 'other.example' is not known"),
                "arn:aws:quicksight:eu-west-1:111122223333:vpcConnection/1",
                null,
                later,
                later);

        catalog.run(tx -> tx.dataSources().update(changed));

        catalog.read(tx -> assertThat(tx.dataSources().find(HOSPITAL).orElseThrow())
                .usingRecursiveComparison()
                .ignoringFields("created")
                .isEqualTo(changed));
        catalog.read(
                tx -> assertThat(tx.dataSources().find(HOSPITAL).orElseThrow().created())
                        .isEqualTo(CLOCK.instant()));
    }

    @Test
    void aTestEndsWithItsErrorAndTheNextOneClearsIt() {
        Instant first = CLOCK.instant();
        catalog.run(tx -> tx.dataSources().insert(inState(ResourceStatus.CREATION_IN_PROGRESS, first)));
        DataSourceError error = new DataSourceError(DataSourceErrorType.ACCESS_DENIED, "the password is wrong");

        assertThat(tested(first, ResourceStatus.CREATION_FAILED, error)).isTrue();
        assertThat(now().error()).isEqualTo(error);

        Instant second = first.plusMillis(1);
        catalog.run(tx -> tx.dataSources().update(inState(ResourceStatus.UPDATE_IN_PROGRESS, second)));
        assertThat(tested(second, ResourceStatus.UPDATE_SUCCESSFUL, null)).isTrue();
        assertThat(now().error()).isNull();
        assertThat(now().status()).isEqualTo(ResourceStatus.UPDATE_SUCCESSFUL);
        assertThat(now().updated()).as("time never goes back").isEqualTo(second);
    }

    @Test
    void aTestThatAnUpdateOvertookChangesNothing() {
        Instant first = CLOCK.instant();
        Instant second = first.plusMillis(1);
        DataSourceError error = new DataSourceError(DataSourceErrorType.TIMEOUT, "no answer");
        assertThat(tested(first, ResourceStatus.CREATION_FAILED, error))
                .as("gone")
                .isFalse();

        catalog.run(tx -> tx.dataSources().insert(inState(ResourceStatus.CREATION_IN_PROGRESS, first)));
        catalog.run(tx -> tx.dataSources().update(inState(ResourceStatus.UPDATE_IN_PROGRESS, second)));
        assertThat(tested(first, ResourceStatus.CREATION_FAILED, error)).isFalse();
        assertThat(now().status()).isEqualTo(ResourceStatus.UPDATE_IN_PROGRESS);
        assertThat(now().error()).isNull();

        assertThat(tested(second, ResourceStatus.UPDATE_SUCCESSFUL, null)).isTrue();
        assertThat(tested(second, ResourceStatus.CREATION_FAILED, error))
                .as("ended already")
                .isFalse();
        assertThat(now().status()).isEqualTo(ResourceStatus.UPDATE_SUCCESSFUL);
    }

    private static DataSourceRecord inState(ResourceStatus status, Instant updated) {
        DataSourceRecord as = dataSource();
        return new DataSourceRecord(
                as.id(),
                as.name(),
                as.type(),
                as.host(),
                as.port(),
                as.database(),
                as.ssl(),
                as.credentials(),
                status,
                null,
                as.vpcConnectionArn(),
                as.declaredIn(),
                as.created(),
                updated);
    }

    private boolean tested(Instant written, ResourceStatus status, @Nullable DataSourceError error) {
        return catalog.write(tx -> tx.dataSources().tested(HOSPITAL, written, status, error));
    }

    private DataSourceRecord now() {
        return catalog.read(tx -> tx.dataSources().find(HOSPITAL).orElseThrow());
    }

    @Test
    void anUnknownDataSourceIsNeitherUpdatedNorDeleted() {
        assertThatThrownBy(() -> catalog.run(tx -> tx.dataSources().update(dataSource())))
                .isInstanceOf(RefusedChangeException.class)
                .hasMessage("there is no data source 'hospital-postgres'; create it first");
        catalog.run(tx -> assertThat(tx.dataSources().delete(HOSPITAL)).isFalse());
    }

    @Test
    void allowedSecretsAreAList() {
        AllowedSecret bound = AllowedSecret.parse(SECRET + " to db.example:5432 [::1]:5433/plain");
        catalog.run(tx -> tx.secrets().allow(AllowedSecret.of(SECRET, List.of()), "first"));
        catalog.run(tx -> tx.secrets().allow(bound, "second"));
        AllowedSecretStore.Kept kept = new AllowedSecretStore.Kept(bound, Optional.of("second"));
        catalog.read(tx -> assertThat(tx.secrets().find(SECRET)).contains(kept));
        catalog.read(tx -> assertThat(tx.secrets().list()).containsExactly(kept));

        catalog.run(tx -> assertThat(tx.secrets().disallow(SECRET)).isTrue());
        catalog.read(tx -> assertThat(tx.secrets().find(SECRET)).isEmpty());
    }

    @Test
    void aSettingIsPutAndReplaced() {
        catalog.run(tx -> tx.settings().put("service-owned-key", "one"));
        catalog.run(tx -> tx.settings().put("service-owned-key", "two"));

        catalog.read(tx -> assertThat(tx.settings().find("service-owned-key")).contains("two"));
        catalog.run(tx -> assertThat(tx.settings().find("other")).isEmpty());
    }
}
