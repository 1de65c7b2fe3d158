package io.spicerack.api;

import io.spicerack.core.account.Permissions;
import io.spicerack.http.JsonInput;
import io.spicerack.model.Arn;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The one filter of a search: by name, or by who owns or sees the resource. Immutable. */
record SearchFilter(ResourceKind kind, String name, boolean like, String value) {
    private static final Set<String> MEMBERS = Set.of("Name", "Operator", "Value");

    static SearchFilter of(ResourceKind kind, JsonInput input) {
        List<JsonInput> filters = input.objects("Filters");
        if (filters.size() != 1) {
            throw input.refused("Filters", "has " + filters.size() + " members; exactly one is served");
        }
        JsonInput filter = filters.get(0).allow(MEMBERS);
        String byName = kind.member().toUpperCase(Locale.ROOT) + "_NAME";
        Set<String> served = new TreeSet<>(Set.of(
                byName,
                "DIRECT_QUICKSIGHT_VIEWER_OR_OWNER",
                "DIRECT_QUICKSIGHT_OWNER",
                "DIRECT_QUICKSIGHT_SOLE_OWNER"));
        String name = filter.text("Name", 128);
        if (!served.contains(name)) {
            throw filter.refused("Name", "is '" + name + "'; served are " + served);
        }
        String operator = filter.text("Operator", 128);
        boolean like = operator.equals("StringLike");
        if (!like && !operator.equals("StringEquals")) {
            throw filter.refused("Operator", "is '" + operator + "'; served are [StringEquals, StringLike]");
        }
        if (like && !name.equals(byName)) {
            throw filter.refused("Operator", "is StringLike; " + name + " is served with StringEquals");
        }
        return new SearchFilter(kind, name, like, filter.text("Value", 512));
    }

    boolean matches(String resourceName, Arn resource, Permissions permissions) {
        if (name.endsWith("_NAME")) {
            return like
                    ? resourceName.toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT))
                    : resourceName.equals(value);
        }
        var all = permissions.of(resource);
        SortedSet<String> actions = all.getOrDefault(value, new TreeSet<>());
        return switch (name) {
            case "DIRECT_QUICKSIGHT_VIEWER_OR_OWNER" -> actions.containsAll(kind.viewerActions());
            case "DIRECT_QUICKSIGHT_OWNER" -> owns(actions);
            default -> owns(actions) && all.values().stream().filter(this::owns).count() == 1;
        };
    }

    private boolean owns(SortedSet<String> actions) {
        return actions.contains(ResourceKind.PREFIX + "Update" + kind.member() + "Permissions");
    }
}
