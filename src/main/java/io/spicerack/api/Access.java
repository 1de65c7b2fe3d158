package io.spicerack.api;

import io.spicerack.core.account.Permissions;
import io.spicerack.core.account.Principal;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import java.util.function.Predicate;

/**
 * What a principal may do: its own actions must allow the operation, and where the operation is about one data source or
 * data set, so must the permissions on that. Whether a resource exists is told only to those who may ask. Thread-safe.
 */
final class Access {
    private final Account account;
    private final Permissions permissions;

    Access(Account account, Permissions permissions) {
        this.account = account;
        this.permissions = permissions;
    }

    /** Refuses with AccessDeniedException. */
    void check(Operation operation, OperationCall call) {
        String action = ResourceKind.PREFIX + operation.name();
        Principal principal = call.principal();
        if (!principal.mayCall(action)) {
            throw denied(principal, action, "because its actions do not allow it");
        }
        for (ResourceKind kind : ResourceKind.values()) {
            if (call.path().containsKey(kind.member() + "Id")) {
                check(principal, action, call.id(kind.member() + "Id", id -> kind.arn(account, id)));
            }
        }
    }

    void check(Principal principal, String action, Arn resource) {
        if (!permissions.allow(principal, action, resource)) {
            throw denied(principal, action, "on resource: " + resource + " because no permission on it allows it");
        }
    }

    /** Which resources of a kind a principal may describe. */
    Predicate<Arn> describable(Principal principal, ResourceKind kind) {
        return permissions.allowing(principal, kind.describeAction());
    }

    static ApiError denied(Principal principal, String action, String why) {
        return new ApiError(
                401,
                "AccessDeniedException",
                "User: " + principal.arn() + " is not authorized to perform: " + action + " " + why);
    }
}
