package io.spicerack.engine.worker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * Whether a statement selects rows of one table by their values: then the answers over some of its rows and over the others are,
 * together, the answer over all. What it does not know for sure is no such statement.
 */
final class RowByRow {
    /** Expressions over the values of a row; a function may count rows, or tell another thing each time. */
    private static final Set<String> EXPRESSIONS = Set.of(
            "BETWEEN", "CASE", "CAST", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "CONSTANT", "OPERATOR", "STAR");

    private RowByRow() {}

    static boolean is(StatementTree statement) {
        JsonNode query = statement.query();
        JsonNode table = query.path("from_table");
        return statement.isPlain()
                && query.path("type").asText().equals("SELECT_NODE")
                && query.path("modifiers").isEmpty()
                && query.path("cte_map").path("map").isEmpty()
                && query.path("group_expressions").isEmpty()
                && query.path("group_sets").isEmpty()
                && query.path("aggregate_handling").asText().equals("STANDARD_HANDLING")
                && isNone(query.path("having"))
                && isNone(query.path("qualify"))
                && isNone(query.path("sample"))
                && table.path("type").asText().equals("BASE_TABLE")
                && isNone(table.path("sample"))
                && isNone(table.path("at_clause"))
                && isOfARow(query.path("select_list"))
                && isOfARow(query.path("where_clause"));
    }

    private static boolean isNone(JsonNode node) {
        return node.isNull() || node.isMissingNode();
    }

    private static boolean isOfARow(JsonNode node) {
        if (node.path("class").isTextual()
                && !EXPRESSIONS.contains(node.path("class").asText())) {
            return false;
        }
        for (JsonNode child : node) {
            if (!isOfARow(child)) {
                return false;
            }
        }
        return true;
    }
}
