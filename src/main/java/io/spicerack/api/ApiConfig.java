package io.spicerack.api;

import io.spicerack.model.Account;
import io.spicerack.model.Secret;
import java.util.Optional;

/**
 * Where the API listens. Prints no secret.
 *
 * @param host an address of this machine; loopback unless others must reach it
 * @param port 0 for any free one
 * @param owner an access key that opens all, beside those of the principals: the embedded AWS's
 */
public record ApiConfig(String host, int port, Account account, Optional<Owner> owner) {
    /** {@code secretAccessKey} must stay open while the server starts, and may be closed after. */
    public record Owner(String accessKeyId, Secret secretAccessKey) {}

    public ApiConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "spicerack.api.port is " + port + "; a port is 0 (any free one) to 65535");
        }
    }
}
