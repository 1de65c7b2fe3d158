package io.spicerack.kit.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.app.EmbeddedServers;
import io.spicerack.app.KitException;
import io.spicerack.app.ServedKeys;
import io.spicerack.audit.file.LogBucket;
import io.spicerack.aws.AwsClients;
import io.spicerack.aws.AwsConfig;
import io.spicerack.kit.aws.LocalAws;
import io.spicerack.kit.database.DatabaseConfig;
import io.spicerack.kit.database.DatabaseServer;
import io.spicerack.kit.database.DatabaseServerException;
import io.spicerack.kit.database.MariaDbServer;
import io.spicerack.kit.database.PostgresServer;
import io.spicerack.kit.hospital.Hospital;
import io.spicerack.kit.protocol.LocalAwsConfig;
import io.spicerack.kit.protocol.ServedTrail;
import io.spicerack.kit.state.LocalAwsException;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.Credentials;
import io.spicerack.model.KeyReference;
import io.spicerack.model.Secret;
import io.spicerack.settings.AuditSettings;
import io.spicerack.settings.Property;
import io.spicerack.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that Spicerack needs around it, on a laptop: the local AWS, a PostgreSQL and a MariaDB server with the sample
 * hospital, two secrets with their passwords, and the service-owned key. All state is below the data directory, so that the
 * same directory starts again as it was. Not thread-safe.
 */
public final class HospitalServers implements EmbeddedServers {
    public static final String USER = "hospital";
    public static final String POSTGRES_SECRET = "hospital-postgres";
    public static final String MYSQL_SECRET = "hospital-mysql";

    private static final Logger LOGGER = LoggerFactory.getLogger(HospitalServers.class);

    /** What of AWS is embedded, as the AWS SDKs' variables spell it. */
    private static final List<String> SERVICES =
            List.of("KMS", "SECRETS_MANAGER", "STS", "CLOUDTRAIL", "CLOUDTRAIL_DATA", "S3");

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Passwords passwords = new Passwords(new SecureRandom());
    private final Settings settings;
    private final AccessKeyFile.Key accessKey;
    private final LocalAws aws;
    private final AwsConsole console;
    private final PostgresServer postgres;
    private final MariaDbServer mariaDb;
    private final Map<String, Arn> secrets = new HashMap<>();
    private final KeyReference serviceOwnedKey;
    private final KeyReference drillKey;

    private HospitalServers(Settings settings, Clock clock) throws IOException {
        this.settings = settings;
        Path directory = settings.dataDirectory().resolve("embedded");
        Account account = settings.account();
        accessKey = AccessKeyFile.readOrMake(directory.resolve("access-key"), passwords);
        try {
            aws = opened(LocalAws.start(LocalAwsConfig.onLoopback(
                            settings.port(Property.EMBEDDED_AWS_PORT),
                            directory.resolve("aws"),
                            account,
                            new LocalAwsConfig.AccessKey(accessKey.id(), Secret.of(accessKey.secret())),
                            clock)
                    .with(servedTrail(settings, clock))));
            AwsClients clients = opened(new AwsClients(awsConfig()));
            console = new AwsConsole(clients);
            serviceOwnedKey = console.keyByAlias("alias/spicerack-service-owned", "Spicerack's service-owned key");
            drillKey = console.keyByAlias("alias/spicerack-drill", "Spicerack's key for revocation drills");
            CompletableFuture<PostgresServer> startingPostgres =
                    CompletableFuture.supplyAsync(() -> postgres(directory));
            CompletableFuture<MariaDbServer> startingMariaDb = CompletableFuture.supplyAsync(() -> mariaDb(directory));
            postgres = opened(startedOrBothClosed(startingPostgres, startingMariaDb));
            mariaDb = opened(startingMariaDb.join());
        } catch (RuntimeException e) {
            close();
            throw e instanceof CompletionException wrapped && wrapped.getCause() instanceof RuntimeException cause
                    ? cause
                    : e;
        }
    }

    public static HospitalServers start(Settings settings, Clock clock) throws IOException {
        settings.checkForEmbedded(ServedKeys.ALL.providers());
        try {
            return new HospitalServers(settings, clock);
        } catch (LocalAwsException | DatabaseServerException e) {
            throw new KitException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Spicerack's own audit trail, so that CloudTrail's tools can check it at the embedded AWS. */
    private static ServedTrail servedTrail(Settings settings, Clock clock) {
        AuditSettings audit = new AuditSettings(settings);
        return new ServedTrail(audit.trailName(), new LogBucket(settings.auditDirectory()), audit.publicKeys(clock));
    }

    @Override
    public Settings settings() {
        Map<String, String> values = new HashMap<>();
        values.put(Property.AWS_ENDPOINT.key(), aws.endpoint().toString());
        values.put(Property.SERVICE_OWNED_KEY.key(), serviceOwnedKey.toString());
        if (settings.text(Property.DRILL_KEY).isEmpty()) {
            values.put(Property.DRILL_KEY.key(), drillKey.toString());
        }
        values.put(Property.SERVICE_ROLE.key(), "arn:aws:iam::" + settings.text(Property.ACCOUNT_ID) + ":root");
        values.put("hospital.postgres.host", "127.0.0.1");
        values.put("hospital.postgres.port", String.valueOf(postgres.port()));
        values.put("hospital.postgres.secret-arn", secret(POSTGRES_SECRET).toString());
        values.put("hospital.mysql.host", "127.0.0.1");
        values.put("hospital.mysql.port", String.valueOf(mariaDb.port()));
        values.put("hospital.mysql.secret-arn", secret(MYSQL_SECRET).toString());
        return settings.with(values).allowing(List.of(secret(POSTGRES_SECRET), secret(MYSQL_SECRET)));
    }

    @Override
    public AwsConfig awsConfig() {
        return new AwsConfig(
                settings.text(Property.REGION),
                Optional.of(aws.endpoint()),
                Optional.of(new AwsConfig.AccessKey(accessKey.id(), Secret.of(accessKey.secret()))),
                settings.duration(Property.AWS_CALL_TIMEOUT));
    }

    @Override
    public Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        addresses.put("PostgreSQL", "127.0.0.1:" + postgres.port() + ", database hospital");
        addresses.put("MariaDB", "127.0.0.1:" + mariaDb.port() + ", database hospital");
        addresses.put("AWS", aws.endpoint() + " (KMS, Secrets Manager, STS, CloudTrail, S3)");
        return addresses;
    }

    @Override
    public Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AWS_ENDPOINT_URL", aws.endpoint().toString());
        // one for a service alone would count more, if the caller has it set
        SERVICES.forEach(
                name -> variables.put("AWS_ENDPOINT_URL_" + name, aws.endpoint().toString()));
        variables.put("AWS_ACCESS_KEY_ID", accessKey.id());
        variables.put("AWS_SECRET_ACCESS_KEY", accessKey.secret());
        return variables;
    }

    /** What a person would do on AWS's console. */
    public AwsConsole console() {
        return console;
    }

    public PostgresServer postgres() {
        return postgres;
    }

    public MariaDbServer mariaDb() {
        return mariaDb;
    }

    /** The ARN of one of the two secrets. */
    public Arn secret(String name) {
        synchronized (secrets) {
            Arn arn = secrets.get(name);
            if (arn == null) {
                throw new IllegalStateException("secret '" + name + "' was not put yet");
            }
            return arn;
        }
    }

    /** Gives the hospital's user of a server a new password, there and in its secret. Returns it for the demo's scan. */
    public String changePassword(DatabaseServer server, String secretName) {
        String fresh = passwords.fresh();
        server.changePassword(USER, Secret.of(fresh));
        put(secretName, fresh);
        return fresh;
    }

    /** The password that a secret holds now: for the demo, which searches the store for it. */
    public String password(String secretName) {
        try (Secret text = console.secret(secretName).orElseThrow()) {
            return text.reveal(Passwords::fromSecret);
        }
    }

    /** A server that is still starting when the other one has failed would be left behind. */
    private static PostgresServer startedOrBothClosed(
            CompletableFuture<PostgresServer> postgres, CompletableFuture<MariaDbServer> mariaDb) {
        try {
            return postgres.join();
        } catch (CompletionException e) {
            mariaDb.thenAccept(MariaDbServer::close)
                    .handle((closed, failure) -> true)
                    .join();
            throw e;
        }
    }

    private PostgresServer postgres(Path directory) {
        PostgresServer server = PostgresServer.start(
                config(directory.resolve("postgres"), Property.EMBEDDED_POSTGRES_PORT, POSTGRES_SECRET));
        return loaded(server, () -> Hospital.load(server));
    }

    private MariaDbServer mariaDb(Path directory) {
        MariaDbServer server =
                MariaDbServer.start(config(directory.resolve("mariadb"), Property.EMBEDDED_MARIADB_PORT, MYSQL_SECRET));
        return loaded(server, () -> Hospital.load(server));
    }

    private static <T extends DatabaseServer> T loaded(T server, Runnable load) {
        try {
            load.run();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private DatabaseConfig config(Path directory, Property port, String secretName) {
        String password = console.secret(secretName)
                .map(text -> text.reveal(Passwords::fromSecret))
                .orElseGet(passwords::fresh);
        put(secretName, password);
        return new DatabaseConfig(
                directory,
                DatabaseConfig.userCache(),
                settings.port(port),
                "hospital",
                new Credentials(USER, Secret.of(password)));
    }

    private void put(String secretName, String password) {
        String json = new ObjectMapper()
                .createObjectNode()
                .put("username", USER)
                .put("password", password)
                .toString();
        Arn arn = console.putSecret(secretName, Secret.of(json));
        synchronized (secrets) {
            secrets.put(secretName, arn);
        }
    }

    private <T extends AutoCloseable> T opened(T server) {
        open.push(server);
        return server;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                LOGGER.atWarn().setCause(e).log("an embedded server did not stop");
            }
        }
    }
}
