package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.catalog.record.GrantIntent;
import io.spicerack.catalog.record.GrantRecord;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.kit.aws.LocalAws;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.store.RewrappedVersion;
import io.spicerack.table.RowGroup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A data set goes from one key to another, and the process is killed between any two steps: the next start mends it. */
@WithServers
class KeyCrashTest {
    private static final DataSetId VISITS = new DataSetId("visits");

    private Path directory;
    private LocalAws aws;
    private KeyReference former;
    private KeyReference fresh;

    @BeforeEach
    void publishUnderTheFormerKey(@TempDir Path temporary) throws Exception {
        directory = temporary;
        aws = AwsCore.startAws(directory.resolve("aws"));
        try (KmsCore core = open()) {
            former = core.newDefaultKey("the former key");
            core.publish("visits", SampleRows.of(5));
            fresh = core.newDefaultKey("the fresh key");
        }
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @ParameterizedTest
    @CsvSource({
        "refresh, before:createGrant, former",
        "refresh, after:createGrant, former",
        "refresh, before:retireGrant, fresh",
        "refresh, after:retireGrant, fresh",
        "rewrap, before:reEncrypt, former",
        "rewrap, after:reEncrypt, former",
        "rewrap, before:createGrant, former",
        "rewrap, after:createGrant, former",
        "rewrap, before:retireGrant, fresh",
        "rewrap, after:retireGrant, fresh"
    })
    void theNextStartLeavesOneVersionUnderOneKeyWithOneGrant(String verb, String killPoint, String left)
            throws Exception {
        assertThat(KeyProcess.run(directory, aws.endpoint(), verb, killPoint)).isEqualTo(137);
        // another default key: nothing asks for the interrupted grant again by chance
        try (KmsCore core = open()) {
            core.newDefaultKey("the next key");
            assertWhole(core, left.equals("fresh") ? fresh : former);
        }
    }

    @Test
    void aRewrapThatTheCatalogKnowsIsFinishedByTheNextStart() throws Exception {
        try (KmsCore core = open()) {
            VersionRecord before = current(core);
            interruptRewrapAfterItsTransaction(core);
            assertThat(current(core).key().key()).isEqualTo(fresh);
            assertThat(onDisk()).anyMatch(text -> text.contains(before.key().ciphertext()));
        }
        try (KmsCore core = open()) {
            assertWhole(core, fresh);
        }
    }

    @Test
    void theFormerWrappedKeyDoesNotOpenOnceItsGrantIsRetired() throws Exception {
        try (KmsCore core = open()) {
            VersionRecord before = current(core);
            EncryptionContext context = new EncryptionContext(AwsCore.ACCOUNT.dataSet(VISITS));
            // as a key is given to a service in earnest: it may use it by its grant alone
            core.clients().kms().putKeyPolicy(request -> request.keyId(former.toString())
                    .bypassPolicyLockoutSafetyCheck(true)
                    .policy(
                            "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":[\"kms:ReEncryptFrom\","
                                    + "\"kms:DescribeKey\",\"kms:ListGrants\"],\"Resource\":\"*\"}]}"));
            core.keys().decrypt(before.key(), context).close();
            core.spice().rewraps().rewrap(VISITS);
            assertThat(core.grants(former)).isEmpty();
            assertThatThrownBy(() -> core.keys().decrypt(before.key(), context))
                    .isInstanceOf(KeyUnavailableException.class)
                    .hasMessageContaining("this service may not use it");
            assertThat(onDisk()).noneMatch(text -> text.contains(before.key().ciphertext()));
            assertReads(core);
        }
    }

    @Test
    void aReaderThatIsOpenGoesOnUnderTheFreshKey() throws Exception {
        try (KmsCore core = open();
                OpenDataSet reader = core.spice().readers().open(VISITS)) {
            core.spice().rewraps().rewrap(VISITS);
            core.console().disableKey(former);
            core.spice().keyWatch().observed(former, KeyState.Disabled);
            assertThat(reader.key()).isEqualTo(fresh);
            assertThat(reader.next(new RowGroup(reader.schema()))).isTrue();
            core.spice().keyWatch().observed(fresh, KeyState.Disabled);
            assertThatThrownBy(() -> reader.next(new RowGroup(reader.schema())))
                    .hasMessageContaining(fresh + " is Disabled");
        }
    }

    @Test
    void aRewrapUnderAKeyThatCannotBeUsedChangesNothing() throws Exception {
        try (KmsCore core = open()) {
            List<String> before = onDisk();
            core.console().disableKey(fresh);
            assertThatThrownBy(() -> core.spice().rewraps().rewrap(VISITS))
                    .isInstanceOf(KeyUnavailableException.class)
                    .hasMessageStartingWith("KMS key " + fresh + ": it is Disabled");
            assertThat(onDisk()).isEqualTo(before);
            core.console().enableKey(fresh);
            core.console().disableKey(former);
            assertThatThrownBy(() -> core.spice().rewraps().rewrap(VISITS))
                    .hasMessageStartingWith("KMS key " + former + ": it is Disabled");
            core.console().enableKey(former);
            assertWhole(core, former);
        }
    }

    private KmsCore open() {
        return KmsCore.open(directory, aws.endpoint(), Clock.systemUTC());
    }

    /** The transaction of a rewrap and the files before it, but not what follows. */
    private static void interruptRewrapAfterItsTransaction(KmsCore core) throws Exception {
        VersionRecord before = current(core);
        EncryptionContext context = new EncryptionContext(AwsCore.ACCOUNT.dataSet(VISITS));
        KeyReference wanted = core.spice().keyRegistrations().keyForNewData().key();
        WrappedKey wrapped = core.keys().reEncrypt(before.key(), wanted, context);
        RewrappedVersion rewrapped = core.store().rewrap(VISITS, before.id(), before.manifestSha256(), wrapped);
        String grant = core.keys().keyGrants().orElseThrow().createGrant(wrapped.key(), context, "spicerack-visits");
        core.catalog().run(tx -> {
            tx.grants()
                    .insert(new GrantRecord(
                            VISITS, wrapped.key(), grant, Clock.systemUTC().instant()));
            tx.versions().rewrap(before, before.under(wrapped, false, rewrapped.manifestSha256(), rewrapped.bytes()));
        });
    }

    /** One version that reads, under one key with one grant, and nothing beside it in catalog, KMS or store. */
    private void assertWhole(KmsCore core, KeyReference key) throws Exception {
        List<VersionRecord> live = core.catalog().read(tx -> tx.versions().live());
        List<GrantRecord> grants = core.catalog().read(tx -> tx.grants().list());
        List<GrantIntent> intents = core.catalog().read(tx -> tx.grants().intents());
        assertThat(live)
                .singleElement()
                .satisfies(version -> assertThat(version.key().key()).isEqualTo(key));
        assertThat(grants).extracting(GrantRecord::key).containsExactly(key);
        assertThat(intents).isEmpty();
        assertThat(core.grants(key)).hasSize(1);
        KeyReference other = key.equals(former) ? fresh : former;
        assertThat(core.grants(other)).isEmpty();
        assertThat(core.store().versions()).hasSize(1);
        assertThat(onDisk()).noneMatch(text -> text.contains(other.toString()));
        assertReads(core);
    }

    private static void assertReads(KmsCore core) throws Exception {
        try (OpenDataSet open = core.spice().readers().open(VISITS)) {
            assertThat(open.next(new RowGroup(open.schema()))).isTrue();
        }
    }

    private static VersionRecord current(KmsCore core) {
        return core.catalog().read(tx -> tx.versions().current(VISITS)).orElseThrow();
    }

    /** What stands in the small files of the store, which name keys and hold wrapped keys. */
    private List<String> onDisk() throws Exception {
        try (Stream<Path> files = Files.walk(directory.resolve("store"))) {
            List<String> texts = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(path -> !path.toString().endsWith(".parquet"))
                    .sorted()
                    .toList()) {
                texts.add(Files.readString(file));
            }
            return texts;
        }
    }
}
