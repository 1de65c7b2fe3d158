package io.spicerack.admin;

import io.spicerack.core.Spice;
import io.spicerack.core.revoke.Dawdler;
import io.spicerack.hawtio.HawtioConsole;
import io.spicerack.hawtio.JmxPort;
import io.spicerack.http.HttpPort;
import io.spicerack.login.Login;
import io.spicerack.login.Sessions;
import io.spicerack.ops.Health;
import io.spicerack.ops.Metrics;
import io.spicerack.ops.Observers;
import io.spicerack.page.OperatorPage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The management port: health, metrics, state, keys, refresh on demand and rows, for the operator and the commands
 * (docs/operations.md). While it is open, two files in the data directory say where it is and what opens it. Thread-safe.
 */
public final class ManagementServer implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ManagementServer.class);

    private final ManagementConfig config;
    private final SlowClient slowClient;
    private final HttpPort http;
    private final HawtioConsole hawtio;
    private final Optional<JmxPort> jmx;
    private final AtomicBoolean started;

    private ManagementServer(ManagementConfig config, Spice spice, Observers observers, Clock clock, boolean started) {
        this.config = config;
        this.started = new AtomicBoolean(started);
        SecureRandom random = new SecureRandom();
        AccessToken token = AccessToken.random(random);
        AccessToken metricsToken = MetricsToken.open(config.metricsTokenFile(), random);
        Path dataDirectory = config.tokenFile().toAbsolutePath().resolveSibling("");
        ManagementTokens tokens = new ManagementTokens(token, metricsToken, spice.bearerKeys());
        Health health = new Health(
                spice.dataSets(),
                spice.keyWatch(),
                spice.ingestions().routeFiles(),
                spice.audit().failing(),
                this.started::get,
                dataDirectory);
        this.slowClient = new SlowClient(token, this::url);
        List<Endpoint> endpoints = new ManagementEndpoints(spice, health, clock)
                .all(
                        new Metrics(spice, observers.kms(), dataDirectory, clock),
                        observers,
                        slowClient,
                        new ReaderMemory(config.readers().megabytes()));
        Sessions sessions = new Sessions(spice.principals(), spice.ticker());
        Login login = new Login(
                spice.principals(),
                given -> token.admits("Bearer " + given),
                spice.refusals(),
                sessions,
                spice.ticker());
        this.hawtio = new HawtioConsole(config.hawtio(), sessions, spice.callers(), spice.refusals());
        // all that is opened from here on is closed where what comes after it fails
        this.http = HttpPort.open(
                config.listener(),
                config.readers().http(),
                new ManagementService(
                        tokens, spice, endpoints, new OperatorPage(spice, health, clock, login, sessions), hawtio));
        Optional<JmxPort> opened = Optional.empty();
        try {
            opened = config.jmx().map(wanted -> JmxPort.open(wanted, login, sessions, spice.callers()));
            OwnerFile.write(config.tokenFile(), token.reveal());
            OwnerFile.write(config.urlFile(), http.url().toString());
        } catch (RuntimeException e) {
            close(opened, http, hawtio, config);
            throw e;
        }
        this.jmx = opened;
    }

    /** Listens; {@code IllegalStateException} names host, port and property where it cannot. The caller closes it. */
    public static ManagementServer start(ManagementConfig config, Spice spice, Clock clock) {
        return open(config, spice, new Observers(), clock, true);
    }

    /** The same while the rest of the service starts: its health is DOWN until {@link #started}. */
    public static ManagementServer starting(ManagementConfig config, Spice spice, Observers observers, Clock clock) {
        return open(config, spice, observers, clock, false);
    }

    /** The routes run. */
    public void started() {
        started.set(true);
    }

    private static ManagementServer open(
            ManagementConfig config, Spice spice, Observers observers, Clock clock, boolean started) {
        ManagementServer server = new ManagementServer(config, spice, observers, clock, started);
        LOGGER.atInfo().addKeyValue("url", server.url()).log("the management port is open");
        return server;
    }

    /** A client of this port that takes its time, for drills. */
    public Dawdler slowClient() {
        return slowClient;
    }

    /** Where it is, with the port that was taken. */
    public URI url() {
        return http.url();
    }

    /** Cuts calls under way. */
    @Override
    public void close() {
        close(jmx, http, hawtio, config);
    }

    private static void close(Optional<JmxPort> jmx, HttpPort http, HawtioConsole hawtio, ManagementConfig config) {
        try {
            jmx.ifPresent(JmxPort::close);
        } finally {
            http.close();
            hawtio.close();
            delete(config.urlFile());
            delete(config.tokenFile());
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOGGER.atWarn().addKeyValue("file", file).log("a file of the management port could not be deleted");
        }
    }
}
