package io.spicerack.admin;

import io.spicerack.hawtio.HawtioAccess;
import io.spicerack.hawtio.JmxConfig;
import io.spicerack.http.Listener;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the management port listens.
 *
 * @param host an address of this machine; loopback unless others must reach it
 * @param port 0 for any free one
 * @param tokenFile gets the bearer token at start, for its owner alone; {@code management.url} beside it gets the URL
 * @param metricsTokenFile has the bearer token that opens the metrics alone; it is made where it is not there, and stays
 * @param jmx where JMX is served over the network; empty where it is not
 */
public record ManagementConfig(
        String host,
        int port,
        Path tokenFile,
        Path metricsTokenFile,
        ReaderLimits readers,
        HawtioAccess hawtio,
        Optional<JmxConfig> jmx) {
    /** With the limits that the manual has, and the token for metrics beside the other. */
    public ManagementConfig(String host, int port, Path tokenFile) {
        this(
                host,
                port,
                tokenFile,
                tokenFile.resolveSibling("metrics.token"),
                ReaderLimits.DEFAULT,
                HawtioAccess.LOOPBACK,
                Optional.empty());
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
