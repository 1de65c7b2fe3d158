package io.spicerack.settings;

import io.spicerack.admin.ReaderLimits;
import io.spicerack.api.ApiConfig;
import io.spicerack.aws.AwsClients;
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
import io.spicerack.envelope.KeyService;
import io.spicerack.model.Account;
import io.spicerack.model.DriftPolicy;
import io.spicerack.model.EditDistance;
import io.spicerack.model.KeyReference;
import io.spicerack.model.ReconcileMode;
import io.spicerack.model.SourceBudget;
import io.spicerack.routes.Allowance;
import io.spicerack.source.SourceConfig;
import io.spicerack.table.parquet.Compression;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one run: defaults, then {@code config/application.properties}, then the environment, then -D. Reading
 * them reports every problem at once. Not thread-safe: one thread starts the program.
 */
public final class Settings {
    /** That an int holds in bytes. */
    private static final int MOST_MEGABYTES = 2047;

    private final Path configuration;
    private final Map<String, String> values;
    private final KeyProviders keyProviders;
    private final List<String> problems = new ArrayList<>();

    /** @param configuration the folder that files are named from */
    private Settings(Path configuration, Map<String, String> values, KeyProviders keyProviders) {
        this.configuration = configuration;
        this.values = values;
        this.keyProviders = keyProviders;
    }

    public static Settings read(Path file, Map<String, String> environment, Map<String, String> overrides) {
        return read(file, environment, overrides, KeyProviders.SERVED);
    }

    static Settings read(
            Path file, Map<String, String> environment, Map<String, String> overrides, KeyProviders keyProviders) {
        Map<String, String> values = new TreeMap<>();
        for (Property property : Property.values()) {
            values.put(property.key(), property.fallback());
        }
        load(file).forEach((key, value) -> values.put(String.valueOf(key), String.valueOf(value)));
        for (Property property : Property.values()) {
            String variable =
                    property.key().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
            String value = environment.get(variable);
            if (value != null) {
                values.put(property.key(), value);
            }
        }
        values.putAll(overrides);
        Settings settings = new Settings(file.toAbsolutePath().resolveSibling(""), values, keyProviders);
        settings.findUnknown(file);
        return settings;
    }

    /** The same with some values set by the program itself. */
    public Settings with(Map<String, String> more) {
        Map<String, String> merged = new TreeMap<>(values);
        merged.putAll(more);
        Settings settings = new Settings(configuration, merged, keyProviders);
        settings.problems.addAll(problems);
        return settings;
    }

    /** All of them, for the placeholders of routes and catalog files. */
    public Map<String, String> all() {
        return Map.copyOf(values);
    }

    public String text(Property property) {
        return values.getOrDefault(property.key(), property.fallback()).strip();
    }

    public Path dataDirectory() {
        return Path.of(text(Property.DATA_DIRECTORY)).toAbsolutePath().normalize();
    }

    public Path auditDirectory() {
        String directory = text(Property.AUDIT_DIRECTORY);
        return directory.isEmpty()
                ? dataDirectory().resolve("audit")
                : Path.of(directory).toAbsolutePath();
    }

    public Optional<URI> awsEndpoint() {
        String endpoint = text(Property.AWS_ENDPOINT);
        if (endpoint.isEmpty()) {
            return Optional.empty();
        }
        return value(Property.AWS_ENDPOINT, "a URL such as http://127.0.0.1:4566", Settings::url, Optional.empty());
    }

    public Duration duration(Property property) {
        return value(property, "a duration such as 500ms, 10s, 5m or 1h", Durations::parse, Duration.ofSeconds(10));
    }

    int number(Property property) {
        return value(property, "a whole number", Integer::valueOf, 1);
    }

    public int port(Property property) {
        int port = number(property);
        if (port < 0 || port > 65_535) {
            problems.add(property.key() + " is " + port + "; a port is 0 (any free one) to 65535");
        }
        return port;
    }

    public List<AllowedSecret> allowedSecrets() {
        return value(
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
        return value(
                Property.ROUTES_ALLOW,
                "direct:NAME, bean:NAME, reconcile:off or names of Camel components, separated by commas",
                Allowance::parse,
                Allowance.parse(Allowance.DEFAULT));
    }

    /** Opens the provider of keys that is chosen; {@code closing} takes what has to be closed. */
    public KeyService openKeys(KeysConfig keys, AwsClients aws, SecureRandom random, Consumer<AutoCloseable> closing) {
        String chosen = text(Property.KEY_PROVIDER);
        try {
            return keyProviders
                    .named(chosen)
                    .opening()
                    .open(new KeyProvider.Setup(KeyProvider.place(chosen), keys, aws, random, closing));
        } catch (IllegalArgumentException e) {
            throw new SettingsException(Property.KEY_PROVIDER.key() + " is '" + chosen + "'; " + e.getMessage());
        }
    }

    /** The key that drills may disable, if there is one. */
    public Optional<KeyReference> drillKey() {
        return text(Property.DRILL_KEY).isEmpty() ? Optional.empty() : key(Property.DRILL_KEY, ", or empty");
    }

    /** Empty where there is a problem with it; what names keys has to be known first. */
    private Optional<KeyReference> key(Property property, String otherwise) {
        return keyProvider()
                .flatMap(provider -> value(
                        property,
                        provider.naming() + otherwise,
                        text -> Optional.of(provider.names().apply(text)),
                        Optional.empty()));
    }

    private Optional<KeyProvider> keyProvider() {
        String chosen = text(Property.KEY_PROVIDER);
        try {
            return Optional.of(keyProviders.named(chosen));
        } catch (IllegalArgumentException e) {
            problems.add(Property.KEY_PROVIDER.key() + " is '" + chosen + "'; " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Refuses, with all problems in one message, what would stop the start after the embedded servers run. */
    public void checkForEmbedded() {
        String provider = text(Property.KEY_PROVIDER);
        if (!provider.equals(Property.KEY_PROVIDER.fallback())) {
            throw new SettingsException(Property.KEY_PROVIDER.key() + " is '" + provider
                    + "'; the embedded AWS brings keys of kms. Leave it out, or start without --embedded");
        }
        Map<String, String> own = Map.of(
                Property.SERVICE_OWNED_KEY.key(), "arn:aws:kms:eu-west-1:000000000000:key/own",
                Property.SERVICE_ROLE.key(), "arn:aws:iam::000000000000:root");
        with(own).spiceConfig();
    }

    /** The core's settings; throws with all problems in one message. */
    public SpiceConfig spiceConfig() {
        Account placeholder = new Account("aws", "eu-west-1", "000000000000");
        Account account = value(
                Property.ACCOUNT_ID,
                "12 digits, with a spicerack.region such as eu-west-1",
                id -> new Account("aws", text(Property.REGION), id),
                placeholder);
        Optional<KeyReference> key = key(Property.SERVICE_OWNED_KEY, "");
        if (text(Property.SERVICE_ROLE).isEmpty()) {
            problems.add(
                    Property.SERVICE_ROLE.key() + " is empty; it must be the ARN of the role that grants are given to");
        }
        @Nullable SourcesConfig sources = checked(this::sourcesConfig);
        @Nullable RefreshConfig refresh = checked(this::refreshConfig);
        @Nullable ReadingConfig reading = checked(() -> new ReadingConfig(duration(Property.DATA_KEY_LIFETIME)));
        Optional<KeyReference> drillKey = drillKey();
        @Nullable
        QueueConfig queue =
                checked(() -> new QueueConfig(number(Property.REFRESH_CONCURRENT), number(Property.SOURCE_TRIES)));
        compression();
        port(Property.MANAGEMENT_PORT);
        port(Property.API_PORT);
        apiLimits();
        readerLimits();
        duration(Property.KEY_WATCH_PERIOD);
        lookRecords();
        duration(Property.REFRESH_DRAIN_TIMEOUT);
        duration(Property.AWS_CALL_TIMEOUT);
        allowedSecrets();
        routesAllowed();
        port(Property.EMBEDDED_AWS_PORT);
        port(Property.EMBEDDED_POSTGRES_PORT);
        port(Property.EMBEDDED_MARIADB_PORT);
        awsEndpoint();
        refuseProblems();
        return new SpiceConfig(
                new KeysConfig(account, key.orElseThrow(), text(Property.SERVICE_ROLE), drillKey),
                Objects.requireNonNull(sources),
                Objects.requireNonNull(reading),
                Objects.requireNonNull(refresh),
                Objects.requireNonNull(queue));
    }

    /** Null where it is refused, which is one more problem. */
    private <T> @Nullable T checked(Supplier<T> room) {
        try {
            return room.get();
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
            return null;
        }
    }

    private <T> T checked(Supplier<T> room, T otherwise) {
        @Nullable T made = checked(room);
        return made == null ? otherwise : made;
    }

    /** What the trail keeps of the key watch's looks. */
    LookRecords lookRecords() {
        LookRecords.Which which = value(
                Property.AUDIT_KEY_WATCH,
                "all or changes",
                text -> named(LookRecords.Which.class, text),
                LookRecords.Which.ALL);
        Duration retention = duration(Property.AUDIT_KEY_WATCH_RETENTION);
        return checked(() -> new LookRecords(which, retention), LookRecords.DEFAULT);
    }

    /** What those that read rows may take. */
    public ReaderLimits readerLimits() {
        int most = number(Property.MANAGEMENT_READERS);
        int megabytes = number(Property.MANAGEMENT_READER_MEGABYTES);
        Duration takeTimeout = duration(Property.MANAGEMENT_TAKE_TIMEOUT);
        return checked(() -> new ReaderLimits(most, megabytes, takeTimeout), ReaderLimits.DEFAULT);
    }

    public ApiConfig.Limits apiLimits() {
        Duration timeout = duration(Property.API_REQUEST_TIMEOUT);
        int refreshes = number(Property.API_MANUAL_REFRESHES);
        return checked(() -> new ApiConfig.Limits(timeout, refreshes), ApiConfig.Limits.DEFAULT);
    }

    public Compression compression() {
        return checked(() -> new Compression(number(Property.STORE_ZSTD_LEVEL)), Compression.DEFAULT);
    }

    private SourcesConfig sourcesConfig() {
        SourceSettings sources = new SourceSettings(this, configuration);
        Duration connect = duration(Property.SOURCE_CONNECT_TIMEOUT);
        Duration statement = duration(Property.SOURCE_STATEMENT_TIMEOUT);
        Duration idle = duration(Property.SOURCE_IDLE_TIMEOUT);
        Egress egress = value(
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
                Math.min(number(Property.SOURCE_ROW), MOST_MEGABYTES) << 20);
    }

    private RefreshConfig refreshConfig() {
        ReconcileMode reconcile = value(
                Property.RECONCILE,
                "one of " + ReconcileMode.allowed(),
                text -> ReconcileMode.of(text).orElseThrow(),
                ReconcileMode.COUNTS);
        DriftPolicy drift = value(
                Property.SOURCE_DRIFT,
                "one of " + DriftPolicy.allowed(),
                text -> DriftPolicy.of(text).orElseThrow(),
                DriftPolicy.FAIL);
        return new RefreshConfig(reconcile, drift, number(Property.SOURCE_CONNECTIONS));
    }

    private SourceBudget sourceBudget() {
        try {
            return new SourceBudget(
                    Optional.of(duration(Property.SOURCE_LONGEST_TRANSACTION)),
                    Optional.empty(),
                    Optional.of(number(Property.SOURCE_MOST_CONNECTIONS)),
                    BudgetText.rate(Property.SOURCE_RATE.key(), Optional.of(text(Property.SOURCE_RATE))),
                    Optional.of(duration(Property.SOURCE_REPLICA_LAG)));
        } catch (IllegalArgumentException e) {
            problems.add("spicerack.source.budget: " + e.getMessage());
            return SourceBudget.NONE;
        }
    }

    /** The constant that is written in small letters. */
    static <E extends Enum<E>> E named(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow();
    }

    private static Optional<URI> url(String text) {
        URI url = URI.create(text);
        if (url.getHost() == null) {
            throw new IllegalArgumentException("no host");
        }
        return Optional.of(url);
    }

    <T> T value(Property property, String allowed, Function<String, T> parse, T afterProblem) {
        String text = text(property);
        try {
            return parse.apply(text);
        } catch (RuntimeException e) {
            problems.add(property.key() + " is '" + text + "'; it must be " + allowed);
            return afterProblem;
        }
    }

    private void findUnknown(Path file) {
        for (String key : values.keySet()) {
            if (key.startsWith("spicerack.") && Property.of(key).isEmpty()) {
                problems.add("property '" + key + "' is unknown" + nearest(key) + " (" + file + ", environment or -D)");
            }
        }
    }

    private void refuseProblems() {
        if (!problems.isEmpty()) {
            throw new SettingsException(
                    String.join("\n  ", problems.stream().distinct().toList()));
        }
    }

    private static String nearest(String key) {
        return EditDistance.nearest(key, Arrays.stream(Property.values()).map(Property::key));
    }

    private static Properties load(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException("cannot read " + file + ": " + e.getMessage()
                    + "; start Spicerack with its launcher ./spicerack, or set -Dspicerack.home");
        }
        return properties;
    }
}
