package io.spicerack.prepare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.model.Arn;
import io.spicerack.prepare.AccessRules.ColumnRule;
import io.spicerack.prepare.AccessRules.RulesDataSet;
import io.spicerack.prepare.AccessRules.TagRule;
import io.spicerack.prepare.AccessRules.TagRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the members that keep rows and columns from readers. What could not be enforced is refused. */
public final class AccessRulesReader {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private enum Status {
        ENABLED,
        DISABLED
    }

    private enum Policy {
        GRANT_ACCESS,
        DENY_ACCESS
    }

    private enum Format {
        VERSION_1,
        VERSION_2
    }

    private static final int LONGEST_ARN = 2048;

    private AccessRulesReader() {}

    /** @param types of the columns by name; none are known where a query does not declare its columns */
    static void check(DefinitionObject members, Map<String, OutputColumn.Type> types) {
        read(members);
        members.object("RowLevelPermissionTagConfiguration").ifPresent(tags -> {
            for (DefinitionObject rule : tags.objects("TagRules", 1, 50)) {
                String column = rule.text("ColumnName", 128);
                known(rule, "ColumnName", column, types);
                if (!types.isEmpty() && types.get(column) != OutputColumn.Type.STRING) {
                    throw rule.refused(
                            "ColumnName",
                            "is '" + column + "', which is " + types.get(column)
                                    + "; rows are chosen by STRING columns");
                }
            }
        });
        if (members.has("ColumnLevelPermissionRules")) {
            for (DefinitionObject rule : members.objects("ColumnLevelPermissionRules", 1, 2048)) {
                rule.texts("ColumnNames", 1, 2048, 128).forEach(column -> known(rule, "ColumnNames", column, types));
            }
        }
    }

    private static void known(
            DefinitionObject member, String name, String column, Map<String, OutputColumn.Type> types) {
        if (!types.isEmpty() && !types.containsKey(column)) {
            throw member.refused(name, "has '" + column + "', which is no column of the data set");
        }
    }

    /** Reads what the catalog keeps. */
    public static AccessRules parse(String members) {
        try {
            return read(new DefinitionObject("", (ObjectNode) MAPPER.readTree(members)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the catalog's definition of a data set is no JSON", e);
        }
    }

    private static AccessRules read(DefinitionObject members) {
        return new AccessRules(
                members.object("RowLevelPermissionDataSet").flatMap(AccessRulesReader::dataSet),
                members.object("RowLevelPermissionTagConfiguration").flatMap(AccessRulesReader::tags),
                members.has("ColumnLevelPermissionRules") ? columns(members) : List.of());
    }

    private static boolean isEnabled(DefinitionObject member) {
        return !member.has("Status") || member.constant("Status", Status.class) == Status.ENABLED;
    }

    private static Optional<RulesDataSet> dataSet(DefinitionObject member) {
        member.allow("Arn", "PermissionPolicy", "FormatVersion", "Namespace", "Status");
        if (member.constant("PermissionPolicy", Policy.class) == Policy.DENY_ACCESS) {
            throw member.refused(
                    "PermissionPolicy",
                    "is 'DENY_ACCESS', which QuickSight keeps for old data sets and takes for no new one; use GRANT_ACCESS:"
                            + " whoever has no rule then sees no row");
        }
        boolean byArn =
                member.has("FormatVersion") && member.constant("FormatVersion", Format.class) == Format.VERSION_2;
        Optional<String> namespace = member.optionalText("Namespace", 64);
        if (byArn && namespace.isPresent()) {
            throw member.refused("Namespace", "must not be there with FormatVersion VERSION_2");
        }
        if (namespace.isPresent() && !namespace.get().equals("default")) {
            throw member.refused("Namespace", "is '" + namespace.get() + "'; there is only 'default'");
        }
        RulesDataSet rules = new RulesDataSet(arn(member, "Arn", member.text("Arn", LONGEST_ARN)), byArn);
        return isEnabled(member) ? Optional.of(rules) : Optional.empty();
    }

    private static Arn arn(DefinitionObject member, String name, String text) {
        try {
            return Arn.parse(text);
        } catch (IllegalArgumentException e) {
            throw member.refused(name, "is no ARN: " + e.getMessage());
        }
    }

    private static Optional<TagRules> tags(DefinitionObject member) {
        member.allow("Status", "TagRules", "TagRuleConfigurations");
        List<TagRule> rules = new ArrayList<>();
        for (DefinitionObject rule : member.objects("TagRules", 1, 50)) {
            rule.allow("TagKey", "ColumnName", "TagMultiValueDelimiter", "MatchAllValue");
            rules.add(new TagRule(
                    rule.text("TagKey", 128),
                    rule.text("ColumnName", 128),
                    rule.optionalText("TagMultiValueDelimiter", 10),
                    rule.optionalText("MatchAllValue", 256)));
        }
        Set<String> keys = rules.stream().map(TagRule::key).collect(Collectors.toSet());
        if (keys.size() < rules.size()) {
            throw member.refused("TagRules", "has the same TagKey twice; give each column a key of its own");
        }
        TagRules read = new TagRules(
                rules,
                member.has("TagRuleConfigurations")
                        ? together(member, keys)
                        : List.of(rules.stream().map(TagRule::key).toList()));
        return isEnabled(member) ? Optional.of(read) : Optional.empty();
    }

    /** A list of lists, which no other member is. */
    private static List<List<String>> together(DefinitionObject member, Set<String> keys) {
        List<List<String>> together = new ArrayList<>();
        for (List<String> group : member.textLists("TagRuleConfigurations", 50, 128)) {
            for (String key : group) {
                if (!keys.contains(key)) {
                    throw member.refused(
                            "TagRuleConfigurations", "has '" + key + "', which no TagRules have as TagKey");
                }
            }
            together.add(group);
        }
        return together;
    }

    private static List<ColumnRule> columns(DefinitionObject members) {
        List<ColumnRule> rules = new ArrayList<>();
        for (DefinitionObject rule : members.objects("ColumnLevelPermissionRules", 1, 2048)) {
            rule.allow("ColumnNames", "Principals");
            Set<String> principals = new HashSet<>();
            for (String principal : rule.texts("Principals", 1, 100, LONGEST_ARN)) {
                if (!arn(rule, "Principals", principal).resource().startsWith("user/default/")) {
                    throw rule.refused(
                            "Principals",
                            "has '" + principal
                                    + "'; name users, such as arn:aws:quicksight:REGION:ACCOUNT:user/default/NAME:"
                                    + " there are no groups here");
                }
                principals.add(principal);
            }
            rules.add(new ColumnRule(Set.copyOf(rule.texts("ColumnNames", 1, 2048, 128)), principals));
        }
        return rules;
    }
}
