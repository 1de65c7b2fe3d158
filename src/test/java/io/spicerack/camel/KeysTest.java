package io.spicerack.camel;

import static io.spicerack.camel.TestRoutes.PUBLISH;
import static io.spicerack.camel.TestRoutes.RECONCILE;
import static io.spicerack.camel.TestRoutes.SEAL;
import static io.spicerack.camel.TestRoutes.body;
import static io.spicerack.camel.TestRoutes.extract;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spicerack.WithServers;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.core.WithCore;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.table.RowGroup;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/** Keys that cannot be used, before, during and after a refresh, through the real key routes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@WithServers
@WithCore
class KeysTest {
    private static final DataSetId ROWS = new DataSetId("rows");

    private final PipelineFixture fixture;
    private final KeySwitch keySwitch = new KeySwitch();

    KeysTest(PipelineFixture fixture) {
        String query = body("SELECT 1 AS id") + extract("db") + SEAL + RECONCILE;
        this.fixture = fixture.bean("keySwitch", keySwitch)
                .postgres("db", TestDatabases.postgres().newDatabase());
        fixture.routes()
                .shared()
                .asOperator()
                .dataSet("rows", query + PUBLISH)
                .dataSet("switched", query + "- bean: {ref: keySwitch, method: turn}\n" + PUBLISH);
        fixture.start();
    }

    @BeforeEach
    void startUnderTheServiceOwnedKey() {
        keySwitch.key = Optional.empty();
        fixture.spice().keyRegistrations().update(List.of());
        fixture.probe().published("rows");
        fixture.probe().published("switched");
    }

    @Test
    void aDisabledDefaultKeyFailsTheRefreshAndTheOldKeysVersionServes() {
        KeyReference key = fixture.defaultKey("to be disabled");
        fixture.console().disableKey(key);
        fixture.probe()
                .fails("rows", IngestionErrorType.PERMISSION_DENIED, key.toString(), "is Disabled. Enable the key");
        awaitState(key, KeyState.Disabled);
        fixture.console().enableKey(key);
        // a look from before that would cut the refresh
        awaitState(key, KeyState.Enabled);
        fixture.probe().published("rows");
        assertThat(fixture.probe().version("rows").orElseThrow().key().key()).isEqualTo(key);
    }

    @Test
    void aDefaultKeyThatIsPendingDeletionFailsTheRefresh() {
        KeyReference key = fixture.defaultKey("to be deleted");
        fixture.aws().kms().scheduleKeyDeletion(request -> request.keyId(key.toString())
                .pendingWindowInDays(7));
        fixture.probe()
                .fails(
                        "rows",
                        IngestionErrorType.PERMISSION_DENIED,
                        key.toString(),
                        "PendingDeletion",
                        "ancel the deletion");
    }

    @Test
    void aDefaultKeyThatIsGoneFailsTheRefreshAndTheOldKeysVersionServes() {
        KeyReference gone =
                new KeyReference("arn:aws:kms:eu-west-1:111122223333:key/22222222-0000-0000-0000-000000000000");
        fixture.restart(file -> {
            try (Catalog catalog = Catalog.open(file, Clock.systemUTC())) {
                catalog.run(tx -> tx.keys().replaceAll(List.of(new RegisteredKey(gone, true))));
            }
        });
        fixture.probe()
                .fails(
                        "rows",
                        IngestionErrorType.PERMISSION_DENIED,
                        gone.toString(),
                        "there is no such key in this account");
        awaitState(gone, KeyState.Missing);
    }

    @Test
    void aKeyThatIsDisabledBetweenExtractAndPublishPublishesNothing() {
        KeyReference key = fixture.defaultKey("to be disabled meanwhile");
        keySwitch.key = Optional.of(() -> fixture.console().disableKey(key));
        fixture.probe()
                .fails("switched", IngestionErrorType.PERMISSION_DENIED, key.toString(), "is Disabled. Enable the key");
    }

    @Test
    void aMissingDisabledOrAsymmetricKeyIsNotRegistered() {
        KeyReference missing =
                new KeyReference("arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000");
        KeyReference disabled = fixture.console().createKey("disabled");
        fixture.console().disableKey(disabled);
        KeyReference asymmetric = new KeyReference(fixture.aws()
                .kms()
                .createKey(request -> request.keySpec(KeySpec.RSA_2048).keyUsage(KeyUsageType.ENCRYPT_DECRYPT))
                .keyMetadata()
                .arn());
        KeyReference elsewhere =
                new KeyReference("arn:aws:kms:eu-west-1:444455556666:key/00000000-0000-0000-0000-000000000000");
        KeyReference denied = fixture.console().createKey("denied");
        fixture.aws()
                .kms()
                .putKeyPolicy(
                        request -> request.keyId(denied.toString())
                                .policy(
                                        "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"kms:*\",\"Resource\":\"*\"},"
                                                + "{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"kms:GenerateDataKey\",\"Resource\":\"*\"}]}"));
        assertRefused(elsewhere, "is of account 444455556666; data sets here need a key of account 111122223333");
        assertRefused(denied, "this service may not use it. Check the key policy, grants and the role's policy");
        assertRefused(missing, "does not exist");
        assertRefused(disabled, "is Disabled; enable it first");
        assertRefused(asymmetric, "is not a symmetric encryption key; register a SYMMETRIC_DEFAULT key");
        assertThat(fixture.spice().keyRegistrations().list()).isEmpty();
    }

    @Test
    void theWatchRouteCutsAnOpenReaderWhenItsKeyIsDisabled() throws Exception {
        KeyReference key = publishedUnderANewKey();
        try (OpenDataSet open = fixture.spice().readers().open(ROWS)) {
            fixture.console().disableKey(key);
            awaitState(key, KeyState.Disabled);
            assertShut(open, key);
        }
        assertThatThrownBy(() -> fixture.spice().readers().open(ROWS))
                .isInstanceOf(KeyUnavailableException.class)
                .hasMessageContainingAll("Cannot open data set 'rows'", key.toString(), "is Disabled. Enable the key");
        fixture.console().enableKey(key);
        awaitState(key, KeyState.Enabled);
        assertThat(fixture.probe().rows("rows")).containsExactly(List.of("1"));
    }

    @Test
    void lockdownDisablesTheKeyAndCutsAtOnceAndUnlockUndoesIt() throws Exception {
        KeyReference key = publishedUnderANewKey();
        try (OpenDataSet open = fixture.spice().readers().open(ROWS)) {
            fixture.sendWithKey("direct:lockdown", key);
            assertShut(open, key);
        }
        assertThat(kmsState(key)).isEqualTo("Disabled");
        fixture.sendWithKey("direct:unlock", key);
        assertThat(kmsState(key)).isEqualTo("Enabled");
        assertThat(fixture.probe().rows("rows")).containsExactly(List.of("1"));
    }

    @Test
    void aKeyThatKmsDoesNotKnowCountsAsMissing() {
        KeyReference missing =
                new KeyReference("arn:aws:kms:eu-west-1:111122223333:key/11111111-0000-0000-0000-000000000000");
        fixture.spice().keyWatch().look(missing);
        assertThat(state(missing)).contains(KeyState.Missing);
    }

    private KeyReference publishedUnderANewKey() {
        KeyReference key = fixture.defaultKey("for readers");
        fixture.probe().published("rows");
        return key;
    }

    private void assertRefused(KeyReference key, String words) {
        assertThatThrownBy(() -> fixture.spice().keyRegistrations().update(List.of(new RegisteredKey(key, true))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("nothing was changed", key.toString(), words);
    }

    private static void assertShut(OpenDataSet open, KeyReference key) {
        assertThatThrownBy(() -> open.next(new RowGroup(open.schema())))
                .isInstanceOf(KeyUnavailableException.class)
                .hasMessageContainingAll("Data set 'rows' was shut", key.toString(), "Enable the key");
    }

    private void awaitState(KeyReference key, KeyState state) {
        await().atMost(Duration.ofSeconds(30)).until(() -> state(key).equals(Optional.of(state)));
    }

    private Optional<KeyState> state(KeyReference key) {
        return fixture.spice().keyWatch().observation(key).map(KeyWatch.Observation::state);
    }

    private String kmsState(KeyReference key) {
        return fixture.aws()
                .kms()
                .describeKey(request -> request.keyId(key.toString()))
                .keyMetadata()
                .keyStateAsString();
    }

    /** A step that does something to a key in the middle of a refresh. */
    public static final class KeySwitch {
        private volatile Optional<Runnable> key = Optional.empty();

        public void turn() {
            key.ifPresent(Runnable::run);
        }
    }
}
