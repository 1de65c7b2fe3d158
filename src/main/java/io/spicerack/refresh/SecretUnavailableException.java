package io.spicerack.refresh;

import io.spicerack.model.Arn;

/** A secret cannot be had. It keeps no cause, since a cause may quote the secret. */
public final class SecretUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SecretUnavailableException(Arn secret, String reason) {
        super("Secret " + secret + " cannot be used: " + reason);
    }
}
