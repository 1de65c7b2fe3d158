package io.spicerack.prepare;

import io.spicerack.model.Arn;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a definition says of who may see which rows and columns: RowLevelPermissionDataSet, RowLevelPermissionTagConfiguration and
 * ColumnLevelPermissionRules. What is DISABLED is not here. Immutable.
 *
 * @param columns each column of one of them is seen by the principals of those that name it, and by nobody else
 */
public record AccessRules(Optional<RulesDataSet> dataSet, Optional<TagRules> tags, List<ColumnRule> columns) {
    /**
     * The data set whose rows say who sees what.
     *
     * @param byArn whether it names users by ARN
     */
    public record RulesDataSet(Arn arn, boolean byArn) {}

    /**
     * Rows by the session tags of whoever looks.
     *
     * @param together keys whose rules hold together; one of these groups is enough
     */
    public record TagRules(List<TagRule> rules, List<List<String>> together) {
        public TagRules {
            rules = List.copyOf(rules);
            together = together.stream().map(List::copyOf).toList();
        }
    }

    /**
     * A column has the value of a tag.
     *
     * @param delimiter between several values in one tag; empty where it has one
     * @param all the value that stands for all
     */
    public record TagRule(String key, String column, Optional<String> delimiter, Optional<String> all) {}

    /** Columns that nobody but some principals see. */
    public record ColumnRule(Set<String> columns, Set<String> principals) {
        public ColumnRule {
            columns = Set.copyOf(columns);
            principals = Set.copyOf(principals);
        }
    }

    public AccessRules {
        columns = List.copyOf(columns);
    }

    /** Whether rows may be kept from somebody. */
    public boolean chooseRows() {
        return dataSet.isPresent() || tags.isPresent();
    }

    /** Whether a principal sees a column. */
    public boolean shows(String column, Arn principal) {
        return columns.stream().noneMatch(rule -> rule.columns().contains(column))
                || columns.stream()
                        .anyMatch(rule -> rule.columns().contains(column)
                                && rule.principals().contains(principal.toString()));
    }
}
