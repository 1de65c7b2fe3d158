package io.spicerack.core.account;

import io.spicerack.prepare.AccessRules.TagRule;
import io.spicerack.prepare.AccessRules.TagRules;
import io.spicerack.table.RowFilter.AnyOf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which rows the session tags of a principal choose. Whoever has not all tags of any group of keys sees no row. */
final class TagDemand {
    private TagDemand() {}

    static AnyOf of(TagRules rules, Map<String, String> tags) {
        List<Map<String, Set<String>>> alternatives = new ArrayList<>();
        for (List<String> keys : rules.together()) {
            if (tags.keySet().containsAll(keys)) {
                alternatives.add(alternative(rules, keys, tags));
            }
        }
        return new AnyOf(alternatives);
    }

    private static Map<String, Set<String>> alternative(TagRules rules, List<String> keys, Map<String, String> tags) {
        Map<String, Set<String>> texts = new LinkedHashMap<>();
        for (TagRule rule : rules.rules()) {
            String value = tags.getOrDefault(rule.key(), "");
            boolean all = rule.all().isPresent() && rule.all().get().equals(value);
            if (keys.contains(rule.key()) && !all) {
                // two tags that choose by one column both hold
                texts.merge(rule.column(), values(rule, value), TagDemand::both);
            }
        }
        return texts;
    }

    private static Set<String> both(Set<String> one, Set<String> other) {
        Set<String> both = new LinkedHashSet<>(one);
        both.retainAll(other);
        return both;
    }

    private static Set<String> values(TagRule rule, String value) {
        Set<String> values = new LinkedHashSet<>();
        String delimiter = rule.delimiter().orElse("");
        int from = 0;
        if (!delimiter.isEmpty()) {
            for (int to = value.indexOf(delimiter); to >= 0; to = value.indexOf(delimiter, from)) {
                values.add(value.substring(from, to));
                from = to + delimiter.length();
            }
        }
        values.add(value.substring(from));
        values.remove("");
        return values;
    }
}
