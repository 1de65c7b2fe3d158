package io.spicerack.admin;

import io.spicerack.hawtio.HawtioAccess;
import io.spicerack.http.Listener;
import java.nio.file.Path;

/**
 * Where the management port listens.
 *
 * @param host an address of this machine; loopback unless others must reach it
 * @param port 0 for any free one
 * @param tokenFile gets the bearer token at start, for its owner alone; {@code management.url} beside it gets the URL
 * @param metricsTokenFile has the bearer token that opens the metrics alone; it is made where it is not there, and stays
 */
public record ManagementConfig(
        String host, int port, Path tokenFile, Path metricsTokenFile, ReaderLimits readers, HawtioAccess hawtio) {
    /** With the limits that the manual has, and the token for metrics beside the other. */
    public ManagementConfig(String host, int port, Path tokenFile) {
        this(
                host,
                port,
                tokenFile,
                tokenFile.resolveSibling("metrics.token"),
                ReaderLimits.DEFAULT,
                HawtioAccess.LOOPBACK);
    }

    public ManagementConfig {
        // checks the port
        listener(host, port);
    }

    Listener listener() {
        return listener(host, port);
    }

    private static Listener listener(String host, int port) {
        return new Listener("the management port", host, port, "spicerack.management");
    }

    Path urlFile() {
        return tokenFile.resolveSibling("management.url");
    }
}
