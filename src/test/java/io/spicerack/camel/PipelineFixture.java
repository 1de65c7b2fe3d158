package io.spicerack.camel;

import io.spicerack.audit.event.RequestIds;
import io.spicerack.audit.file.DigestChain;
import io.spicerack.audit.file.DigestKeys;
import io.spicerack.audit.file.TestDigests;
import io.spicerack.audit.file.TrailName;
import io.spicerack.aws.AuditClients;
import io.spicerack.aws.AwsClients;
import io.spicerack.aws.AwsConfig;
import io.spicerack.aws.AwsKeyService;
import io.spicerack.aws.CallFailures;
import io.spicerack.aws.CallTrail;
import io.spicerack.aws.KmsDigestSigner;
import io.spicerack.aws.KmsFailures;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.TestCatalogs;
import io.spicerack.catalog.record.AllowedSecret;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.core.Spice;
import io.spicerack.core.SpiceConfig;
import io.spicerack.core.keys.KeysConfig;
import io.spicerack.core.queue.QueueConfig;
import io.spicerack.core.reading.ReadingConfig;
import io.spicerack.core.refresh.RefreshConfig;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.core.sources.DataSourceDefinition;
import io.spicerack.core.sources.Databases;
import io.spicerack.core.sources.Egress;
import io.spicerack.core.sources.SourcesConfig;
import io.spicerack.core.trail.AuditConfig;
import io.spicerack.kit.aws.LocalAws;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.kit.embedded.AwsConsole;
import io.spicerack.kit.protocol.LocalAwsConfig;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.DriftPolicy;
import io.spicerack.model.KeyReference;
import io.spicerack.model.ReconcileMode;
import io.spicerack.model.Secret;
import io.spicerack.model.SourceBudget;
import io.spicerack.model.Ticker;
import io.spicerack.settings.Property;
import io.spicerack.source.SourceConfig;
import io.spicerack.source.TypeRules;
import io.spicerack.store.VersionStore;
import io.spicerack.table.parquet.Compression;
import io.spicerack.tls.Authorities;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The real core, an AWS of its own and the routes that a test writes, in one directory. It can be stopped and started
 * again, as a service is when somebody edits a route. Used by one test thread.
 */
public final class PipelineFixture implements AutoCloseable {
    public static final Account ACCOUNT = new Account("aws", "eu-west-1", "111122223333");

    static final String LAKE_CHANNEL = "arn:aws:cloudtrail:eu-west-1:111122223333:channel/spicerack";

    private static final String SECRET_ACCESS_KEY = "a-secret-access-key-that-only-tests-know";

    private final Path directory;
    private final TestRoutes routes;
    private final LocalAws aws;
    private final RequestIds requestIds = new RequestIds();
    private final AwsClients clients;
    private final AuditClients sinks;
    private final AwsConsole console;
    private final KeyReference serviceOwnedKey;
    private final Map<String, Object> beans = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();
    private Function<Clock, DigestChain> digests;
    private Duration idleTimeout = Duration.ofSeconds(30);
    private ReconcileMode reconcile = ReconcileMode.COUNTS;
    private @Nullable Catalog catalog;
    private @Nullable Spice spice;
    private @Nullable Pipeline pipeline;
    private @Nullable CamelContext context;
    private final KeyReference drillKey;
    private final CamelCredentials credentials;
    private final CamelKeySwitch keySwitch;

    private PipelineFixture(Path directory) {
        this.directory = directory;
        digests = clock -> TestDigests.in(directory, ACCOUNT, clock);
        routes = new TestRoutes(directory.resolve("routes"));
        aws = LocalAws.start(LocalAwsConfig.onLoopback(
                0,
                directory.resolve("aws"),
                ACCOUNT,
                new LocalAwsConfig.AccessKey("AKIASPICERACKLOCAL00", Secret.of(SECRET_ACCESS_KEY)),
                Clock.systemUTC()));
        AwsConfig config = new AwsConfig(
                ACCOUNT.region(),
                Optional.of(aws.endpoint()),
                Optional.of(new AwsConfig.AccessKey("AKIASPICERACKLOCAL00", Secret.of(SECRET_ACCESS_KEY))),
                Duration.ofSeconds(20));
        clients = new AwsClients(config, requestIds);
        credentials = new CamelCredentials(clients.secretsManager(), CallFailures::outcome);
        keySwitch = new CamelKeySwitch(clients.kms(), KmsFailures::unavailable);
        sinks = new AuditClients(config);
        console = new AwsConsole(clients);
        serviceOwnedKey = console.createKey("service-owned");
        drillKey = console.createKey("for drills");
        properties.put("spicerack.audit.directory", directory.resolve("audit").toString());
        properties.put("spicerack.audit.bucket", TestDigests.BUCKET);
        properties.put("spicerack.audit.kafka.brokers", "127.0.0.1:1");
        properties.put("spicerack.audit.kafka.topic", "audit");
        for (String sink : List.of("s3", "kafka", "lake")) {
            properties.put("spicerack.audit." + sink + ".enabled", "false");
        }
        for (Property property : Property.values()) {
            if (property.key().startsWith("spicerack.alerts.")) {
                properties.put(property.key(), property.fallback());
            }
        }
        properties.put("spicerack.key-watch.period", "200");
        properties.put("camel.component.quartz.autoStartScheduler", "false");
        beans.put("s3Client", sinks.s3());
        beans.put("amazonSNSClient", sinks.sns());
        beans.put("cloudTrailLake", sinks.lake(LAKE_CHANNEL));
        beans.put("captureContext", new LifecycleStrategySupport() {
            @Override
            public void onContextStarting(CamelContext starting) {
                context = starting;
            }
        });
        openCore();
    }

    /** What the data directory of a service with embedded servers says of them. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL",
                aws.endpoint().toString(),
                "AWS_ACCESS_KEY_ID",
                "AKIASPICERACKLOCAL00",
                "AWS_SECRET_ACCESS_KEY",
                SECRET_ACCESS_KEY);
    }

    /** The embedded S3. It is the fixture's. */
    S3Client s3() {
        return sinks.s3();
    }

    /** Where the embedded CloudTrail Lake keeps what was put there, an event a line. */
    Path lake() {
        return directory.resolve("aws/cloudtrail/audit-events.jsonl");
    }

    /** Opens the core without routes: write these, then {@link #start}. */
    public static PipelineFixture open(Path directory) {
        return new PipelineFixture(directory);
    }

    /** Publishes without being reconciled, from the next {@link #restart} on. */
    public PipelineFixture reconcileOff() {
        return reconcile(ReconcileMode.OFF);
    }

    /** Reconciles so, from the next {@link #restart} on. */
    public PipelineFixture reconcile(ReconcileMode mode) {
        reconcile = mode;
        return this;
    }

    /** How long a source may be silent; from now on, so call it before any data source is created. */
    public PipelineFixture idleTimeout(Duration longest) {
        stop();
        idleTimeout = longest;
        openCore();
        return this;
    }

    /** Signs digest files with this key of the embedded KMS; from now on, as {@link #idleTimeout}. */
    PipelineFixture signingKey(KeyReference key) {
        stop();
        digests = clock -> new DigestChain(
                new TrailName(ACCOUNT, "spicerack", TestDigests.BUCKET),
                new KmsDigestSigner(clients.kms(), key),
                new DigestKeys(directory.resolve("public-keys.json"), clock));
        openCore();
        return this;
    }

    /** What the embedded KMS and Secrets Manager have on record. The caller closes it. */
    public CallTrail callTrail() {
        return new CallTrail(CloudTrailClient.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.of(ACCOUNT.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create("AKIASPICERACKLOCAL00", SECRET_ACCESS_KEY)))
                .build());
    }

    public PipelineFixture property(String key, String value) {
        properties.put(key, value);
        return this;
    }

    public PipelineFixture bean(String name, Object bean) {
        beans.put(name, bean);
        return this;
    }

    /** Starts the routes that are written now; {@link PipelineException} when one cannot. */
    public PipelineFixture start() {
        if (spice == null) {
            openCore();
        }
        properties.putIfAbsent("spicerack.routes.placeholders", placeholders());
        properties.put("spicerack.reconcile", reconcile.text());
        pipeline = Pipeline.start(
                spice(),
                credentials,
                new Pipeline.Config(
                        routes.directory(),
                        directory.resolve("kept-routes"),
                        Map.copyOf(properties),
                        Map.copyOf(beans),
                        Duration.ofSeconds(10)));
        return this;
    }

    /** Those that the test has set itself. */
    private String placeholders() {
        return properties.keySet().stream()
                .filter(name -> !name.startsWith("spicerack.") && !name.startsWith("camel."))
                .collect(Collectors.joining(","));
    }

    /** Stops routes and core, and starts them over the same directory and the same AWS. */
    public PipelineFixture restart() {
        stop();
        return start();
    }

    /** As {@link #restart}, with {@code between} run while nothing has the catalog open. */
    public PipelineFixture restart(Consumer<Path> between) {
        stop();
        between.accept(catalogFile());
        return start();
    }

    private Path catalogFile() {
        return directory.resolve("catalog").resolve("catalog.db");
    }

    public TestRoutes routes() {
        return routes;
    }

    /** What a test asks of the running data sets. */
    public DataSetProbe probe() {
        return new DataSetProbe(spice(), directory.resolve("store"));
    }

    public Spice spice() {
        return present(spice);
    }

    public Pipeline pipeline() {
        return present(pipeline);
    }

    public CamelContext context() {
        return present(context);
    }

    /** Stops the key watch, so that the trail comes to rest. */
    void stopKeyWatch() throws Exception {
        context().getRouteController().stopRoute("key-watch");
    }

    /** Sends to a route's start with the key's ARN where the KMS component wants it. */
    public void sendWithKey(String endpoint, KeyReference key) {
        try (ProducerTemplate template = context().createProducerTemplate()) {
            template.requestBodyAndHeader(endpoint, "", "CamelAwsKMSKeyId", key.toString());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public AwsConsole console() {
        return console;
    }

    public AwsClients aws() {
        return clients;
    }

    public KeyReference serviceOwnedKey() {
        return serviceOwnedKey;
    }

    public KeyReference drillKey() {
        return drillKey;
    }

    public Path directory() {
        return directory;
    }

    /** Makes a key and registers it as the only one and as default. */
    public KeyReference defaultKey(String description) {
        KeyReference key = console.createKey(description);
        spice().keyRegistrations().update(List.of(new RegisteredKey(key, true)));
        return key;
    }

    /** Puts a secret with the tests' user and {@code password} and allows it. */
    public Arn secret(String name, String password) {
        return allowed(name, "{\"username\":\"" + TestDatabases.USER + "\",\"password\":\"" + password + "\"}");
    }

    /** Puts a secret with any text and allows it. */
    public Arn allowed(String name, String text) {
        Arn arn = console.putSecret(name, Secret.of(text));
        spice().allowedSecrets().allow(AllowedSecret.of(arn, List.of()));
        return arn;
    }

    /** Creates a data source on a test's database, with a secret of the same name. */
    public PipelineFixture dataSource(String id, DataSourceType type, TestDatabase database) {
        Arn secret = secret(id, TestDatabases.PASSWORD);
        spice().dataSources()
                .create(
                        definition(id, type, "127.0.0.1", database.server().port(), database.name()),
                        new CredentialsInput.SecretArn(secret));
        return this;
    }

    public PipelineFixture postgres(String id, TestDatabase database) {
        return dataSource(id, DataSourceType.POSTGRESQL, database);
    }

    /** A data source of which a route may speak, and where no server needs to be. */
    public PipelineFixture postgres(String id, int port) {
        if (spice == null) {
            openCore();
        }
        spice().dataSources()
                .create(
                        definition(id, DataSourceType.POSTGRESQL, "127.0.0.1", port, "db"),
                        new CredentialsInput.SecretArn(secret(id, TestDatabases.PASSWORD)));
        return this;
    }

    static DataSourceDefinition definition(String id, DataSourceType type, String host, int port, String database) {
        return new DataSourceDefinition(new DataSourceId(id), id, type, host, port, database, false, null, null);
    }

    private void openCore() {
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        SpiceConfig config = new SpiceConfig(
                new KeysConfig(
                        ACCOUNT, serviceOwnedKey, "arn:aws:iam::" + ACCOUNT.id() + ":root", Optional.of(drillKey)),
                new SourcesConfig(
                        Databases.SERVED,
                        new SourceConfig.Timeouts(Duration.ofSeconds(5), Duration.ZERO, idleTimeout),
                        TypeRules.DEFAULT,
                        SourceBudget.NONE,
                        Authorities.OF_JVM,
                        Egress.parse(Egress.DEFAULT)),
                new ReadingConfig(Duration.ofSeconds(60), 16),
                new RefreshConfig(reconcile, 20, DriftPolicy.FAIL, 2),
                new QueueConfig(2, 3));
        Catalog opened = TestCatalogs.open(catalogFile(), clock);
        catalog = opened;
        spice = Spice.open(
                config,
                new Spice.Ports(
                        opened,
                        new VersionStore(directory.resolve("store"), random, clock, 0, Compression.DEFAULT),
                        new AwsKeyService(
                                clients.kms(),
                                random,
                                config.account(),
                                config.keys().serviceRole(),
                                keySwitch),
                        credentials,
                        new Spice.Clocks(clock, Ticker.SYSTEM),
                        new AuditConfig(digests.apply(clock), Duration.ZERO),
                        requestIds));
        spice.drill().mend();
    }

    private void stop() {
        closeQuietly(pipeline);
        closeQuietly(spice);
        closeQuietly(catalog);
        pipeline = null;
        spice = null;
        catalog = null;
    }

    @Override
    public void close() {
        stop();
        sinks.close();
        keySwitch.close();
        credentials.close();
        clients.close();
        aws.close();
    }

    private static <T> T present(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the fixture is not started");
        }
        return part;
    }

    private static void closeQuietly(@Nullable AutoCloseable part) {
        try {
            if (part != null) {
                part.close();
            }
        } catch (Exception e) {
            LoggerFactory.getLogger(PipelineFixture.class).atError().setCause(e).log("a part did not close");
        }
    }
}
