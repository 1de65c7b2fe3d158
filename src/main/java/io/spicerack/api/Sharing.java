package io.spicerack.api;

import io.spicerack.core.account.Permissions;
import io.spicerack.core.account.Principal;
import io.spicerack.core.account.Principals;
import io.spicerack.core.account.Tags;
import io.spicerack.http.JsonInput;
import io.spicerack.model.Arn;
import java.util.List;
import java.util.Map;

/** Permissions and tags that a Create operation gives at once. Thread-safe. */
final class Sharing {
    private final Principals principals;
    private final Permissions permissions;
    private final Tags tags;

    Sharing(Principals principals, Permissions permissions, Tags tags) {
        this.principals = principals;
        this.permissions = permissions;
        this.tags = tags;
    }

    /** Before anything is made. */
    void check(JsonInput input, List<Permissions.Change> shared) {
        for (Permissions.Change change : shared) {
            if (principals.list().stream()
                    .noneMatch(known -> principals.arn(known.name()).equals(change.principal()))) {
                throw input.refused("Permissions", "names Principal " + change.principal() + ", which is not known");
            }
        }
    }

    void share(
            Principal creator,
            ResourceKind kind,
            Arn arn,
            List<Permissions.Change> shared,
            Map<String, String> tagged) {
        permissions.own(creator, arn, kind.ownerActions());
        if (!shared.isEmpty()) {
            permissions.update(arn, shared, List.of(), "Update" + kind.member() + "Permissions");
        }
        if (!tagged.isEmpty()) {
            tags.put(arn, tagged);
        }
    }
}
