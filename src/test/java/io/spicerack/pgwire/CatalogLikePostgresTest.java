package io.spicerack.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.table.SampleTables;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What clients ask of catalogs is answered as by a real PostgreSQL that has the same tables: {@code catalog-queries.sql} has what
 * they send, {@code catalog-differences.txt} each answer that may differ, and why.
 */
@WithCore
@WithServers
@Timeout(120)
class CatalogLikePostgresTest {
    private static final String TABLES =
            """
            CREATE SCHEMA spice;
            CREATE TABLE spice.visits (id bigint, name text, fee numeric(9,2), ratio double precision, active boolean, born date);
            CREATE TABLE spice.types (flag boolean, small integer, large bigint, price numeric(18,4), sum numeric(38,10),
              "real" real, "double" double precision, "name.with ""dots""\" text, json json, bytes bytea, id uuid, day date,
              time time, wall timestamp, instant timestamptz);
            COMMENT ON TABLE spice.visits IS 'visits';
            COMMENT ON TABLE spice.types IS 'types';
            CREATE VIEW spice.data_sets AS SELECT ''::text AS id, ''::text AS name, 1::bigint AS rows, 1::bigint AS columns;
            CREATE VIEW spice.versions AS SELECT ''::text AS data_set, ''::text AS version, 1::bigint AS rows, 1::bigint AS bytes,
              now() AS published;
            CREATE VIEW spice.ingestions AS SELECT ''::text AS data_set, ''::text AS ingestion, ''::text AS version, now() AS published;
            CREATE VIEW spice.keys AS SELECT ''::text AS data_set, ''::text AS key;
            SET search_path = spice;
            """;

    private interface Question {
        ResultSet ask(Connection connection, Statement statement) throws SQLException;
    }

    private interface Looked {
        ResultSet up(DatabaseMetaData data) throws SQLException;
    }

    private final CoreFixture core;

    CatalogLikePostgresTest(CoreFixture core) {
        this.core = core;
    }

    @Test
    void whatClientsAskIsAnsweredAsByPostgres() throws Exception {
        core.publish("visits", SampleRows.of(3));
        core.publish("types", SampleTables.once(SampleTables.edges()));
        Map<String, Question> questions = new LinkedHashMap<>();
        queries().forEach((name, sql) -> questions.put(name, (connection, statement) -> statement.executeQuery(sql)));
        driver(questions);
        Map<String, String> accepted = accepted();
        Map<String, String> differences = new TreeMap<>();
        TestDatabase database = TestDatabases.postgres().newDatabase();
        try (GrantedDoor door = new GrantedDoor(core);
                Connection ours = door.connect("ann");
                Connection theirs = database.connect();
                Statement asked = ours.createStatement();
                Statement told = theirs.createStatement()) {
            told.execute(TABLES);
            for (Map.Entry<String, Question> question : questions.entrySet()) {
                List<String> expected = rows(question.getValue().ask(theirs, told)).stream()
                        .map(row -> row.replace(database.name(), "spicerack").replace(TestDatabases.USER, "ann"))
                        .toList();
                List<String> answered = answered(question.getValue(), ours, asked);
                if (!answered.equals(expected)) {
                    differences.put(question.getKey(), "PostgreSQL " + expected + "\n  here       " + answered);
                }
            }
        }
        Map<String, String> surprising = new TreeMap<>(differences);
        surprising.keySet().removeAll(accepted.keySet());
        assertThat(surprising).as("answers that differ, and stand in no list").isEmpty();
        assertThat(accepted.keySet())
                .as("what differs no more is to leave the list")
                .isSubsetOf(differences.keySet());
    }

    private static List<String> answered(Question question, Connection connection, Statement statement) {
        try {
            return rows(question.ask(connection, statement));
        } catch (SQLException e) {
            return List.of(e.getSQLState() + ": " + e.getMessage());
        }
    }

    private static void driver(Map<String, Question> questions) {
        Map<String, Looked> looked = new LinkedHashMap<>();
        looked.put("schemas", data -> data.getSchemas(null, "spice"));
        looked.put("tables", data -> data.getTables(null, "spice", "%", null));
        looked.put("columns", data -> data.getColumns(null, "spice", "%", "%"));
        looked.put("column by pattern", data -> data.getColumns(null, null, "visit_", "n%"));
        looked.put("primary keys", data -> data.getPrimaryKeys(null, "spice", "visits"));
        looked.put("indexes", data -> data.getIndexInfo(null, "spice", "visits", false, false));
        looked.put("imported keys", data -> data.getImportedKeys(null, "spice", "visits"));
        looked.put("exported keys", data -> data.getExportedKeys(null, "spice", "visits"));
        looked.put("best row", data -> data.getBestRowIdentifier(null, "spice", "visits", 2, true));
        looked.put("functions", data -> data.getFunctions(null, "spice", "%"));
        looked.put("procedures", data -> data.getProcedures(null, "spice", "%"));
        looked.put("types of users", data -> data.getUDTs(null, "spice", "%", null));
        looked.put("kinds of tables", DatabaseMetaData::getTableTypes);
        looked.put("catalogs", DatabaseMetaData::getCatalogs);
        looked.forEach((name, look) ->
                questions.put("pgjdbc: " + name, (connection, statement) -> look.up(connection.getMetaData())));
    }

    /**
     * Names, types and cells, but for what differs everywhere: names, flags and what is a class of things are texts here, numbers of
     * objects whole numbers, which differ from one PostgreSQL to the next too, and nothing is of no type.
     */
    private static List<String> rows(ResultSet rows) throws SQLException {
        List<String> told = new ArrayList<>();
        try (rows) {
            ResultSetMetaData columns = rows.getMetaData();
            boolean[] some = new boolean[columns.getColumnCount()];
            while (rows.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= some.length; i++) {
                    String cell = rows.getString(i);
                    some[i - 1] |= cell != null;
                    row.append(
                                    columns.getColumnTypeName(i).equals("oid") && cell != null && cell.length() > 4
                                            ? "#"
                                            : cell)
                            .append('|');
                }
                told.add(row.toString());
            }
            StringBuilder head = new StringBuilder();
            for (int i = 1; i <= some.length; i++) {
                head.append(columns.getColumnLabel(i).toLowerCase(Locale.ROOT));
                head.append(
                        some[i - 1]
                                ? " " + ALIKE.getOrDefault(columns.getColumnTypeName(i), columns.getColumnTypeName(i))
                                : "");
                head.append('|');
            }
            told.add(0, head.toString());
        }
        return told;
    }

    private static final Map<String, String> ALIKE = Map.of(
            "name",
            "text",
            "char",
            "text",
            "varchar",
            "text",
            "bpchar",
            "text",
            "regclass",
            "text",
            "_name",
            "_text",
            "oid",
            "int8");

    private static String resource(String name) throws Exception {
        try (InputStream in = CatalogLikePostgresTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Map<String, String> queries() throws Exception {
        Map<String, String> queries = new LinkedHashMap<>();
        for (String part : resource("catalog-queries.sql").split("(?m)^-- ", -1)) {
            if (!part.isBlank()) {
                int end = part.indexOf('\n');
                queries.put(part.substring(0, end), part.substring(end + 1));
            }
        }
        assertThat(queries).hasSizeGreaterThan(25);
        return queries;
    }

    private static Map<String, String> accepted() throws Exception {
        Map<String, String> accepted = new TreeMap<>();
        resource("catalog-differences.txt")
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .forEach(line -> {
                    int end = line.indexOf(" => ");
                    accepted.put(line.substring(0, end), line.substring(end + 4));
                });
        return accepted;
    }
}
