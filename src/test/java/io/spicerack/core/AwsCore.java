package io.spicerack.core;

import io.spicerack.audit.event.RequestIds;
import io.spicerack.audit.file.TestDigests;
import io.spicerack.aws.AwsClients;
import io.spicerack.aws.AwsConfig;
import io.spicerack.aws.AwsKeyService;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.TestCatalogs;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.keys.KeysConfig;
import io.spicerack.core.refresh.Extracted;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.core.refresh.RowStep;
import io.spicerack.core.sources.SecretService;
import io.spicerack.core.trail.AuditConfig;
import io.spicerack.envelope.KeySwitch;
import io.spicerack.kit.aws.LocalAws;
import io.spicerack.kit.embedded.AwsConsole;
import io.spicerack.kit.protocol.LocalAwsConfig;
import io.spicerack.model.Account;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.Secret;
import io.spicerack.model.Ticker;
import io.spicerack.source.SplitOptions;
import io.spicerack.store.VersionStore;
import io.spicerack.table.parquet.Compression;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;

/**
 * The real core on a directory, over KMS and Secrets Manager by HTTP, so that it can be opened again by another process.
 * One test thread at a time.
 */
final class AwsCore implements AutoCloseable {
    static final Account ACCOUNT = new Account("aws", "eu-west-1", "111122223333");
    static final DataSourceId SOURCE = new DataSourceId("clinic");
    static final DataSetId VISITS = new DataSetId("visits");

    private static final String ACCESS_KEY_ID = "AKIASPICERACKLOCAL00";
    private static final String SECRET_ACCESS_KEY = "a-secret-access-key-that-only-tests-know";

    /** Longer where a process is paused or the machine is busy: what the SDK sends again is on KMS's record twice, and once on ours. */
    private static final Duration CALL_TIMEOUT =
            Duration.ofSeconds(Integer.getInteger("spicerack.test.call-seconds", 10));

    private static final Duration WAIT = Duration.ofSeconds(30);

    private final AwsClients clients;
    private final Catalog catalog;
    private final VersionStore store;
    private final List<IngestionRecord> foundRunning;
    private final Spice spice;

    private AwsCore(
            Path directory, URI endpoint, Function<AwsConsole, SecretService> secrets, Supplier<Catalog> catalogs) {
        // AWS's request ids are in the records, as the service has them: calls of the same kind are told apart by
        // nothing else
        RequestIds requestIds = new RequestIds();
        clients = clients(endpoint, CALL_TIMEOUT, requestIds);
        AwsConsole console = new AwsConsole(clients);
        KeyReference serviceOwnedKey = console.keyByAlias("alias/service-owned", "the service-owned key");
        String role = "arn:aws:iam::" + ACCOUNT.id() + ":root";
        Clock clock = Clock.systemUTC();
        catalog = catalogs.get();
        store = new VersionStore(directory.resolve("store"), new SecureRandom(), clock, 0, Compression.DEFAULT);
        foundRunning = catalog.read(tx -> tx.ingestions().running());
        SpiceConfig config = CoreSettings.of(
                new KeysConfig(ACCOUNT, serviceOwnedKey, role, Optional.empty()), 1, Duration.ofSeconds(60), 2);
        AwsKeyService keys = new AwsKeyService(clients.kms(), new SecureRandom(), ACCOUNT, role, new Switch(clients));
        spice = Spice.open(
                config,
                new Spice.Ports(
                        catalog,
                        store,
                        keys,
                        secrets.apply(console),
                        new Spice.Clocks(clock, Ticker.SYSTEM),
                        new AuditConfig(TestDigests.kept(directory, ACCOUNT, clock), Duration.ZERO),
                        requestIds));
    }

    /** As somebody would in KMS's console. */
    private record Switch(AwsClients clients) implements KeySwitch {
        @Override
        public void disable(KeyReference key) {
            clients.kms().disableKey(request -> request.keyId(key.toString()));
        }

        @Override
        public void enable(KeyReference key) {
            clients.kms().enableKey(request -> request.keyId(key.toString()));
        }
    }

    static AwsCore open(Path directory, URI endpoint) {
        return open(directory, endpoint, () -> inFile(directory));
    }

    /** With a catalog that is kept elsewhere. */
    static AwsCore open(Path directory, URI endpoint, Supplier<Catalog> catalogs) {
        return new AwsCore(
                directory,
                endpoint,
                console -> arn -> console.secret(arn.toString()).orElseThrow().reveal(text -> text),
                catalogs);
    }

    /** The catalog that is in the directory. */
    static Catalog inFile(Path directory) {
        return TestCatalogs.open(directory.resolve("catalog.db"), Clock.systemUTC());
    }

    /** With secrets from somewhere else, such as a route. */
    static AwsCore open(Path directory, URI endpoint, SecretService secrets) {
        return new AwsCore(directory, endpoint, console -> secrets, () -> inFile(directory));
    }

    /** KMS and Secrets Manager on a directory. The caller closes it. */
    static LocalAws startAws(Path directory) {
        return LocalAws.start(LocalAwsConfig.onLoopback(
                0,
                directory,
                ACCOUNT,
                new LocalAwsConfig.AccessKey(ACCESS_KEY_ID, Secret.of(SECRET_ACCESS_KEY)),
                Clock.systemUTC()));
    }

    static AwsClients clients(URI endpoint, Duration callTimeout) {
        return clients(endpoint, callTimeout, new RequestIds());
    }

    static AwsClients clients(URI endpoint, Duration callTimeout, RequestIds ids) {
        AwsConfig config = new AwsConfig(
                ACCOUNT.region(),
                Optional.of(endpoint),
                Optional.of(new AwsConfig.AccessKey(ACCESS_KEY_ID, Secret.of(SECRET_ACCESS_KEY))),
                callTimeout);
        return new AwsClients(config, ids);
    }

    /** CloudTrail's own records of what was called. The caller closes it. */
    static CloudTrailClient cloudTrail(URI endpoint) {
        return CloudTrailClient.builder()
                .endpointOverride(endpoint)
                .region(Region.of(ACCOUNT.region()))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY_ID, SECRET_ACCESS_KEY)))
                .build();
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

    AwsClients clients() {
        return clients;
    }

    AwsConsole console() {
        return new AwsConsole(clients);
    }

    /** What the catalog called RUNNING before the core was opened over it. */
    List<IngestionRecord> foundRunning() {
        return foundRunning;
    }

    /** Takes the oldest queued ingestion through all steps, as a route does, reconciliation included. */
    void run(String sql) throws Exception {
        try (Refresh refresh = spice.ingestions().next(VISITS, WAIT).orElseThrow()) {
            try {
                Extracted extracted = refresh.begin().extract(SOURCE, sql, SplitOptions.ONE);
                extracted
                        .seal(extracted.rows(), Optional.empty(), RowStep.AS_READ)
                        .reconcile()
                        .publish();
            } catch (RuntimeException e) {
                refresh.fail(e);
                throw e;
            }
        }
    }

    @Override
    public void close() {
        spice.close();
        catalog.close();
        clients.close();
    }
}
