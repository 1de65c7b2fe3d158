package io.spicerack.catalog;

import static io.spicerack.catalog.CatalogFixtures.CLOCK;
import static io.spicerack.catalog.CatalogFixtures.HOSPITAL;
import static io.spicerack.catalog.CatalogFixtures.KEY_A;
import static io.spicerack.catalog.CatalogFixtures.SECRET;
import static io.spicerack.catalog.CatalogFixtures.dataSource;
import static io.spicerack.catalog.CatalogFixtures.wrapped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.catalog.CredentialsSource.EncryptedPair;
import io.spicerack.model.DataSourceErrorType;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.ResourceStatus;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSourceStoreTest {
    private final Path directory;

    private Catalog catalog;

    DataSourceStoreTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void open() {
        catalog = Catalog.open(directory.resolve("catalog.db"), CLOCK);
    }

    @AfterEach
    void close() {
        catalog.close();
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
    void aStatusIsSetAndItsErrorCleared() {
        catalog.run(tx -> tx.dataSources().insert(dataSource()));
        DataSourceError error = new DataSourceError(DataSourceErrorType.ACCESS_DENIED, "the password is wrong");

        catalog.run(tx -> tx.dataSources().setStatus(HOSPITAL, ResourceStatus.CREATION_FAILED, error));
        catalog.read(
                tx -> assertThat(tx.dataSources().find(HOSPITAL).orElseThrow().error())
                        .isEqualTo(error));

        catalog.run(tx -> tx.dataSources().setStatus(HOSPITAL, ResourceStatus.UPDATE_SUCCESSFUL, null));
        DataSourceRecord now =
                catalog.read(tx -> tx.dataSources().find(HOSPITAL).orElseThrow());
        assertThat(now.error()).isNull();
        assertThat(now.status()).isEqualTo(ResourceStatus.UPDATE_SUCCESSFUL);
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
        catalog.run(tx -> tx.secrets().allow(SECRET));
        catalog.run(tx -> tx.secrets().allow(SECRET));
        catalog.read(tx -> assertThat(tx.secrets().isAllowed(SECRET)).isTrue());
        catalog.read(tx -> assertThat(tx.secrets().list()).containsExactly(SECRET));

        catalog.run(tx -> assertThat(tx.secrets().disallow(SECRET)).isTrue());
        catalog.read(tx -> assertThat(tx.secrets().isAllowed(SECRET)).isFalse());
    }

    @Test
    void aSettingIsPutAndReplaced() {
        catalog.run(tx -> tx.settings().put("service-owned-key", "one"));
        catalog.run(tx -> tx.settings().put("service-owned-key", "two"));

        catalog.read(tx -> assertThat(tx.settings().find("service-owned-key")).contains("two"));
        catalog.run(tx -> assertThat(tx.settings().find("other")).isEmpty());
    }
}
