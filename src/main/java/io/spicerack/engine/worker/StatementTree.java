package io.spicerack.engine.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.duckdb.DuckDBConnection;

/**
 * A statement as DuckDB's parser reads it.
 *
 * @param sql to run: what was asked, without a semicolon at its end
 * @param query the query's node
 * @param isPlain whether the query itself is asked for, and not how it would be answered
 */
record StatementTree(String sql, JsonNode query, boolean isPlain) {
    private static final int MOST_DEPTH = 1000;
    private static final ObjectMapper JSON = mapper();

    /** What may stand before a query. The words in its parentheses are no names, texts or comments. */
    private static final Pattern EXPLAIN = Pattern.compile(
            "\\s*+EXPLAIN(?:\\s++ANALYZE)?(?:\\s*+\\(\\s*+(?:(?:ANALYZE|VERBOSE|COSTS|BUFFERS|TIMING|SUMMARY|FORMAT|TRUE|FALSE|ON"
                    + "|OFF|TEXT|JSON)\\b\\s*+,?+\\s*+)++\\))?+\\s++",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern ANALYZE = Pattern.compile("\\bANALYZE\\b", Pattern.CASE_INSENSITIVE);

    private static final String EXPLAINED = "EXPLAIN ";

    private static ObjectMapper mapper() {
        ObjectMapper mapper = new ObjectMapper();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MOST_DEPTH)
                        .build());
        return mapper;
    }

    /** Parses one statement, which reads. */
    static StatementTree of(DuckDBConnection connection, String sql) throws QueryRefusal {
        Matcher explain = EXPLAIN.matcher(sql);
        String begin = "";
        String rest = sql;
        if (explain.lookingAt()) {
            begin = ANALYZE.matcher(explain.group()).find() ? EXPLAINED + "ANALYZE " : EXPLAINED;
            rest = sql.substring(explain.end());
        }
        JsonNode tree = parsed(connection, rest);
        if (tree.path("error").asBoolean()) {
            throw refusal(tree, sql.length() - rest.length());
        }
        JsonNode statements = tree.path("statements");
        if (statements.size() != 1) {
            throw new QueryRefusal(
                    SqlState.SYNTAX_ERROR, "one statement at a time; there are " + statements.size() + " of them");
        }
        return new StatementTree(begin + rest, statements.get(0).path("node"), begin.isEmpty());
    }

    /** Whether it asks how a query is computed, and not for its rows. */
    boolean isExplained() {
        return sql.startsWith(EXPLAINED);
    }

    private static JsonNode parsed(DuckDBConnection connection, String sql) throws QueryRefusal {
        try (PreparedStatement parse = connection.prepareStatement("SELECT json_serialize_sql(?::VARCHAR)")) {
            parse.setString(1, sql);
            try (ResultSet row = parse.executeQuery()) {
                row.next();
                return JSON.readTree(row.getString(1));
            }
        } catch (SQLException e) {
            throw DuckDbErrors.whilePreparing(e);
        } catch (JsonProcessingException e) {
            throw new QueryRefusal(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "the statement is nested more than " + MOST_DEPTH + " levels deep");
        }
    }

    private static QueryRefusal refusal(JsonNode tree, int before) {
        String type = tree.path("error_type").asText();
        if (type.equalsIgnoreCase("parser") || type.equalsIgnoreCase("syntax")) {
            int position = tree.path("position").asInt(-1);
            return new QueryRefusal(SqlState.SYNTAX_ERROR, "syntax error", position < 0 ? 0 : before + position + 1);
        }
        return new QueryRefusal(
                SqlState.READ_ONLY_SQL_TRANSACTION,
                "only what reads is answered here: SELECT, WITH, VALUES, TABLE and EXPLAIN of them. Data sets are changed by"
                        + " refreshing them");
    }
}
