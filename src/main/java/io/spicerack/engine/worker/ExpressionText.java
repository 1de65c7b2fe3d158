package io.spicerack.engine.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.duckdb.DuckDBConnection;

/** Writes expressions as SQL, by DuckDB, whose parser they came from. Of its connection's thread. */
record ExpressionText(DuckDBConnection connection) {
    private static final String SELECT = "SELECT ";

    /** Empty where DuckDB does not take it. */
    Optional<String> of(JsonNode expression) {
        try (PreparedStatement write = connection.prepareStatement("SELECT json_deserialize_sql(?::JSON)")) {
            write.setString(1, statement(expression).toString());
            try (ResultSet row = write.executeQuery()) {
                row.next();
                String text = row.getString(1);
                return text.startsWith(SELECT) ? Optional.of(text.substring(SELECT.length())) : Optional.empty();
            }
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    /** That selects it, and reads nothing. */
    private static ObjectNode statement(JsonNode expression) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        ObjectNode select = make.objectNode();
        select.put("type", "SELECT_NODE").put("aggregate_handling", "STANDARD_HANDLING");
        select.putArray("modifiers");
        select.putObject("cte_map").putArray("map");
        select.putArray("select_list").add(expression);
        select.putObject("from_table").put("type", "EMPTY").put("alias", "").putNull("sample");
        select.putNull("where_clause");
        select.putArray("group_expressions");
        select.putArray("group_sets");
        select.putNull("having").putNull("sample").putNull("qualify");
        ObjectNode root = make.objectNode().put("error", false);
        root.putArray("statements").addObject().set("node", select);
        return root;
    }
}
