package io.spicerack.camel;

import io.spicerack.model.Arn;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A secret that the core wants fetched, as the body of a message: whatever logs, copies or converts it gets the ARN. Its text
 * is for the core alone, once. Thread-safe.
 */
final class SecretInHand implements AutoCloseable {
    /** Asks a vault for a secret's text. */
    @FunctionalInterface
    interface Asking {
        String ask(Arn secret, String vault);
    }

    private final Arn secret;
    private final Asking asking;
    private @Nullable String text;
    private boolean closed;

    SecretInHand(Arn secret, Asking asking) {
        this.secret = secret;
        this.asking = asking;
    }

    /** Has it fetched; refused where the core has gone on without it. */
    void fetch(String vault) {
        refuseClosed();
        String fetched = asking.ask(secret, vault);
        synchronized (this) {
            refuseClosed();
            text = fetched;
        }
    }

    private synchronized void refuseClosed() {
        if (closed) {
            throw new IllegalStateException("secret " + secret + " is no longer wanted: spice:fetch is for the message"
                    + " that spice:secrets hands out, while its route runs");
        }
    }

    /** Empty where no step has fetched it. */
    synchronized Optional<String> take() {
        String taken = text;
        text = null;
        return Optional.ofNullable(taken);
    }

    @Override
    public synchronized void close() {
        closed = true;
        text = null;
    }

    @Override
    public String toString() {
        return "secret " + secret + " (its text is for the core alone)";
    }
}
