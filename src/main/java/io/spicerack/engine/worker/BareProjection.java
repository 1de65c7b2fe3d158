package io.spicerack.engine.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.engine.pipe.Definition;
import io.spicerack.engine.pipe.TableDefinition;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A statement that wants columns of one data set as they are, of all its rows: there is nothing to compute. Whatever of the
 * statement is not known to be nothing makes it none of these.
 *
 * @param table as it is defined
 * @param columns places of the columns in the table's schema, in the order of the answer
 */
record BareProjection(String table, List<Integer> columns) {
    private static final Set<String> OF_SELECT = Set.of(
            "type",
            "modifiers",
            "cte_map",
            "select_list",
            "from_table",
            "where_clause",
            "group_expressions",
            "group_sets",
            "aggregate_handling",
            "having",
            "sample",
            "qualify");
    private static final Set<String> OF_TABLE = Set.of(
            "type",
            "alias",
            "sample",
            "query_location",
            "schema_name",
            "table_name",
            "column_name_alias",
            "catalog_name",
            "at_clause");
    private static final Set<String> OF_STAR = Set.of(
            "class",
            "type",
            "alias",
            "query_location",
            "relation_name",
            "exclude_list",
            "replace_list",
            "columns",
            "expr",
            "qualified_exclude_list",
            "rename_list");

    BareProjection {
        columns = List.copyOf(columns);
    }

    static Optional<BareProjection> of(StatementTree statement, Definition definition) {
        JsonNode select = statement.query();
        JsonNode from = select.path("from_table");
        List<TableDefinition> tables = definition.tables().stream()
                .filter(table -> table.read()
                        && table.name().equalsIgnoreCase(from.path("table_name").asText()))
                .toList();
        boolean bare = !statement.isExplained()
                && select.path("type").asText().equals("SELECT_NODE")
                && select.path("aggregate_handling").asText().equals("STANDARD_HANDLING")
                && hasNothingBut(select, OF_SELECT, Set.of("type", "select_list", "from_table", "aggregate_handling"))
                && from.path("type").asText().equals("BASE_TABLE")
                && hasNothingBut(from, OF_TABLE, Set.of("type", "alias", "query_location", "schema_name", "table_name"))
                && tables.size() == 1;
        return bare
                ? columns(select.path("select_list"), from, tables.get(0))
                        .map(columns -> new BareProjection(tables.get(0).name(), columns))
                : Optional.empty();
    }

    private static Optional<List<Integer>> columns(JsonNode list, JsonNode from, TableDefinition table) {
        String alias = from.path("alias").asText();
        String name = alias.isEmpty() ? table.name() : alias;
        List<Integer> columns = new ArrayList<>();
        for (JsonNode each : list) {
            if (isStar(each, name)) {
                IntStream.range(0, table.schema().width()).forEach(columns::add);
                continue;
            }
            List<Integer> found = each.path("class").asText().equals("COLUMN_REF")
                    ? places(each.path("column_names"), name, table)
                    : List.of();
            if (found.size() != 1) {
                return Optional.empty();
            }
            columns.addAll(found);
        }
        boolean distinct = columns.stream().distinct().count() == columns.size();
        return distinct && !columns.isEmpty() ? Optional.of(columns) : Optional.empty();
    }

    private static boolean isStar(JsonNode node, String table) {
        String relation = node.path("relation_name").asText();
        return node.path("class").asText().equals("STAR")
                && (relation.isEmpty() || relation.equalsIgnoreCase(table))
                && hasNothingBut(node, OF_STAR, Set.of("class", "type", "query_location", "relation_name"));
    }

    private static List<Integer> places(JsonNode names, String name, TableDefinition table) {
        boolean here =
                names.size() == 1 || (names.size() == 2 && names.get(0).asText().equalsIgnoreCase(name));
        String wanted = names.path(names.size() - 1).asText();
        return IntStream.range(0, here ? table.schema().width() : 0)
                .filter(place -> table.schema().column(place).name().equalsIgnoreCase(wanted))
                .boxed()
                .toList();
    }

    /** Whether no field is there that is not known, and those are empty that are not {@code taken}. */
    private static boolean hasNothingBut(JsonNode node, Set<String> known, Set<String> taken) {
        Iterator<String> names = node.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (!known.contains(name) || (!taken.contains(name) && !isNothing(node.path(name)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNothing(JsonNode node) {
        if (node.isContainerNode()) {
            for (JsonNode each : node) {
                if (!isNothing(each)) {
                    return false;
                }
            }
            return true;
        }
        return node.isNull()
                || (node.isBoolean() && !node.asBoolean())
                || (node.isTextual() && node.asText().isEmpty());
    }
}
