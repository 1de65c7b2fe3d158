package io.spicerack.engine.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.engine.pipe.Definition;
import io.spicerack.engine.pipe.TableDefinition;
import io.spicerack.table.Column;
import io.spicerack.table.Schema;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a statement demands of the rows of each table, wherever it names it: what is found may be less than what it
 * demands, and never more. What it cannot tell for sure demands nothing. One statement.
 */
final class BoundsConditions {
    /** What is found of a table: of each place that names it a condition, null for none. */
    private static final class Found {
        private final TableDefinition table;
        private final List<@Nullable JsonNode> conditions = new ArrayList<>();

        Found(TableDefinition table) {
            this.table = table;
        }
    }

    private final Map<String, Found> tables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** Each place in the statement that names a table and demands something of it. */
    private final IdentityHashMap<JsonNode, JsonNode> demands = new IdentityHashMap<>();

    private BoundsConditions(Definition definition) {
        for (TableDefinition table : definition.tables()) {
            // who is shown some rows only must not learn from how long it takes between which values the others are
            if (table.read() && table.rows().isPresent()) {
                tables.put(table.name(), new Found(table));
            }
        }
    }

    /** By the names of the tables, as they are defined. */
    static Map<String, BoundsCondition> of(StatementTree statement, Definition definition, ExpressionText text) {
        BoundsConditions conditions = new BoundsConditions(definition);
        conditions.walk(statement.query());
        Map<String, BoundsCondition> found = new LinkedHashMap<>();
        for (Found each : conditions.tables.values()) {
            condition(each, text).ifPresent(condition -> found.put(each.table.name(), condition));
        }
        return found;
    }

    private static Optional<BoundsCondition> condition(Found found, ExpressionText text) {
        if (found.conditions.isEmpty() || found.conditions.contains(null)) {
            return Optional.empty();
        }
        JsonNode any = ColumnBounds.joined("CONJUNCTION_OR", found.conditions);
        List<BoundsCondition.Parameter> parameters = new ArrayList<>();
        number(any, found.table.schema(), parameters);
        List<Column> columns = found.table.schema().columns().stream()
                .filter(column -> names(any, BoundsCondition.least(column.name()))
                        || names(any, BoundsCondition.most(column.name())))
                .toList();
        return text.of(any).map(sql -> new BoundsCondition(new Schema(columns), sql, parameters));
    }

    private static boolean names(JsonNode node, String column) {
        boolean here = node.path("class").asText().equals("COLUMN_REF")
                && node.path("column_names").path(0).asText().equals(column);
        if (here) {
            return true;
        }
        for (JsonNode child : node) {
            if (names(child, column)) {
                return true;
            }
        }
        return false;
    }

    /** Gives the parameters numbers from 1 on, each its own; each is what bounds of one column are compared with. */
    private static void number(JsonNode node, Schema schema, List<BoundsCondition.Parameter> parameters) {
        if (node.path("right") instanceof ObjectNode value
                && value.path("class").asText().equals("PARAMETER")) {
            String bound = node.path("left").path("column_names").path(0).asText();
            Column column = schema.columns().stream()
                    .filter(each -> bound.equals(BoundsCondition.least(each.name()))
                            || bound.equals(BoundsCondition.most(each.name())))
                    .findFirst()
                    .orElseThrow();
            parameters.add(new BoundsCondition.Parameter(
                    Integer.parseInt(value.path("identifier").asText()),
                    column.type().kind()));
            value.put("identifier", Integer.toString(parameters.size()));
        }
        node.forEach(child -> number(child, schema, parameters));
    }

    private void walk(JsonNode node) {
        String type = node.path("type").asText();
        if (type.equals("SELECT_NODE")) {
            select(node);
        }
        node.forEach(this::walk);
        if (type.equals("BASE_TABLE")
                && tables.containsKey(node.path("table_name").asText())) {
            tables.get(node.path("table_name").asText()).conditions.add(demands.get(node));
        }
    }

    /** What WHERE and inner joins demand, each of the tables that are joined must meet: a row that does not is in no row of FROM. */
    private void select(JsonNode select) {
        List<JsonNode> sources = new ArrayList<>();
        List<JsonNode> demanded = new ArrayList<>();
        if (!isNone(select.path("sample")) || !flatten(select.path("from_table"), sources, demanded)) {
            return;
        }
        demanded.add(select.path("where_clause"));
        for (JsonNode source : sources) {
            Found found = tables.get(source.path("table_name").asText());
            boolean renamed = !source.path("column_name_alias").isEmpty();
            boolean alone = sources.stream()
                            .filter(other -> name(other).equalsIgnoreCase(name(source)))
                            .count()
                    == 1;
            if (found != null && !renamed && alone) {
                List<JsonNode> known = new ArrayList<>();
                for (JsonNode each : demanded) {
                    JsonNode condition = new ColumnBounds(name(source), found.table.schema()).of(each);
                    if (condition != null) {
                        known.add(condition);
                    }
                }
                if (!known.isEmpty()) {
                    demands.put(source, ColumnBounds.joined("CONJUNCTION_AND", known));
                }
            }
        }
    }

    /** False where FROM has anything but tables, queries and inner joins of them. */
    private static boolean flatten(JsonNode from, List<JsonNode> sources, List<JsonNode> demanded) {
        if (!isNone(from.path("sample"))) {
            return false;
        }
        if (!from.path("type").asText().equals("JOIN")) {
            sources.add(from);
            return true;
        }
        String kind = from.path("ref_type").asText();
        boolean plain = from.path("join_type").asText().equals("INNER")
                && (kind.equals("REGULAR") || kind.equals("CROSS"))
                && from.path("using_columns").isEmpty()
                && from.path("alias").asText().isEmpty();
        demanded.add(from.path("condition"));
        return plain && flatten(from.path("left"), sources, demanded) && flatten(from.path("right"), sources, demanded);
    }

    private static boolean isNone(JsonNode node) {
        return node.isNull() || node.isMissingNode();
    }

    /** What the columns of a source are called by. */
    private static String name(JsonNode source) {
        String alias = source.path("alias").asText();
        return alias.isEmpty() ? source.path("table_name").asText() : alias;
    }
}
