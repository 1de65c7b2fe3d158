package io.spicerack.api;

import io.spicerack.model.Account;
import io.spicerack.model.Secret;

/**
 * Where the API listens and whom it knows: one access key, which owns all. Prints no secret.
 *
 * @param host an address of this machine; loopback unless others must reach it
 * @param port 0 for any free one
 * @param secretAccessKey must stay open while the server starts, and may be closed after
 */
public record ApiConfig(String host, int port, Account account, String accessKeyId, Secret secretAccessKey) {
    public ApiConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "spicerack.api.port is " + port + "; a port is 0 (any free one) to 65535");
        }
    }

    /** Who calls, for messages. */
    String principalArn() {
        return "arn:" + account.partition() + ":iam::" + account.id() + ":user/spicerack";
    }
}
