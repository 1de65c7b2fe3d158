package io.spicerack.core;

import io.spicerack.audit.event.RequestIds;
import io.spicerack.audit.file.DigestChain;
import io.spicerack.audit.file.DigestSigner;
import io.spicerack.audit.file.TestDigests;
import io.spicerack.aws.AwsClients;
import io.spicerack.aws.AwsKeyService;
import io.spicerack.aws.KmsDigestSigner;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.TestCatalogs;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.core.keys.KeysConfig;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.core.trail.AuditConfig;
import io.spicerack.envelope.KeyService;
import io.spicerack.envelope.KeySwitch;
import io.spicerack.kit.embedded.AwsConsole;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.model.RequestSource;
import io.spicerack.store.VersionStore;
import io.spicerack.table.RowGroups;
import io.spicerack.table.parquet.Compression;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The real core over KMS by HTTP, with a clock of the test's and rows that it hands over: no source is needed. It can be
 * opened again over the same directory, also by another process. One test thread at a time.
 */
final class KmsCore implements AutoCloseable {
    private final AwsClients clients;
    private final Catalog catalog;
    private final VersionStore store;
    private final KeyService keys;
    private final Spice spice;
    private final KeyReference drillKey;

    private KmsCore(
            Path directory,
            URI endpoint,
            Clock clock,
            Function<AwsClients, DigestChain> digests,
            UnaryOperator<KeyService> around) {
        RequestIds requestIds = new RequestIds();
        clients = AwsCore.clients(endpoint, Duration.ofSeconds(10), requestIds);
        KeyReference serviceOwnedKey = console().keyByAlias("alias/service-owned", "the service-owned key");
        drillKey = console().keyByAlias("alias/drill", "for drills");
        String role = "arn:aws:iam::" + AwsCore.ACCOUNT.id() + ":root";
        catalog = TestCatalogs.open(directory.resolve("catalog.db"), clock);
        store = new VersionStore(directory.resolve("store"), new SecureRandom(), clock, 0, Compression.DEFAULT);
        keys = new AwsKeyService(clients.kms(), new SecureRandom(), AwsCore.ACCOUNT, role, new ConsoleSwitch());
        SpiceConfig config = CoreSettings.of(
                new KeysConfig(AwsCore.ACCOUNT, serviceOwnedKey, role, Optional.of(drillKey)),
                1,
                Duration.ofSeconds(5),
                1);
        spice = Spice.open(
                config,
                new Spice.Ports(
                        catalog,
                        store,
                        around.apply(keys),
                        CoreSettings.noSecrets(),
                        new Spice.Clocks(clock, SetClock.ticker(clock)),
                        new AuditConfig(digests.apply(clients), Duration.ofDays(2)),
                        requestIds));
    }

    static KmsCore open(Path directory, URI endpoint, Clock clock) {
        return open(directory, endpoint, clock, keys -> keys);
    }

    /** With something between the core and KMS. */
    static KmsCore open(Path directory, URI endpoint, Clock clock, UnaryOperator<KeyService> around) {
        return new KmsCore(directory, endpoint, clock, inProcess(directory, clock), around);
    }

    /** With digest files that {@code key} signs in KMS. */
    static KmsCore signing(Path directory, URI endpoint, KeyReference key, UnaryOperator<DigestSigner> around) {
        Clock clock = Clock.systemUTC();
        return new KmsCore(
                directory,
                endpoint,
                clock,
                clients -> TestDigests.signed(
                        around.apply(new KmsDigestSigner(clients.kms(), key)), directory, AwsCore.ACCOUNT, clock),
                keys -> keys);
    }

    private static Function<AwsClients, DigestChain> inProcess(Path directory, Clock clock) {
        return clients -> TestDigests.in(directory, AwsCore.ACCOUNT, clock);
    }

    /** With a process that ends at a call. */
    static KmsCore open(Path directory, URI endpoint, KillAtCall point) {
        return open(directory, endpoint, Clock.systemUTC(), point::around);
    }

    /** Switches keys in KMS; the watch sees it at once. */
    private final class ConsoleSwitch implements KeySwitch {
        @Override
        public void disable(KeyReference key) {
            console().disableKey(key);
            spice.keyWatch().observed(key, KeyState.Disabled);
        }

        @Override
        public void enable(KeyReference key) {
            console().enableKey(key);
        }
    }

    KeyReference drillKey() {
        return drillKey;
    }

    Spice spice() {
        return spice;
    }

    Catalog catalog() {
        return catalog;
    }

    VersionStore store() {
        return store;
    }

    /** KMS itself, past the core and its records. */
    KeyService keys() {
        return keys;
    }

    AwsClients clients() {
        return clients;
    }

    AwsConsole console() {
        return new AwsConsole(clients);
    }

    /** Makes a key and registers it, alone and as default. */
    KeyReference newDefaultKey(String description) {
        KeyReference key = console().createKey(description);
        spice.keyRegistrations().update(List.of(new RegisteredKey(key, true)));
        return key;
    }

    /** Refreshes a data set to these rows. */
    DataSetId publish(String id, RowGroups rows) throws InterruptedException {
        DataSetId dataSet = new DataSetId(id);
        spice.dataSets().declare(dataSet, "routes/" + id + ".camel.yaml");
        spice.ingestions().request(dataSet, RequestSource.MANUAL);
        try (Refresh refresh =
                spice.ingestions().next(dataSet, Duration.ofSeconds(30)).orElseThrow()) {
            try {
                refresh.begin().seal(rows).reconcile().publish();
            } catch (RuntimeException e) {
                refresh.fail(e);
                throw e;
            }
        }
        return dataSet;
    }

    /** Ids of the grants that KMS has on a key. */
    List<String> grants(KeyReference key) {
        return clients.kms().listGrantsPaginator(request -> request.keyId(key.toString())).grants().stream()
                .map(grant -> grant.grantId())
                .toList();
    }

    @Override
    public void close() {
        spice.close();
        catalog.close();
        clients.close();
    }
}
