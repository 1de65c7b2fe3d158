package io.spicerack.app;

import io.spicerack.admin.ManagementConfig;
import io.spicerack.admin.ManagementServer;
import io.spicerack.api.ApiConfig;
import io.spicerack.api.QuickSightServer;
import io.spicerack.audit.event.RequestIds;
import io.spicerack.aws.AuditClients;
import io.spicerack.aws.AwsClients;
import io.spicerack.aws.AwsConfig;
import io.spicerack.aws.CallFailures;
import io.spicerack.camel.CamelCredentials;
import io.spicerack.camel.Pipeline;
import io.spicerack.catalog.Catalog;
import io.spicerack.core.Spice;
import io.spicerack.core.SpiceConfig;
import io.spicerack.core.account.NewAccessKey;
import io.spicerack.envelope.AesWarmUp;
import io.spicerack.model.Account;
import io.spicerack.model.Ticker;
import io.spicerack.ops.Observers;
import io.spicerack.ops.OpsBeans;
import io.spicerack.query.GrantedDataSets;
import io.spicerack.routes.RouteFolder;
import io.spicerack.settings.AuditSettings;
import io.spicerack.settings.OwnerOnly;
import io.spicerack.settings.Property;
import io.spicerack.settings.Settings;
import io.spicerack.settings.SettingsException;
import io.spicerack.settings.SqlSettings;
import io.spicerack.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: everything of one running Spicerack, started in order and closed in the reverse one. Closing drains
 * the routes first. Not thread-safe.
 */
public final class Service implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Service.class);

    private interface Start<T> {
        T run() throws IOException;
    }

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Spice spice;
    private final Pipeline pipeline;
    private final ManagementServer management;
    private final String managementToken;
    private final QuickSightServer api;
    private final QueryDoors doors;
    private @Nullable NewAccessKey firstKey;

    private Service(Settings settings, Path home, AwsConfig aws, Clock clock, ServiceStart how) throws IOException {
        try {
            SpiceConfig config = settings.spiceConfig(ServedKeys.ALL.providers());
            Path data = settings.dataDirectory();
            OwnerOnly.directory(data);
            SecureRandom random = new SecureRandom();
            RequestIds requestIds = new RequestIds();
            Observers observers = new Observers(new Log4jLevels(), clock);
            opened(RecentLogAppender.keeping(observers.log()));
            AwsClients clients = opened(new AwsClients(aws, requestIds));
            Catalog catalog = opened(ServedCatalog.open(settings, aws, clock, how));
            ServedKeys.ALL.refuseOthers(settings, catalog);
            CamelCredentials credentials =
                    opened(new CamelCredentials(clients.secretsManager(), CallFailures::outcome));
            Spice.Ports ports = new Spice.Ports(
                    catalog,
                    ServedStore.open(settings, aws, catalog, how.adopt(), clock, open::push),
                    observers.kms().around(ServedKeys.ALL.open(settings, config.keys(), clients, random, open::push)),
                    new SourceLogins(credentials, clients.rdsTokens()::token),
                    new Spice.Clocks(clock, Ticker.SYSTEM),
                    DigestSigning.config(new AuditSettings(settings), clients, clock),
                    requestIds);
            Spice core = opened(Spice.open(config, ports));
            spice = core;
            core.drill().mend();
            Path configuration = home.resolve("config");
            Declarations declarations = new Declarations(
                    spice.allowedSecrets(),
                    spice.dataSources(),
                    spice.ingestions().routeFiles(),
                    configuration.resolve("catalog"));
            LiveDeclarations live = new LiveDeclarations(declarations, configuration, settings);
            declarations.apply(settings);
            AuditClients sinks = opened(new AuditClients(aws));
            Map<String, Object> beans = Map.of(
                    "s3Client", sinks.s3(),
                    "amazonSNSClient", sinks.sns(),
                    "cloudTrailLake", sinks.lake(settings.text(Property.AUDIT_LAKE_CHANNEL)));
            guardOperatorsRoutes(home.resolve("routes"), data);
            Pipeline.Config routes = new Pipeline.Config(
                    home.resolve("routes"),
                    data.resolve("routes"),
                    properties(settings),
                    beans,
                    settings.duration(Property.REFRESH_DRAIN_TIMEOUT));
            ManagementConfig managementConfig = new ManagementConfig(
                    settings.text(Property.MANAGEMENT_HOST),
                    settings.port(Property.MANAGEMENT_PORT),
                    data.resolve("management.token"),
                    settings.metricsTokenFile(),
                    settings.readerLimits(),
                    settings.hawtio(),
                    settings.jmx());
            management = opened(listening(() -> ManagementServer.starting(managementConfig, core, observers, clock)));
            opened(OpsBeans.register(spice, clock, management.slowClient(), observers.levels()));
            opened(Telemetry.start(
                    settings.telemetry(),
                    spice.dataSets(),
                    spice.dataSources(),
                    spice.ingestions(),
                    spice.audit(),
                    config.account()));
            managementToken = Files.readString(data.resolve("management.token")).strip();
            api = opened(listening(() -> api(settings, config, aws, clock)));
            doors = opened(doors(settings.sql(), config.account(), data.resolve("sql")));
            Pipeline started = opened(Pipeline.start(spice, credentials, routes));
            pipeline = started;
            // a data source comes before the route that reads from it
            opened(FileWatch.start(
                    settings.duration(Property.FILE_WATCH_PERIOD), List.of(live::follow, started::follow)));
            management.started();
        } catch (RuntimeException | IOException e) {
            close();
            throw e;
        }
    }

    /** They may do all that the service may: nobody else is to write them, nor to put one beside them. */
    private static void guardOperatorsRoutes(Path routes, Path data) throws IOException {
        Path system = routes.resolve(RouteFolder.SYSTEM);
        if (Files.isDirectory(system)) {
            OwnerOnly.code(routes, data);
            OwnerOnly.code(system, data);
        }
        for (Path file : RouteFolder.systemFiles(routes)) {
            OwnerOnly.code(file, data);
        }
    }

    public static Service start(Settings settings, Path home, AwsConfig aws, Clock clock) throws IOException {
        return start(settings, home, aws, clock, ServiceStart.PLAIN);
    }

    /** {@link #start}; where it is one of several nodes, it returns when this one's turn has come. */
    static Service start(Settings settings, Path home, AwsConfig aws, Clock clock, ServiceStart how)
            throws IOException {
        Thread warmUp = new Thread(new AesWarmUp(), "aes-warm-up");
        warmUp.setDaemon(true);
        warmUp.start();
        return new Service(settings, home, aws, clock, how);
    }

    public Spice spice() {
        return spice;
    }

    public Pipeline pipeline() {
        return pipeline;
    }

    String managementUrl() {
        return management.url().toString();
    }

    String quickSightUrl() {
        return api.url().toString();
    }

    String managementToken() {
        return managementToken;
    }

    /**
     * The embedded AWS's access key opens the API too. On real AWS the first start makes an administrator, whose key
     * {@link #firstKey} shows once.
     */
    private QuickSightServer api(Settings settings, SpiceConfig config, AwsConfig aws, Clock clock) throws IOException {
        Optional<ApiConfig.Owner> owner = aws.accessKey().map(key -> new ApiConfig.Owner(key.id(), key.secret()));
        if (owner.isEmpty() && spice.principals().list().isEmpty()) {
            firstKey = opened(spice.principals().create("administrator", List.of("*"), List.of("*")));
        }
        return QuickSightServer.start(
                new ApiConfig(
                        settings.text(Property.API_HOST),
                        settings.port(Property.API_PORT),
                        config.account(),
                        owner,
                        settings.apiLimits()),
                spice,
                clock);
    }

    private QueryDoors doors(SqlSettings settings, Account account, Path scratch) throws IOException {
        GrantedDataSets.Core core = new GrantedDataSets.Core(
                account,
                spice.principals(),
                spice.permissions(),
                spice.dataSets(),
                spice.policed(),
                spice.queryTrail(),
                spice.ticker());
        return listening(() -> QueryDoors.open(settings, core, spice.databasePasswords(), spice.refusals(), scratch));
    }

    /** The ports that answer SQL. */
    QueryDoors doors() {
        return doors;
    }

    /** The administrator's access key, in the one run that made it. */
    Optional<NewAccessKey> firstKey() {
        return Optional.ofNullable(firstKey);
    }

    private static Map<String, String> properties(Settings settings) {
        Map<String, String> properties = new HashMap<>(settings.all());
        properties.put(Property.AUDIT_DIRECTORY.key(), settings.auditDirectory().toString());
        properties.put(
                Property.AUDIT_BUCKET.key(),
                new AuditSettings(settings).trailName().bucket());
        return properties;
    }

    /** A port that is taken is told in the port's own words. */
    private static <T> T listening(Start<T> start) throws IOException {
        try {
            return start.run();
        } catch (IllegalStateException e) {
            throw new SettingsException(String.valueOf(e.getMessage()));
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                LOGGER.atWarn().setCause(e).log("a part of the service did not close");
            }
        }
    }
}
