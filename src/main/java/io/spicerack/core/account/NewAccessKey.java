package io.spicerack.core.account;

import io.spicerack.model.Secret;

/** An access key on the one occasion that its secret can be seen. The caller closes it. */
public record NewAccessKey(Principal principal, Secret secretAccessKey) implements AutoCloseable {
    @Override
    public void close() {
        secretAccessKey.close();
    }
}
