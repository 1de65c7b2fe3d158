package io.spicerack.api;

import io.spicerack.http.Listener;
import io.spicerack.model.Account;
import io.spicerack.model.DurationText;
import io.spicerack.model.Secret;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the API listens. Prints no secret.
 *
 * @param host an address of this machine; loopback unless others must reach it
 * @param port 0 for any free one
 * @param owner an access key that opens all, beside those of the principals: the embedded AWS's
 */
public record ApiConfig(String host, int port, Account account, Optional<Owner> owner, Limits limits) {
    /**
     * What clients may take.
     *
     * @param requestTimeout until a request has to be there whole; an idle connection is closed after as long
     * @param manualRefreshes of one data set in any 24 hours, through CreateIngestion; 0 for no limit
     */
    public record Limits(Duration requestTimeout, int manualRefreshes) {
        private static final Duration LONGEST = Duration.ofMinutes(10);

        /** QuickSight's, and those of its usual neighbours. */
        public static final Limits DEFAULT = new Limits(Duration.ofSeconds(30), 32);

        public Limits {
            if (requestTimeout.toMillis() < 100 || requestTimeout.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("spicerack.api.request-timeout is " + DurationText.of(requestTimeout)
                        + "; it must be from 100 ms to 10 min");
            }
            if (manualRefreshes < 0) {
                throw new IllegalArgumentException(
                        "spicerack.api.manual-refreshes is " + manualRefreshes + "; it must be 0 (no limit) or more");
            }
        }
    }

    /** {@code secretAccessKey} must stay open while the server starts, and may be closed after. */
    public record Owner(String accessKeyId, Secret secretAccessKey) {}

    /** With the limits that QuickSight has. */
    public ApiConfig(String host, int port, Account account, Optional<Owner> owner) {
        this(host, port, account, owner, Limits.DEFAULT);
    }

    public ApiConfig {
        // checks the port
        listener(host, port);
    }

    Listener listener() {
        return listener(host, port);
    }

    private static Listener listener(String host, int port) {
        return new Listener("the QuickSight API", host, port, "spicerack.api");
    }
}
