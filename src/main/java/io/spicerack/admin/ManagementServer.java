package io.spicerack.admin;

import io.spicerack.core.Spice;
import io.spicerack.core.trail.Refusals;
import io.spicerack.http.HttpPort;
import io.spicerack.ops.Health;
import io.spicerack.ops.Metrics;
import io.spicerack.ops.Observers;
import io.spicerack.page.OperatorPage;
import io.spicerack.page.PageVisitor;
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
    private final HttpPort http;
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
                spice.dataSets(), spice.keyWatch(), spice.ingestions().routeFiles(), this.started::get, dataDirectory);
        List<Endpoint> endpoints = new ManagementEndpoints(spice, health, clock)
                .all(
                        new Metrics(spice, observers.kms(), dataDirectory, clock),
                        observers.log(),
                        new SlowClient(token, this::url),
                        new ReaderMemory(config.readers().megabytes()));
        OperatorPage page =
                new OperatorPage(spice, health, clock, (given, peer) -> login(tokens, given, peer, spice.refusals()));
        this.http = HttpPort.open(
                config.listener(), config.readers().http(), new ManagementService(tokens, spice, endpoints, page));
        try {
            OwnerFile.write(config.tokenFile(), token.reveal());
            OwnerFile.write(config.urlFile(), http.url().toString());
        } catch (RuntimeException e) {
            http.close();
            throw e;
        }
    }

    /** A login at the page; one that is refused counts as any other caller without the token. */
    private static Optional<PageVisitor> login(ManagementTokens tokens, String given, String peer, Refusals refusals) {
        Optional<PageVisitor> visitor = tokens.operator().admits("Bearer " + given)
                ? Optional.of(PageVisitor.OPERATOR)
                : tokens.reader("Bearer " + given).map(PageVisitor::reader);
        if (visitor.isEmpty()) {
            refusals.refused("management", given.isEmpty() ? "NoToken" : "WrongToken", peer);
        }
        return visitor;
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

    /** Where it is, with the port that was taken. */
    public URI url() {
        return http.url();
    }

    /** Cuts calls under way. */
    @Override
    public void close() {
        http.close();
        delete(config.urlFile());
        delete(config.tokenFile());
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOGGER.atWarn().addKeyValue("file", file).log("a file of the management port could not be deleted");
        }
    }
}
