package io.spicerack.api;

import io.spicerack.core.Spice;
import io.spicerack.core.account.Permissions;
import io.spicerack.core.account.Principal;
import io.spicerack.http.JsonInput;
import io.spicerack.model.Arn;
import java.util.List;
import java.util.Map;

/** Permissions and tags that a Create operation gives at once. Thread-safe. */
final class Sharing {
    private final Spice spice;

    Sharing(Spice spice) {
        this.spice = spice;
    }

    /** Before anything is made. */
    void check(JsonInput input, List<Permissions.Change> shared) {
        for (Permissions.Change change : shared) {
            if (spice.principals().list().stream()
                    .noneMatch(known -> spice.principals().arn(known.name()).equals(change.principal()))) {
                throw input.refused("Permissions", "names Principal " + change.principal() + ", which is not known");
            }
        }
    }

    void share(
            Principal creator, ResourceKind kind, Arn arn, List<Permissions.Change> shared, Map<String, String> tags) {
        spice.permissions().own(creator, arn, kind.ownerActions());
        if (!shared.isEmpty()) {
            spice.permissions().update(arn, shared, List.of(), "Update" + kind.member() + "Permissions");
        }
        if (!tags.isEmpty()) {
            spice.tags().put(arn, tags);
        }
    }
}
