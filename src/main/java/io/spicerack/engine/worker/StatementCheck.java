package io.spicerack.engine.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.engine.pipe.NamedTables;
import io.spicerack.engine.pipe.NamedTables.NamedTable;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Looks through all of a parsed statement: it may hold what is on a list, and nothing else. What it finds are the tables that
 * are named and are no part of the statement itself. One statement.
 */
final class StatementCheck {
    /** Kinds of expressions, as DuckDB's parser calls their classes. */
    private static final Set<String> EXPRESSIONS = Set.of(
            "BETWEEN",
            "CASE",
            "CAST",
            "COLLATE",
            "COLUMN_REF",
            "COMPARISON",
            "CONJUNCTION",
            "CONSTANT",
            "DEFAULT",
            "FUNCTION",
            "LAMBDA",
            "LAMBDA_REF",
            "OPERATOR",
            "PARAMETER",
            "POSITIONAL_REFERENCE",
            "STAR",
            "SUBQUERY",
            "TYPE",
            "WINDOW");

    /** All that has a type and is no expression: queries, what they read from, how they go on, and details of types. */
    private static final Set<String> PARTS = Set.of(
            "SELECT_NODE",
            "SET_OPERATION_NODE",
            "RECURSIVE_CTE_NODE",
            "CTE_NODE",
            "BASE_TABLE",
            "SUBQUERY",
            "JOIN",
            "TABLE_FUNCTION",
            "EXPRESSION_LIST",
            "EMPTY",
            "PIVOT",
            "ORDER_MODIFIER",
            "LIMIT_MODIFIER",
            "LIMIT_PERCENT_MODIFIER",
            "DISTINCT_MODIFIER",
            "ORDER_DEFAULT",
            "ASCENDING",
            "DESCENDING",
            "DECIMAL_TYPE_INFO",
            "STRING_TYPE_INFO",
            "LIST_TYPE_INFO",
            "STRUCT_TYPE_INFO",
            "ARRAY_TYPE_INFO",
            "GENERIC_TYPE_INFO",
            "UNBOUND_TYPE_INFO",
            "USER_TYPE_INFO");

    private static final Set<String> CATALOGS =
            Set.of("pg_catalog", "information_schema", CatalogScript.CATALOG, CatalogScript.INFORMATION);
    private static final Set<String> SCHEMAS =
            Set.of("", "spice", "pg_catalog", "information_schema", CatalogScript.CATALOG, CatalogScript.INFORMATION);

    /** Words of functions that tell of databases, and of a table with its database's name; one too many does no harm. */
    private static final Set<String> TELLING = Set.of(
            "current_database",
            "current_catalog",
            "current_schema",
            "search_path",
            "privilege",
            "pg_",
            Database.NAME,
            "_description",
            "format_type");

    private static final Set<String> FUNCTION_SCHEMAS = Set.of("", "main", "pg_catalog");

    private final Set<NamedTable> tables = new LinkedHashSet<>();
    private final Set<String> columns = new LinkedHashSet<>();

    /** Names and aliases of the tables that are read: as a value, each is a row with all its columns. */
    private final Set<String> relations = new HashSet<>();

    /** The last part of each name of a column, which may be a relation's. */
    private final Set<String> values = new HashSet<>();

    private boolean all;

    private StatementCheck() {}

    static NamedTables tables(StatementTree statement) throws QueryRefusal {
        StatementCheck check = new StatementCheck();
        check.walk(statement.query(), Set.of());
        boolean all = check.all || check.values.stream().anyMatch(check.relations::contains);
        return new NamedTables(List.copyOf(check.tables), List.copyOf(check.columns), all, RowByRow.is(statement));
    }

    /** Whether the answer tells of catalogs and databases, so that there must be none but the caller's. */
    static boolean tellsOfDatabases(StatementTree statement, NamedTables named) {
        boolean catalogs = named.tables().stream()
                .anyMatch(table ->
                        CATALOGS.contains(table.schema()) || small(table.name()).startsWith("pg_"));
        String text = small(statement.sql());
        return catalogs || TELLING.stream().anyMatch(text::contains);
    }

    /** @param own names of the queries of WITH that are seen here, in small letters */
    private void walk(JsonNode node, Set<String> own) throws QueryRefusal {
        if (node.isArray()) {
            for (JsonNode each : node) {
                walk(each, own);
            }
        } else if (node.isObject()) {
            kind(node, own);
            Set<String> seen = within(node, own);
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                if (!member.getKey().equals("cte_map")) {
                    walk(member.getValue(), seen(node, member.getKey(), seen));
                }
            }
        }
    }

    /** A query of WITH sees those before it, and the query that they belong to sees all. */
    private Set<String> within(JsonNode node, Set<String> own) throws QueryRefusal {
        JsonNode queries = node.path("cte_map").path("map");
        if (queries.isEmpty()) {
            return own;
        }
        Set<String> seen = new HashSet<>(own);
        for (JsonNode query : queries) {
            walk(query.path("value"), Set.copyOf(seen));
            seen.add(small(query.path("key").asText()));
        }
        return seen;
    }

    /** Only the second half of a recursive query reads itself. */
    private static Set<String> seen(JsonNode node, String member, Set<String> own) {
        String type = text(node, "type");
        String name = type.equals("RECURSIVE_CTE_NODE") && member.equals("right")
                ? text(node, "cte_name")
                : type.equals("CTE_NODE") && member.equals("child") ? text(node, "cte_name") : "";
        if (name.isEmpty()) {
            return own;
        }
        Set<String> more = new HashSet<>(own);
        more.add(small(name));
        return more;
    }

    private void kind(JsonNode node, Set<String> own) throws QueryRefusal {
        String type = text(node, "type");
        if (node.path("class").isTextual()) {
            expression(node, text(node, "class"));
        } else if (!type.isEmpty()) {
            if (!PARTS.contains(type)) {
                throw new QueryRefusal(
                        SqlState.FEATURE_NOT_SUPPORTED, "a statement with " + type + " is not answered here");
            }
            if (type.equals("BASE_TABLE")) {
                table(node, own);
            } else if (type.equals("JOIN")) {
                join(node);
            } else if (type.equals("PIVOT")) {
                // what it does not name it groups by
                all = true;
            } else if (type.equals("TABLE_FUNCTION")
                    && !FunctionList.isTable(small(text(node.path("function"), "function_name")))
                    && !CatalogScript.isTable(small(text(node.path("function"), "function_name")))) {
                throw notAllowed(text(node.path("function"), "function_name"));
            }
        }
    }

    private void expression(JsonNode node, String kind) throws QueryRefusal {
        if (!EXPRESSIONS.contains(kind)) {
            throw new QueryRefusal(
                    SqlState.FEATURE_NOT_SUPPORTED, "a statement with " + kind + " is not answered here");
        }
        switch (kind) {
            case "FUNCTION", "WINDOW" -> function(node);
            case "STAR", "POSITIONAL_REFERENCE" -> all = true;
            case "COLUMN_REF" -> {
                JsonNode names = node.path("column_names");
                names.forEach(name -> columns.add(small(name.asText())));
                values.add(small(names.path(names.size() - 1).asText()));
            }
            default -> {
                // its children are looked at in turn
            }
        }
    }

    private void function(JsonNode node) throws QueryRefusal {
        String name = text(node, "function_name");
        String schema = small(text(node, "schema"));
        String catalog = small(text(node, "catalog"));
        // a catalog's function may have the name of one of DuckDB's that is not allowed
        boolean ofCatalogs = CatalogScript.isFunction(small(name))
                && Set.of("", CatalogScript.CATALOG).contains(schema)
                && Set.of("", Database.NAME).contains(catalog);
        boolean ofDuckDb = FunctionList.isAllowed(small(name))
                && FUNCTION_SCHEMAS.contains(schema)
                && Set.of("", "system").contains(catalog);
        if (!ofCatalogs && !ofDuckDb) {
            throw notAllowed(name);
        }
        if (ofCatalogs) {
            // what it tells of has to be there
            tables.add(new NamedTable(CatalogScript.CATALOG, "pg_class"));
        }
    }

    /** It compares columns that stand in no expression. */
    private void join(JsonNode node) {
        all |= text(node, "ref_type").equals("NATURAL");
        node.path("using_columns").forEach(name -> columns.add(small(name.asText())));
    }

    private static QueryRefusal notAllowed(String name) {
        return new QueryRefusal(
                SqlState.INSUFFICIENT_PRIVILEGE,
                "function " + name
                        + " is not there: a statement may compute, and reads nothing but data sets and catalogs");
    }

    private void table(JsonNode node, Set<String> own) throws QueryRefusal {
        String catalog = small(text(node, "catalog_name"));
        String schema = small(text(node, "schema_name"));
        String name = text(node, "table_name");
        if ((!catalog.isEmpty() && !catalog.equals(Database.NAME)) || !SCHEMAS.contains(schema)) {
            throw new QueryRefusal(
                    SqlState.UNDEFINED_TABLE,
                    "relation \"" + name
                            + "\" does not exist: data sets are tables of schema spice of database spicerack");
        }
        if (!node.path("at_clause").isMissingNode() && !node.path("at_clause").isNull()) {
            throw new QueryRefusal(SqlState.FEATURE_NOT_SUPPORTED, "a table is read as it is now, not AT another time");
        }
        if (!schema.isEmpty() || !own.contains(small(name))) {
            tables.add(new NamedTable(schema, name));
            relations.add(small(name));
            relations.add(small(text(node, "alias")));
            // other names for its columns tell nothing of which they are
            all |= !node.path("column_name_alias").isEmpty();
        }
    }

    private static String text(JsonNode node, String member) {
        JsonNode value = node.path(member);
        return value.isTextual() ? value.textValue() : "";
    }

    static String small(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
