package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.CredentialsSource;
import io.spicerack.core.keys.KeyChange;
import io.spicerack.core.keys.KeyReport;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.core.sources.DataSourceDefinition;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.model.ResourceStatus;
import io.spicerack.model.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A data source's user name and password, given as a pair: kept as KMS encrypted them, and moved only when asked. */
@WithCore
class CredentialPairTest {
    private static final DataSourceId SHOP = new DataSourceId("shop");
    private static final String PASSWORD = "a-password-that-nobody-else-has";
    private static final Set<ResourceStatus> TESTED =
            Set.of(ResourceStatus.CREATION_FAILED, ResourceStatus.UPDATE_FAILED);

    private final CoreFixture core;
    private final Path directory;

    CredentialPairTest(CoreFixture core) {
        this.core = core;
        directory = core.directory();
    }

    @Test
    void thePairIsKeptEncryptedUnderTheDefaultKeyAndNowhereReadable() throws Exception {
        KeyReference key = core.createDefaultKey("ours");
        create();
        assertThat(pair().key()).isEqualTo(key);
        assertThat(events("Encrypt")).singleElement().satisfies(record -> assertThat(record.resourceArn())
                .isEqualTo(CoreFixture.ACCOUNT.dataSource(SHOP).toString()));
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(PASSWORD);
            }
        }
    }

    @Test
    void anotherDefaultKeyLeavesItUntilItIsUpdated() {
        KeyReference first = core.createDefaultKey("first");
        create();
        KeyReference second = core.createDefaultKey("second");
        assertThat(pair().key()).isEqualTo(first);
        assertThat(core.spice().keyReport().report().credentials())
                .containsExactly(new KeyReport.CredentialsLine(SHOP, first, "Enabled", true));
        assertThat(core.spice().keyWatch().watched()).contains(first, second);
        core.spice().dataSources().update(definition(), credentials());
        awaitTested();
        assertThat(pair().key()).isEqualTo(second);
        assertThat(core.spice().keyReport().report().credentials())
                .containsExactly(new KeyReport.CredentialsLine(SHOP, second, "Enabled", false));
    }

    @Test
    void aRewrapMovesItWithoutOpeningIt() {
        KeyReference first = core.createDefaultKey("first");
        create();
        int opened = events("Decrypt").size();
        KeyReference second = core.createDefaultKey("second");
        assertThat(core.spice().keyReport().report().credentials())
                .containsExactly(new KeyReport.CredentialsLine(SHOP, first, "Enabled", true));
        assertThat(core.spice().dataSources().rewrapCredentials(SHOP)).isEqualTo(new KeyChange(first, second));
        assertThat(pair().key()).isEqualTo(second);
        assertThat(core.spice().keyReport().report().credentials())
                .containsExactly(new KeyReport.CredentialsLine(SHOP, second, "Enabled", false));
        assertThat(events("Decrypt")).hasSize(opened);
        assertThat(events("ReEncrypt")).singleElement().satisfies(record -> assertThat(record.json())
                .contains("\"sourceKeyId\":\"" + first + "\"", "\"destinationKeyId\":\"" + second + "\""));
        assertThat(events("RewrapCredentials")).hasSize(1);
        assertThatThrownBy(() -> core.spice().dataSources().rewrapCredentials(SHOP))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the credentials of data source 'shop' are under the key for new data already, " + second
                        + "; there is nothing to rewrap");
    }

    @Test
    void aPairWhoseKeyIsShutCannotBeUsedOrMoved() {
        KeyReference first = core.createDefaultKey("first");
        create();
        core.createDefaultKey("second");
        core.keys().set(first, KeyState.Disabled);
        assertThatThrownBy(() -> core.spice().dataSources().open(SHOP))
                .isInstanceOf(KeyUnavailableException.class)
                .hasMessage("KMS key " + first + " is Disabled. Enable the key.");
        assertThatThrownBy(() -> core.spice().dataSources().rewrapCredentials(SHOP))
                .isInstanceOf(KeyUnavailableException.class)
                .hasMessage("KMS key " + first + " is Disabled. Enable the key.");
        assertThat(pair().key()).isEqualTo(first);
        assertThatThrownBy(() -> core.spice().dataSources().rewrapCredentials(new DataSourceId("other")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no data source 'other'");
    }

    private void create() {
        core.spice().dataSources().create(definition(), credentials());
        awaitTested();
    }

    /** Nothing listens there: the test of the connection opens the pair and fails. */
    private static DataSourceDefinition definition() {
        return new DataSourceDefinition(
                SHOP, "Shop", DataSourceType.POSTGRESQL, "127.0.0.1", 1, "shop", false, null, null);
    }

    private static CredentialsInput credentials() {
        return new CredentialsInput.CredentialPair("clerk", Secret.of(PASSWORD));
    }

    private void awaitTested() {
        await().until(() -> TESTED.contains(
                core.spice().dataSources().find(SHOP).orElseThrow().status()));
    }

    private WrappedKey pair() {
        CredentialsSource kept =
                core.spice().dataSources().find(SHOP).orElseThrow().credentials();
        return ((CredentialsSource.EncryptedPair) kept).pair();
    }

    private List<AuditRecord> events(String name) {
        return core.spice().audit().search(AuditQuery.oldest(1_000).named(name)).stream()
                .filter(record -> record.eventName().equals(name))
                .toList();
    }
}
