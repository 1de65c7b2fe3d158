package io.spicerack.admin;

import io.spicerack.core.Spice;
import io.spicerack.http.HttpLimits;
import io.spicerack.http.HttpPort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
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

    private ManagementServer(ManagementConfig config, Spice spice, Clock clock) {
        this.config = config;
        AccessToken token = AccessToken.random(new SecureRandom());
        Path dataDirectory = config.tokenFile().toAbsolutePath().resolveSibling("");
        this.http = HttpPort.open(
                config.listener(), HttpLimits.DEFAULT, new ManagementService(token, spice, clock, dataDirectory));
        try {
            OwnerFile.write(config.tokenFile(), token.reveal());
            OwnerFile.write(config.urlFile(), http.url().toString());
        } catch (RuntimeException e) {
            http.close();
            throw e;
        }
    }

    /** Listens; {@code IllegalStateException} names host, port and property where it cannot. The caller closes it. */
    public static ManagementServer start(ManagementConfig config, Spice spice, Clock clock) {
        ManagementServer server = new ManagementServer(config, spice, clock);
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
