package io.spicerack.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.spicerack.core.Spice;
import io.spicerack.core.account.Permissions;
import io.spicerack.http.JsonBody;
import io.spicerack.http.JsonInput;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Who may do what with one data source or data set. Thread-safe. */
final class PermissionOperations {
    private static final int MOST_PERMISSIONS = 64;

    private final Spice spice;
    private final Account account;

    PermissionOperations(Spice spice, Account account) {
        this.spice = spice;
        this.account = account;
    }

    List<Operation> all() {
        List<Operation> operations = new ArrayList<>();
        for (ResourceKind kind : ResourceKind.values()) {
            String path = " /" + kind.path() + "/{" + kind.member() + "Id}/permissions";
            operations.add(Operation.of(
                    "Describe" + kind.member() + "Permissions", "GET" + path, 200, call -> describe(kind, call)));
            operations.add(Operation.of(
                    "Update" + kind.member() + "Permissions", "POST" + path, 200, call -> update(kind, call)));
        }
        return List.copyOf(operations);
    }

    /** The permissions that a Create operation gives at once. */
    static List<Permissions.Change> atCreate(ResourceKind kind, JsonInput input) {
        return changes(kind, input, "Permissions");
    }

    private ObjectNode describe(ResourceKind kind, OperationCall call) {
        call.input().allow(Set.of());
        return described(kind, known(kind, call));
    }

    private ObjectNode update(ResourceKind kind, OperationCall call) {
        JsonInput input = call.input().allow(Set.of("GrantPermissions", "RevokePermissions"));
        String id = known(kind, call);
        List<Permissions.Change> granted = changes(kind, input, "GrantPermissions");
        List<Permissions.Change> revoked = changes(kind, input, "RevokePermissions");
        if (granted.isEmpty() && revoked.isEmpty()) {
            throw input.refused("GrantPermissions", "and RevokePermissions are both missing; give at least one");
        }
        ApiError.translated(kind.name(), () -> {
            spice.permissions()
                    .update(kind.arn(account, id), granted, revoked, "Update" + kind.member() + "Permissions");
            return id;
        });
        return described(kind, id);
    }

    private ObjectNode described(ResourceKind kind, String id) {
        Arn arn = kind.arn(account, id);
        ObjectNode body =
                JsonBody.object().put(kind.member() + "Arn", arn.toString()).put(kind.member() + "Id", id);
        body.set("Permissions", JsonBody.array(spice.permissions().of(arn).entrySet(), permission -> {
            ObjectNode entry = JsonBody.object().put("Principal", permission.getKey());
            entry.set("Actions", JsonBody.array(permission.getValue(), TextNode::valueOf));
            return entry;
        }));
        return body;
    }

    private String known(ResourceKind kind, OperationCall call) {
        String id = call.path().getOrDefault(kind.member() + "Id", "");
        if (!kind.exists(spice, id)) {
            throw ApiError.notFound(kind.name(), "there is no " + kind.member() + " '" + id + "'");
        }
        return id;
    }

    private static List<Permissions.Change> changes(ResourceKind kind, JsonInput input, String member) {
        if (!input.has(member)) {
            return List.of();
        }
        List<JsonInput> given = input.objects(member);
        if (given.isEmpty() || given.size() > MOST_PERMISSIONS) {
            throw input.refused(member, "has " + given.size() + " members; 1 to " + MOST_PERMISSIONS + " are allowed");
        }
        return given.stream().map(permission -> change(kind, permission)).toList();
    }

    private static Permissions.Change change(ResourceKind kind, JsonInput input) {
        input.allow(Set.of("Principal", "Actions"));
        Arn principal = input.parsed("Principal", Arn::parse).orElseThrow(() -> input.missing("Principal"));
        List<String> actions = input.texts("Actions", 128);
        for (String action : actions) {
            if (!kind.ownerActions().contains(action)) {
                throw input.refused(
                        "Actions",
                        "has '" + action + "'; allowed on a " + kind.member() + " are " + kind.ownerActions());
            }
        }
        return new Permissions.Change(principal, actions);
    }
}
