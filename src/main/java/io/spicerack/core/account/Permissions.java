package io.spicerack.core.account;

import io.spicerack.catalog.Catalog;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.Arn;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Predicate;

/** Who may do what with which data source or data set, beside what their own actions allow. Thread-safe. */
public final class Permissions {
    /** Some actions of one principal, granted or revoked. */
    public record Change(Arn principal, List<String> actions) {
        public Change {
            actions = List.copyOf(actions);
        }
    }

    private final Catalog catalog;
    private final Trail trail;

    public Permissions(Catalog catalog, Trail trail) {
        this.catalog = catalog;
        this.trail = trail;
    }

    /** Whether a principal may do {@code action} with a resource; an administrator may all, a read-only one look at all. */
    public boolean allow(Principal principal, String action, Arn resource) {
        return principal.isAdministrator()
                || (principal.isReadOnly() && principal.mayCall(action))
                || catalog.read(tx -> tx.permissions().has(resource, principal.arn(), action));
    }

    /** {@link #allow} for many resources: what is permitted is looked up once. */
    public Predicate<Arn> allowing(Principal principal, String action) {
        if (principal.isAdministrator() || (principal.isReadOnly() && principal.mayCall(action))) {
            return resource -> true;
        }
        Set<String> allowed = catalog.read(tx -> tx.permissions().resources(principal.arn(), action));
        return resource -> allowed.contains(resource.toString());
    }

    /** The actions on a resource, by principal. */
    public Map<String, SortedSet<String>> of(Arn resource) {
        return catalog.read(tx -> tx.permissions().of(resource));
    }

    /** Grants, then revokes, in one transaction. {@code operation} is its name on the record. */
    public void update(Arn resource, List<Change> granted, List<Change> revoked, String operation) {
        catalog.run(tx -> {
            for (Change change : granted) {
                if (tx.principals().list().stream()
                        .noneMatch(known -> change.principal().resource().equals("user/default/" + known.name()))) {
                    throw new IllegalArgumentException("Principal " + change.principal()
                            + " is not known; spicerack principal list shows those that are");
                }
                tx.permissions().grant(resource, change.principal(), change.actions());
            }
            revoked.forEach(change -> tx.permissions().revoke(resource, change.principal(), change.actions()));
            tx.audit()
                    .append(trail.events()
                            .api()
                            .changed(
                                    trail.caller(),
                                    operation,
                                    resource,
                                    Map.of(
                                            "GrantPermissions",
                                            granted.toString(),
                                            "RevokePermissions",
                                            revoked.toString())));
        });
    }

    /** What the creator of a resource gets: without a permission it could not look at what it has made. */
    public void own(Principal creator, Arn resource, List<String> actions) {
        if (!creator.isAdministrator()) {
            catalog.run(tx -> tx.permissions().grant(resource, creator.arn(), actions));
        }
    }
}
