package io.spicerack.core.account;

import java.util.regex.Pattern;

/**
 * What a principal may do that looks at all of the account and changes nothing of it: the one place where the API, the
 * management port and the page have it decided, by the name of what is asked for. Stateless.
 */
final class ReadOnly {
    /** How the catalog has it among a principal's actions; none of the API's can be called so. */
    static final String ACTION = "read-only";

    /** QuickSight's names for what reads; of the management port, what HTTP calls safe;
     * on the page, the role that only looks. */
    private static final Pattern READS =
            Pattern.compile("quicksight:(Describe|List|Search)[A-Za-z]+|GET /.*|spicerack:viewer");

    private ReadOnly() {}

    static boolean reads(String action) {
        return READS.matcher(action).matches();
    }
}
