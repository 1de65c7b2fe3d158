package io.spicerack.core.account;

import io.spicerack.model.Arn;
import java.util.List;

/**
 * Who calls the API, and what they may do. Immutable.
 *
 * @param actions such as {@code quicksight:Describe*}; {@code *} is an administrator, who needs no permission on a resource
 * @param secrets ARNs of the secrets that they may hand to a data source; a {@code *} may end one
 */
public record Principal(String name, Arn arn, String accessKeyId, List<String> actions, List<String> secrets) {
    private static final String ALL = "*";

    public Principal {
        actions = List.copyOf(actions);
        secrets = List.copyOf(secrets);
    }

    /** One that may do everything. */
    public static Principal administrator(String name, Arn arn, String accessKeyId) {
        return new Principal(name, arn, accessKeyId, List.of(ALL), List.of(ALL));
    }

    public boolean isAdministrator() {
        return actions.contains(ALL) && !isReadOnly();
    }

    /** Whether it may look at everything in the account, and change nothing whatever else it has. */
    public boolean isReadOnly() {
        return actions.contains(ReadOnly.ACTION);
    }

    /** An operation such as {@code quicksight:DescribeDataSet}; of the management port such as {@code GET /data-sets}. */
    public boolean mayCall(String action) {
        return isReadOnly() ? ReadOnly.reads(action) : actions.stream().anyMatch(pattern -> matches(pattern, action));
    }

    public boolean mayUse(Arn secret) {
        return !isReadOnly() && secrets.stream().anyMatch(pattern -> matches(pattern, secret.toString()));
    }

    private static boolean matches(String pattern, String text) {
        return pattern.endsWith(ALL)
                ? text.startsWith(pattern.substring(0, pattern.length() - 1))
                : text.equals(pattern);
    }
}
