package io.spicerack.settings;

import io.spicerack.admin.ReaderLimits;
import io.spicerack.api.ApiConfig;
import io.spicerack.catalog.record.AllowedSecret;
import io.spicerack.core.SpiceConfig;
import io.spicerack.core.keys.KeysConfig;
import io.spicerack.core.queue.QueueConfig;
import io.spicerack.core.reading.ReadingConfig;
import io.spicerack.core.refresh.RefreshConfig;
import io.spicerack.core.sources.Databases;
import io.spicerack.core.sources.Egress;
import io.spicerack.core.sources.SourcesConfig;
import io.spicerack.core.trail.LookRecords;
import io.spicerack.hawtio.HawtioAccess;
import io.spicerack.hawtio.JmxConfig;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.DriftPolicy;
import io.spicerack.model.KeyReference;
import io.spicerack.model.ReconcileMode;
import io.spicerack.model.SourceBudget;
import io.spicerack.routes.Allowance;
import io.spicerack.source.SourceConfig;
import io.spicerack.store.BucketAddress;
import io.spicerack.table.parquet.Compression;
import io.spicerack.telemetry.TelemetryConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one run: defaults, then {@code config/application.properties}, then the environment, then -D. Reading
 * them reports every problem at once. Not thread-safe: one thread starts the program.
 */
public final class Settings {
    /** That an int holds in bytes. */
    private static final int MOST_MEGABYTES = 2047;

    private final Path configuration;
    private final SettingValues values;
    private final Supplier<SettingValues> fresh;

    /**
     * @param configuration the folder that files are named from
     * @param fresh the same read anew
     */
    private Settings(Path configuration, Supplier<SettingValues> fresh) {
        this.configuration = configuration;
        this.values = fresh.get();
        this.fresh = fresh;
    }

    public static Settings read(Path file, Map<String, String> environment, Map<String, String> overrides) {
        return new Settings(
                file.toAbsolutePath().resolveSibling(""), () -> SettingValues.read(file, environment, overrides));
    }

    /** The same with some values set by the program itself. */
    public Settings with(Map<String, String> more) {
        return new Settings(configuration, () -> fresh.get().with(more));
    }

    /** The same with more secrets allowed than the file says. */
    public Settings allowing(List<Arn> more) {
        return new Settings(configuration, () -> {
            SettingValues read = fresh.get();
            String all = Stream.concat(
                            Stream.of(read.text(Property.SECRETS_ALLOWED)),
                            more.stream().map(Arn::toString))
                    .filter(each -> !each.isEmpty())
                    .collect(Collectors.joining(","));
            return read.with(Map.of(Property.SECRETS_ALLOWED.key(), all));
        });
    }

    /** As the file says now; throws with all problems of the file in one message. */
    public Settings again() {
        Settings again = new Settings(configuration, fresh);
        List<AllowedSecret> unused = again.allowedSecrets();
        again.values.refuseProblems();
        return again;
    }

    /** All of them, for the placeholders of routes and catalog files. */
    public Map<String, String> all() {
        return values.all();
    }

    public String text(Property property) {
        return values.text(property);
    }

    public Path dataDirectory() {
        return DataDirectory.of(text(Property.DATA_DIRECTORY), configuration.resolveSibling(""));
    }

    public Path auditDirectory() {
        String directory = text(Property.AUDIT_DIRECTORY);
        return directory.isEmpty()
                ? dataDirectory().resolve("audit")
                : Path.of(directory).toAbsolutePath();
    }

    /** The bearer token that opens the metrics alone. */
    public Path metricsTokenFile() {
        String file = text(Property.MANAGEMENT_METRICS_TOKEN);
        return dataDirectory().resolve(file.isEmpty() ? "metrics.token" : file);
    }

    public HawtioAccess hawtio() {
        return values.value(
                Property.MANAGEMENT_HAWTIO, "loopback, everywhere or off", HawtioAccess::parse, HawtioAccess.LOOPBACK);
    }

    public Optional<URI> awsEndpoint() {
        return text(Property.AWS_ENDPOINT).isEmpty()
                ? Optional.empty()
                : values.value(
                        Property.AWS_ENDPOINT, "a URL such as http://127.0.0.1:4566", Settings::url, Optional.empty());
    }

    public Duration duration(Property property) {
        return values.duration(property);
    }

    public int port(Property property) {
        return values.port(property);
    }

    public List<AllowedSecret> allowedSecrets() {
        return values.value(
                Property.SECRETS_ALLOWED,
                "secret ARNs separated by commas, each alone or as ARN to HOST:PORT HOST:PORT/plain",
                text -> Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .map(AllowedSecret::parse)
                        .toList(),
                List.of());
    }

    /** What the data engineers' route files may use. */
    public Allowance routesAllowed() {
        return values.value(
                Property.ROUTES_ALLOW,
                "direct:NAME, bean:NAME, reconcile:off or names of Camel components, separated by commas",
                Allowance::parse,
                Allowance.parse(Allowance.DEFAULT));
    }

    /** The account that everything is of. */
    public Account account() {
        return new Account("aws", text(Property.REGION), text(Property.ACCOUNT_ID));
    }

    /** The provider of keys that is chosen. */
    public KeyProvider keyProvider(KeyProviders providers) {
        String chosen = text(Property.KEY_PROVIDER);
        try {
            return providers.named(chosen);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(Property.KEY_PROVIDER.key() + " is '" + chosen + "'; " + e.getMessage());
        }
    }

    /** Empty where there is a problem with it. */
    private Optional<KeyReference> key(KeyProvider provider, Property property, String otherwise) {
        return values.value(
                property,
                provider.naming() + otherwise,
                text -> Optional.of(provider.names().apply(text)),
                Optional.empty());
    }

    /** The key that drills may disable, if there is one. */
    private Optional<KeyReference> drillKey(KeyProvider provider) {
        return text(Property.DRILL_KEY).isEmpty() ? Optional.empty() : key(provider, Property.DRILL_KEY, ", or empty");
    }

    /** Empty where there is a problem with it: then nothing tells how keys are named. */
    private Optional<KeyProvider> knownProvider(KeyProviders providers) {
        try {
            return Optional.of(keyProvider(providers));
        } catch (SettingsException e) {
            values.problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Refuses, with all problems in one message, what would stop the start after the embedded servers run. */
    public void checkForEmbedded(KeyProviders providers) {
        String provider = text(Property.KEY_PROVIDER);
        if (!provider.equals(Property.KEY_PROVIDER.fallback())) {
            throw new SettingsException(Property.KEY_PROVIDER.key() + " is '" + provider
                    + "'; the embedded AWS brings keys of kms. Leave it out, or start without --embedded");
        }
        Map<String, String> own = Map.of(
                Property.SERVICE_OWNED_KEY.key(), "arn:aws:kms:eu-west-1:000000000000:key/own",
                Property.SERVICE_ROLE.key(), "arn:aws:iam::000000000000:root");
        with(own).spiceConfig(providers);
    }

    /** The core's settings; throws with all problems in one message. */
    public SpiceConfig spiceConfig(KeyProviders providers) {
        Account placeholder = new Account("aws", "eu-west-1", "000000000000");
        Account account = values.value(
                Property.ACCOUNT_ID,
                "12 digits, with a spicerack.region such as eu-west-1",
                id -> new Account("aws", text(Property.REGION), id),
                placeholder);
        Optional<KeyProvider> provider = knownProvider(providers);
        Optional<KeyReference> key = provider.flatMap(known -> key(known, Property.SERVICE_OWNED_KEY, ""));
        if (text(Property.SERVICE_ROLE).isEmpty()
                && provider.map(KeyProvider::grants).orElse(true)) {
            values.problem(
                    Property.SERVICE_ROLE.key() + " is empty; it must be the ARN of the role that grants are given to");
        }
        @Nullable SourcesConfig sources = values.checked(this::sourcesConfig);
        @Nullable RefreshConfig refresh = values.checked(this::refreshConfig);
        @Nullable ReadingConfig reading = values.checked(() -> sql().reading());
        Optional<KeyReference> drillKey = provider.flatMap(this::drillKey);
        @Nullable
        QueueConfig queue = values.checked(() ->
                new QueueConfig(values.number(Property.REFRESH_CONCURRENT), values.number(Property.SOURCE_TRIES)));
        compression();
        bucket();
        catalog().check();
        port(Property.MANAGEMENT_PORT);
        port(Property.API_PORT);
        sql().check();
        new JmxSettings(values, configuration).check();
        telemetry();
        apiLimits();
        readerLimits();
        hawtio();
        duration(Property.KEY_WATCH_PERIOD);
        duration(Property.FILE_WATCH_PERIOD);
        lookRecords();
        duration(Property.AUDIT_RETENTION);
        duration(Property.REFRESH_DRAIN_TIMEOUT);
        duration(Property.AWS_CALL_TIMEOUT);
        allowedSecrets();
        routesAllowed();
        List.of(Property.EMBEDDED_AWS_PORT, Property.EMBEDDED_POSTGRES_PORT, Property.EMBEDDED_MARIADB_PORT)
                .forEach(this::port);
        awsEndpoint();
        values.refuseProblems();
        return new SpiceConfig(
                new KeysConfig(account, key.orElseThrow(), text(Property.SERVICE_ROLE), drillKey),
                Objects.requireNonNull(sources),
                Objects.requireNonNull(reading),
                Objects.requireNonNull(refresh),
                Objects.requireNonNull(queue));
    }

    /** What the trail keeps of the key watch's looks. */
    LookRecords lookRecords() {
        LookRecords.Which which = values.value(
                Property.AUDIT_KEY_WATCH,
                "all or changes",
                text -> SettingValues.named(LookRecords.Which.class, text),
                LookRecords.Which.ALL);
        Duration retention = duration(Property.AUDIT_KEY_WATCH_RETENTION);
        return values.checked(() -> new LookRecords(which, retention), LookRecords.DEFAULT);
    }

    /** What those that read rows may take. */
    public ReaderLimits readerLimits() {
        int most = values.number(Property.MANAGEMENT_READERS);
        int megabytes = values.number(Property.MANAGEMENT_READER_MEGABYTES);
        Duration takeTimeout = duration(Property.MANAGEMENT_TAKE_TIMEOUT);
        return values.checked(() -> new ReaderLimits(most, megabytes, takeTimeout), ReaderLimits.DEFAULT);
    }

    /** Which other systems are told of refreshes. */
    public TelemetryConfig telemetry() {
        return new TelemetryConfig(url(Property.TELEMETRY_TRACES), url(Property.TELEMETRY_LINEAGE));
    }

    private Optional<URI> url(Property property) {
        return text(property).isEmpty()
                ? Optional.empty()
                : values.value(
                        property,
                        "http://HOST:PORT/PATH or https://..., or empty",
                        text -> Optional.of(URI.create(text))
                                .filter(url ->
                                        String.valueOf(url.getScheme()).matches("https?") && url.getHost() != null)
                                .or(() -> {
                                    throw new IllegalArgumentException(text);
                                }),
                        Optional.empty());
    }

    /** Where JMX is served over the network; empty where it is not. */
    public Optional<JmxConfig> jmx() {
        return new JmxSettings(values, configuration).config();
    }

    public CatalogSettings catalog() {
        return new CatalogSettings(values, configuration);
    }

    public SqlSettings sql() {
        return new SqlSettings(values, configuration);
    }

    public ApiConfig.Limits apiLimits() {
        Duration timeout = duration(Property.API_REQUEST_TIMEOUT);
        int refreshes = values.number(Property.API_MANUAL_REFRESHES);
        return values.checked(() -> new ApiConfig.Limits(timeout, refreshes), ApiConfig.Limits.DEFAULT);
    }

    /** The part of a bucket where sealed versions lie; empty for the data directory. */
    public Optional<BucketAddress> bucket() {
        return text(Property.STORE).isEmpty()
                ? Optional.empty()
                : values.value(
                        Property.STORE,
                        "s3://BUCKET/PREFIX, or empty",
                        text -> Optional.of(BucketAddress.parse(text)),
                        Optional.empty());
    }

    public Compression compression() {
        return values.checked(() -> new Compression(values.number(Property.STORE_ZSTD_LEVEL)), Compression.DEFAULT);
    }

    private SourcesConfig sourcesConfig() {
        SourceSettings sources = new SourceSettings(values, configuration);
        Duration connect = duration(Property.SOURCE_CONNECT_TIMEOUT);
        Duration statement = duration(Property.SOURCE_STATEMENT_TIMEOUT);
        Duration idle = duration(Property.SOURCE_IDLE_TIMEOUT);
        Egress egress = values.value(
                Property.SOURCE_REFUSED_NETWORKS,
                "networks such as 169.254.0.0/16 separated by commas, or empty",
                Egress::parse,
                new Egress(List.of()));
        return new SourcesConfig(
                Databases.SERVED,
                new SourceConfig.Timeouts(connect, statement, idle),
                sources.types(),
                sourceBudget(),
                sources.authorities(),
                egress,
                Math.min(values.number(Property.SOURCE_ROW), MOST_MEGABYTES) << 20);
    }

    private RefreshConfig refreshConfig() {
        ReconcileMode reconcile = values.value(
                Property.RECONCILE,
                "one of " + ReconcileMode.allowed(),
                text -> ReconcileMode.of(text).orElseThrow(),
                ReconcileMode.AUTO);
        return new RefreshConfig(
                reconcile,
                values.number(Property.RECONCILE_VALUES_EVERY),
                values.value(
                        Property.SOURCE_DRIFT,
                        "one of " + DriftPolicy.allowed(),
                        text -> DriftPolicy.of(text).orElseThrow(),
                        DriftPolicy.FAIL),
                values.number(Property.SOURCE_CONNECTIONS));
    }

    private SourceBudget sourceBudget() {
        try {
            return new SourceBudget(
                    Optional.of(duration(Property.SOURCE_LONGEST_TRANSACTION)),
                    Optional.empty(),
                    Optional.of(values.number(Property.SOURCE_MOST_CONNECTIONS)),
                    BudgetText.rate(Property.SOURCE_RATE.key(), Optional.of(text(Property.SOURCE_RATE))),
                    Optional.of(duration(Property.SOURCE_REPLICA_LAG)));
        } catch (IllegalArgumentException e) {
            values.problem("spicerack.source.budget: " + e.getMessage());
            return SourceBudget.NONE;
        }
    }

    private static Optional<URI> url(String text) {
        if (URI.create(text).getHost() == null) {
            throw new IllegalArgumentException("no host");
        }
        return Optional.of(URI.create(text));
    }
}
