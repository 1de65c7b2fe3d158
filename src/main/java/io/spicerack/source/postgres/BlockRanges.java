package io.spicerack.source.postgres;

import io.spicerack.source.Ranges;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a query over one PostgreSQL table by the table's blocks. Whether a query may be split so is the planner's word:
 * its plan must be one sequential scan and nothing else, hence no aggregate, no join, no order, no limit; and the plan of
 * each part must be one TID range scan (PostgreSQL 14 and later). Stateless.
 */
final class BlockRanges {
    /** Below this, in blocks of 8 KiB, a second connection costs more than it brings. */
    private static final long FEWEST_BLOCKS = 1024;

    private static final Pattern SELECT = Pattern.compile("(?i)SELECT\\s(?<rest>.*)", Pattern.DOTALL);
    private static final Pattern NODE = Pattern.compile("\"Node Type\": \"([^\"]*)\"");
    private static final String ROW = "spicerack_row";

    private BlockRanges() {}

    /** The parts; one, the query itself, where it cannot be split or is not worth it. */
    static List<String> split(Statement statement, String query, List<String> columns, int parts) throws SQLException {
        Matcher select = SELECT.matcher(query);
        if (!select.matches()) {
            return List.of(query);
        }
        return parts(statement, query, select.group("rest"), columns, parts).orElse(List.of(query));
    }

    private static Optional<List<String>> parts(
            Statement statement, String query, String rest, List<String> columns, int parts) throws SQLException {
        statement.execute("SET LOCAL max_parallel_workers_per_gather = 0");
        String plan = plan(statement, query);
        if (!oneNode(plan, "Seq Scan")) {
            return Optional.empty();
        }
        long blocks = blocks(statement, text(plan, "Schema"), text(plan, "Relation Name"));
        if (blocks < FEWEST_BLOCKS) {
            return Optional.empty();
        }
        List<String> bounds = Ranges.bounds(BigInteger.ZERO, BigInteger.valueOf(blocks - 1), parts).stream()
                .map(block -> "'(" + block + ",0)'::tid")
                .toList();
        String names = String.join(
                ", ", columns.stream().map(PostgresDialect.INSTANCE::identifier).toList());
        String inner =
                "SELECT " + PostgresDialect.INSTANCE.identifier(text(plan, "Alias")) + ".ctid AS " + ROW + ", " + rest;
        List<String> queries = Ranges.conditions("p." + ROW, bounds).stream()
                // no row is without its place
                .map(condition -> condition.replace(" OR p." + ROW + " IS NULL", ""))
                .map(condition -> "SELECT " + names + " FROM (" + inner + "\n) AS p WHERE " + condition)
                .toList();
        for (String part : queries) {
            if (!oneNode(plan(statement, part), "Tid Range Scan")) {
                return Optional.empty();
            }
        }
        return Optional.of(queries);
    }

    private static String plan(Statement statement, String query) throws SQLException {
        try (ResultSet plan = statement.executeQuery("EXPLAIN (FORMAT JSON, VERBOSE) " + query)) {
            plan.next();
            return plan.getString(1);
        }
    }

    private static boolean oneNode(String plan, String type) {
        Matcher nodes = NODE.matcher(plan);
        return nodes.find() && nodes.group(1).equals(type) && !nodes.find();
    }

    /** A name of the plan, which JSON escapes. */
    private static String text(String plan, String key) throws SQLException {
        Matcher value = Pattern.compile("\"" + key + "\": \"((?:[^\"\\\\]|\\\\[\"\\\\])*)\"")
                .matcher(plan);
        if (!value.find()) {
            throw new SQLException("the plan names no " + key);
        }
        return value.group(1).replaceAll("\\\\(.)", "$1");
    }

    private static long blocks(Statement statement, String schema, String table) throws SQLException {
        String name = PostgresDialect.INSTANCE.identifier(schema) + "." + PostgresDialect.INSTANCE.identifier(table);
        try (ResultSet row = statement.executeQuery("SELECT pg_relation_size('" + name.replace("'", "''")
                + "'::regclass) / current_setting('block_size')::bigint")) {
            row.next();
            return row.getLong(1);
        }
    }
}
