package io.spicerack.admin;

import io.spicerack.core.account.BearerKeys;
import io.spicerack.core.account.Principal;
import java.util.List;
import java.util.Optional;

/**
 * What opens the management port.
 *
 * @param operator opens all of it
 * @param metrics opens the metrics alone
 * @param readers keys of read-only principals, which open all that only looks
 */
record ManagementTokens(AccessToken operator, AccessToken metrics, BearerKeys readers) {
    private static final String BEARER = "Bearer ";
    private static final List<String> METRICS = List.of("metrics");

    /** Whether an Authorization header opens a path, or may turn out to; waits for nobody. */
    boolean mayAdmit(String authorization, List<String> path) {
        return admit(authorization, path) || namesReader(authorization);
    }

    /** Whether it names a read-only principal, whose key is not looked at yet. */
    boolean namesReader(String authorization) {
        return readers.names(key(authorization));
    }

    /** The read-only principal whose key an Authorization header has. May wait for KMS. */
    Optional<Principal> reader(String authorization) {
        return readers.opened(key(authorization));
    }

    private static String key(String authorization) {
        return authorization.startsWith(BEARER) ? authorization.substring(BEARER.length()) : "";
    }

    /** Whether a token opens a path. */
    boolean admit(String authorization, List<String> path) {
        return operator.admits(authorization) || (path.equals(METRICS) && metrics.admits(authorization));
    }
}
