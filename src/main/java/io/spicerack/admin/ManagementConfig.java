package io.spicerack.admin;

import java.nio.file.Path;

/**
 * Where the management port listens.
 *
 * @param host an address of this machine; loopback unless others must reach it
 * @param port 0 for any free one
 * @param tokenFile gets the bearer token at start, for its owner alone; {@code management.url} beside it gets the URL
 */
public record ManagementConfig(String host, int port, Path tokenFile) {
    public ManagementConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "spicerack.management.port is " + port + "; a port is 0 (any free one) to 65535");
        }
    }

    Path urlFile() {
        return tokenFile.resolveSibling("management.url");
    }
}
