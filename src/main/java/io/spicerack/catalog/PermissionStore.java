package io.spicerack.catalog;

import io.spicerack.model.Arn;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Which principals may do what with a data source or a data set: QuickSight's resource permissions. */
public final class PermissionStore {
    private final Handle handle;

    PermissionStore(Handle handle) {
        this.handle = handle;
    }

    public void grant(Arn resource, Arn principal, Collection<String> actions) {
        for (String action : actions) {
            handle.createUpdate(
                            """
                            INSERT INTO resource_permission (resource_arn, principal_arn, action)
                            VALUES (:resource, :principal, :action)
                            ON CONFLICT (resource_arn, principal_arn, action) DO NOTHING""")
                    .bind("resource", resource)
                    .bind("principal", principal)
                    .bind("action", action)
                    .execute();
        }
    }

    public void revoke(Arn resource, Arn principal, Collection<String> actions) {
        for (String action : actions) {
            handle.createUpdate(
                            """
                            DELETE FROM resource_permission WHERE resource_arn = :resource
                                AND principal_arn = :principal AND action = :action""")
                    .bind("resource", resource)
                    .bind("principal", principal)
                    .bind("action", action)
                    .execute();
        }
    }

    /** The actions on a resource, by principal. */
    public Map<String, SortedSet<String>> of(Arn resource) {
        Map<String, SortedSet<String>> permissions = new TreeMap<>();
        handle.createQuery("SELECT principal_arn, action FROM resource_permission WHERE resource_arn = :resource")
                .bind("resource", resource)
                .map(row ->
                        Map.entry(row.getColumn("principal_arn", String.class), row.getColumn("action", String.class)))
                .forEach(row -> permissions
                        .computeIfAbsent(row.getKey(), principal -> new TreeSet<>())
                        .add(row.getValue()));
        return permissions;
    }

    public boolean has(Arn resource, Arn principal, String action) {
        return of(resource).getOrDefault(principal.toString(), new TreeSet<>()).contains(action);
    }

    /** The resources that a principal may do this with. */
    public Set<String> resources(Arn principal, String action) {
        return handle.createQuery(
                        """
                        SELECT resource_arn FROM resource_permission
                        WHERE principal_arn = :principal AND action = :action""")
                .bind("principal", principal)
                .bind("action", action)
                .mapTo(String.class)
                .set();
    }

    /** For a resource that is gone: one that takes its id starts without permissions. */
    public void forgetResource(Arn resource) {
        handle.createUpdate("DELETE FROM resource_permission WHERE resource_arn = :resource")
                .bind("resource", resource)
                .execute();
    }

    /** For a principal that is gone: one that takes its name starts without permissions. */
    public void forgetPrincipal(Arn principal) {
        handle.createUpdate("DELETE FROM resource_permission WHERE principal_arn = :principal")
                .bind("principal", principal)
                .execute();
    }
}
