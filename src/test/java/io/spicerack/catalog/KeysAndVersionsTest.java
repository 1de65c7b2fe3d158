package io.spicerack.catalog;

import static io.spicerack.catalog.CatalogFixtures.KEY_A;
import static io.spicerack.catalog.CatalogFixtures.KEY_B;
import static io.spicerack.catalog.CatalogFixtures.NOON;
import static io.spicerack.catalog.CatalogFixtures.PATIENTS;
import static io.spicerack.catalog.CatalogFixtures.staged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.catalog.database.CatalogException;
import io.spicerack.catalog.record.DataSetRecord;
import io.spicerack.catalog.record.GrantRecord;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.VersionId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@TakesLong
@WithCatalog
class KeysAndVersionsTest {
    private static final VersionId V1 = new VersionId("v1");
    private static final VersionId V2 = new VersionId("v2");

    private final Catalog catalog;

    KeysAndVersionsTest(OpenedCatalog opened) {
        catalog = opened.catalog();
    }

    @BeforeEach
    void prepare() {
        catalog.run(tx -> tx.dataSets().declare(PATIENTS, "Patients", "patients.camel.yaml"));
    }

    @Test
    void declaringADataSetAgainChangesItsNameOnly() {
        catalog.run(tx -> tx.dataSets().declare(PATIENTS, "All patients", null));

        catalog.read(tx -> assertThat(tx.dataSets().list())
                .containsExactly(new DataSetRecord(PATIENTS, "All patients", null, NOON, NOON)));
    }

    @Test
    void keyRegistrationIsAFullReplacement() {
        catalog.run(
                tx -> tx.keys().replaceAll(List.of(new RegisteredKey(KEY_A, true), new RegisteredKey(KEY_B, false))));
        catalog.read(tx -> assertThat(tx.keys().defaultKey()).contains(KEY_A));

        catalog.run(tx -> tx.keys().replaceAll(List.of(new RegisteredKey(KEY_B, true))));
        catalog.read(tx -> assertThat(tx.keys().list()).containsExactly(new RegisteredKey(KEY_B, true)));

        catalog.run(tx -> tx.keys().replaceAll(List.of()));
        catalog.run(tx -> assertThat(tx.keys().defaultKey()).isEmpty());
    }

    @Test
    void twoDefaultKeysAreRefusedAndTheOldRegistrationStays() {
        catalog.run(tx -> tx.keys().replaceAll(List.of(new RegisteredKey(KEY_A, true))));

        assertThatThrownBy(() -> catalog.run(tx ->
                        tx.keys().replaceAll(List.of(new RegisteredKey(KEY_A, true), new RegisteredKey(KEY_B, true)))))
                .isInstanceOf(RefusedChangeException.class)
                .hasMessageContaining("2 default keys are listed")
                .hasMessageContaining(KEY_B.toString())
                .hasMessageContaining("at most one key may be the default");
        assertThatThrownBy(() -> catalog.run(tx ->
                        tx.keys().replaceAll(List.of(new RegisteredKey(KEY_A, true), new RegisteredKey(KEY_A, false)))))
                .isInstanceOf(RefusedChangeException.class)
                .hasMessage("KMS key " + KEY_A + " is listed twice; list it once");
        catalog.read(tx -> assertThat(tx.keys().defaultKey()).contains(KEY_A));
    }

    @Test
    void publishingFlipsTheCurrentVersionAndReturnsTheSupersededOne() {
        catalog.run(tx -> tx.versions().stage(staged("v1", KEY_A)));
        catalog.read(tx -> assertThat(tx.versions().staged()).containsExactly(staged("v1", KEY_A)));
        catalog.run(tx -> assertThat(tx.versions().current(PATIENTS)).isEmpty());
        catalog.run(tx -> assertThat(tx.versions().publish(PATIENTS, V1)).isEmpty());

        catalog.run(tx -> tx.versions().stage(staged("v2", KEY_B)));
        assertThat(catalog.write(tx -> tx.versions().publish(PATIENTS, V2))
                        .orElseThrow()
                        .id())
                .isEqualTo(V1);

        VersionRecord current =
                catalog.read(tx -> tx.versions().current(PATIENTS).orElseThrow());
        assertThat(current.id()).isEqualTo(V2);
        assertThat(current.key().key()).isEqualTo(KEY_B);
        assertThat(current.published()).isEqualTo(NOON);
        catalog.read(tx -> assertThat(tx.versions().superseded())
                .extracting(VersionRecord::id)
                .containsExactly(V1));
        catalog.read(tx -> assertThat(tx.versions().live()).hasSize(2));
        catalog.read(tx -> assertThat(tx.versions().list(PATIENTS))
                .extracting(VersionRecord::id)
                .containsExactly(V2, V1));

        catalog.run(tx -> assertThat(tx.versions().remove(PATIENTS, V1)).isTrue());
        catalog.read(tx -> assertThat(tx.versions().live()).hasSize(1));
    }

    @Test
    void aVersionIsStagedAndPublishedOnce() {
        catalog.run(tx -> tx.versions().stage(staged("v1", KEY_A)));

        assertThatThrownBy(() -> catalog.run(tx -> tx.versions().stage(staged("v1", KEY_A))))
                .hasMessage("version 'v1' of data set 'patients' exists already; a version is never written twice");
        catalog.run(tx -> tx.versions().publish(PATIENTS, V1));
        assertThatThrownBy(() -> catalog.write(tx -> tx.versions().publish(PATIENTS, V1)))
                .hasMessage("version 'v1' of data set 'patients' is CURRENT; only a STAGED version can be published");
        assertThatThrownBy(() -> catalog.write(tx -> tx.versions().publish(PATIENTS, V2)))
                .hasMessage("data set 'patients' has no version 'v2'; stage it first");
    }

    @Test
    void aGrantIsUniquePerDataSetAndKey() {
        GrantRecord grant = new GrantRecord(PATIENTS, KEY_A, "grant-1", NOON);
        catalog.run(tx -> tx.grants().insert(grant));

        catalog.read(tx -> assertThat(tx.grants().find(PATIENTS, KEY_A)).contains(grant));
        catalog.run(tx -> assertThat(tx.grants().find(PATIENTS, KEY_B)).isEmpty());
        assertThatThrownBy(() -> catalog.run(tx -> tx.grants().insert(grant)))
                .isInstanceOf(RefusedChangeException.class)
                .hasMessageContaining("data set 'patients' already has a grant on " + KEY_A);
        catalog.run(tx -> assertThat(tx.grants().remove(PATIENTS, KEY_A)).isTrue());
        catalog.run(tx -> assertThat(tx.grants().list()).isEmpty());
    }

    @Test
    void aDataSetWithVersionsOrGrantsIsNotDeleted() {
        catalog.run(tx -> {
            tx.versions().stage(staged("v1", KEY_A));
            tx.grants().insert(new GrantRecord(PATIENTS, KEY_A, "grant-1", NOON));
        });

        assertThatThrownBy(() -> catalog.write(tx -> tx.dataSets().delete(PATIENTS)))
                .hasMessage("data set 'patients' still has 1 versions and 1 grants; remove and retire them first");

        catalog.run(tx -> {
            tx.versions().remove(PATIENTS, V1);
            tx.grants().remove(PATIENTS, KEY_A);
        });
        catalog.run(tx -> assertThat(tx.dataSets().delete(PATIENTS)).isTrue());
        catalog.run(
                tx -> assertThat(tx.dataSets().delete(new DataSetId("other"))).isFalse());
    }

    @Test
    void aVersionOfAnUnknownDataSetFailsWithoutItsValuesInTheMessage() {
        catalog.run(tx -> tx.dataSets().delete(PATIENTS));

        assertThatThrownBy(() -> catalog.run(tx -> tx.versions().stage(staged("v1", KEY_A))))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("FOREIGN KEY")
                .hasMessageNotContaining("AQIDBA");
    }
}
