package io.spicerack.attacks;

import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A table whose every cell can be told, and queries whose failures quote it, as both servers like to do. */
final class PlantedQueries {
    /** Begins each text cell. */
    static final String TEXT = "plantedcell";

    /** Begins each number. */
    static final String NUMBER = "774411993";

    private static final int ROWS = 60;

    /** Queries that work, by name. */
    static final Map<String, String> WORKING = Map.of("whole", "SELECT id, ssn, code, born FROM person");

    private PlantedQueries() {}

    static TestDatabase postgres() throws SQLException {
        TestDatabase database = TestDatabases.postgres().newDatabase();
        database.execute(
                "CREATE TABLE person AS SELECT g AS id, '" + TEXT + "-' || md5(g::text) AS ssn, " + NUMBER
                        + "000000 + g AS code, date '1950-01-01' + g AS born FROM generate_series(1, " + ROWS + ") g",
                "CREATE DOMAIN short AS text CONSTRAINT too_long CHECK (length(VALUE) < 3)",
                """
                CREATE FUNCTION leak(cell text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN
                RAISE EXCEPTION 'no %', cell USING DETAIL = cell, HINT = cell, COLUMN = cell, TABLE = cell,
                    CONSTRAINT = cell, DATATYPE = cell, SCHEMA = cell; END $$""",
                """
                CREATE FUNCTION notices(cell text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN
                RAISE NOTICE 'saw %', cell; RAISE WARNING 'saw %', cell; RETURN cell; END $$""");
        return database;
    }

    /** What fails on PostgreSQL. */
    static Map<String, String> ofPostgres() {
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put("cast-int", "SELECT ssn::int FROM person");
        queries.put("cast-class", "SELECT ssn::regclass FROM person");
        queries.put("cast-date", "SELECT id, ssn::date FROM person");
        queries.put("cast-uuid", "SELECT ssn::uuid FROM person");
        queries.put("cast-inet", "SELECT ssn::inet FROM person");
        queries.put("setting", "SELECT current_setting(ssn) FROM person");
        queries.put("settings", "SELECT current_setting((SELECT string_agg(ssn, ',') FROM person))");
        queries.put("domain", "SELECT ssn::short FROM person");
        queries.put("json", "SELECT ('{' || ssn)::json FROM person");
        queries.put("hex", "SELECT decode(ssn, 'hex') FROM person");
        queries.put("pattern", "SELECT 'x' ~ (ssn || '(') FROM person");
        queries.put("sequence", "SELECT nextval(ssn) FROM person");
        queries.put("file", "SELECT pg_read_file(ssn) FROM person");
        queries.put("overflow", "SELECT code::int FROM person");
        queries.put("division", "SELECT code / (id - id) FROM person");
        queries.put("raised", "SELECT leak(ssn) FROM person");
        queries.put("no-column", "SELECT nosuch FROM person");
        queries.put("broken", "SELEC ssn FROM person");
        queries.put("twice", "SELECT ssn, ssn FROM person");
        queries.put("killed", "SELECT id, ssn, pg_terminate_backend(pg_backend_pid()) FROM person");
        queries.put("volatile", "SELECT ssn FROM person, generate_series(1, 20) WHERE random() < 0.5");
        return queries;
    }

    static TestDatabase mariaDb() throws SQLException {
        TestDatabase database = TestDatabases.mariaDb().newDatabase();
        database.execute(
                "CREATE TABLE person AS SELECT seq AS id, concat('" + TEXT + "-', md5(seq)) AS ssn, " + NUMBER
                        + "000000 + seq AS code, date '1950-01-01' + interval seq day AS born FROM "
                        + TestDatabases.sequence(ROWS),
                "CREATE FUNCTION leak(cell text) RETURNS text DETERMINISTIC BEGIN SIGNAL SQLSTATE '45000' SET"
                        + " MESSAGE_TEXT = cell; RETURN cell; END");
        return database;
    }

    /** What fails on MariaDB. */
    static Map<String, String> ofMariaDb() {
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put("xpath", "SELECT extractvalue(ssn, concat('~', ssn)) FROM person");
        queries.put("range", "SELECT pow(code, code) FROM person");
        queries.put("many", "SELECT id FROM person WHERE ssn = (SELECT ssn FROM person)");
        queries.put("raised", "SELECT leak(ssn) FROM person");
        queries.put("function", "SELECT nosuch(ssn) FROM person");
        queries.put("negative", "SELECT CAST(1 AS UNSIGNED) - code FROM person");
        queries.put("no-column", "SELECT nosuch FROM person");
        queries.put("broken", "SELEC ssn FROM person");
        queries.put("twice", "SELECT ssn, ssn FROM person");
        queries.put("killed", "SELECT id, ssn, SLEEP(0.3) FROM person");
        queries.put("volatile", "SELECT ssn FROM person, " + TestDatabases.sequence(20) + " WHERE rand() < 0.5");
        return queries;
    }
}
