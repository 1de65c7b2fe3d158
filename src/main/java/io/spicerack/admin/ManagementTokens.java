package io.spicerack.admin;

import java.util.List;

/**
 * What opens the management port.
 *
 * @param operator opens all of it
 * @param metrics opens the metrics alone
 */
record ManagementTokens(AccessToken operator, AccessToken metrics) {
    private static final List<String> METRICS = List.of("metrics");

    /** Whether an Authorization header opens a path. */
    boolean admit(String authorization, List<String> path) {
        return operator.admits(authorization) || (path.equals(METRICS) && metrics.admits(authorization));
    }
}
