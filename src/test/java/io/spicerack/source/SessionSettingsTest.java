package io.spicerack.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.core.sources.Databases;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A server's own settings, at their worst, neither change nor cut nor end a read (docs/types.md). */
@WithServers
class SessionSettingsTest {
    private static final long IDLE_MILLIS = 2_500;
    private static final String LOCKER = "session_locker";

    private static final Map<String, String> WORST = new LinkedHashMap<>();

    static {
        WORST.put("init_connect", "'SET NAMES latin1'");
        WORST.put("sql_select_limit", "2");
        WORST.put("group_concat_max_len", "4");
        WORST.put("sql_big_selects", "0");
        WORST.put("max_join_size", "1");
        WORST.put("max_sort_length", TestDatabases.onMySql() ? "4" : "64");
        WORST.put("wait_timeout", "1");
        WORST.put("net_write_timeout", "1");
        WORST.put("sql_auto_is_null", "1");
        WORST.put("div_precision_increment", "0");
        WORST.put("default_week_format", "3");
        WORST.put("time_zone", "'+05:45'");
        WORST.put("block_encryption_mode", "'aes-256-cbc'");
        if (TestDatabases.onMySql()) {
            WORST.put("sql_mode", "'NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH,PIPES_AS_CONCAT,ANSI_QUOTES'");
            WORST.put("lc_time_names", "'de_DE'");
            WORST.put("max_execution_time", "1");
            WORST.put("cte_max_recursion_depth", "1");
            WORST.put("windowing_use_high_precision", "0");
        } else {
            WORST.put(
                    "sql_mode",
                    "'NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH,PIPES_AS_CONCAT,ANSI_QUOTES,EMPTY_STRING_IS_NULL'");
            WORST.put("old_mode", "'ZERO_DATE_TIME_CAST'");
            WORST.put("max_statement_time", "0.001");
            WORST.put("max_session_mem_used", "600000");
            WORST.put("idle_transaction_timeout", "1");
            WORST.put("idle_readonly_transaction_timeout", "1");
            WORST.put("max_recursive_iterations", "1");
            WORST.put("default_regex_flags", "'DOTALL'");
            WORST.put("system_versioning_asof", "'2001-01-01 00:00:00'");
        }
    }

    @Test
    void mySqlAndMariaDbGiveTheSameWhateverIsSetGlobally() throws Exception {
        TestDatabase database = TestDatabases.mariaDb().newDatabase();
        String padded = "CONCAT(REPEAT('x', 100), ";
        database.execute(
                "CREATE TABLE t (n INT, c CHAR(5))",
                "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, ''), (4, NULL), (5, 'eeeee')",
                "CREATE TABLE long_texts (c VARCHAR(200) CHARACTER SET utf8mb4)",
                "INSERT INTO long_texts VALUES (" + padded + "'ц')), (" + padded + "'б')), (" + padded + "'а'))",
                "CREATE TABLE a_first (n INT)",
                "CREATE TABLE a_second (n INT)");
        createLocker(database);
        List<String> queries = new ArrayList<>(List.of(
                "SELECT n, c FROM t ORDER BY n",
                "SELECT GROUP_CONCAT(n ORDER BY n) AS g FROM t",
                "SELECT COUNT(*) AS n FROM t a, t b, t c, t d",
                "SELECT 1 / 3 AS third, WEEK('2024-01-01') AS week, MONTHNAME('2024-03-01') AS month",
                "SELECT 'a\\b' AS s, '' AS e, \"x\" AS q, 1 || 0 AS o, NOW() > UTC_TIMESTAMP() AS z",
                "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 9) SELECT * FROM r",
                "SELECT CAST(TIME'10:00:00' AS DATETIME) > '2020-01-01' AS d",
                "SELECT c, CONCAT(c, 'é王') AS u, 'é' AS e, HEX('é') AS h FROM long_texts ORDER BY c LIMIT 1",
                "SELECT HEX(AES_ENCRYPT('text', 'key')) AS a, 'a\nb' REGEXP 'a.b' AS r"));
        if (!TestDatabases.onMySql()) {
            database.execute(
                    "CREATE TABLE versioned (n INT) WITH SYSTEM VERSIONING", "INSERT INTO versioned VALUES (7)");
            queries.add("SELECT n FROM versioned");
        }
        String usual = read(database, DataSourceType.MARIADB, queries, 0);
        Map<String, String> before = global(database);
        try {
            set(database, WORST);
            assertThat(read(database, DataSourceType.MARIADB, queries, IDLE_MILLIS))
                    .isEqualTo(usual);
            assertThat(connectionsInOneSnapshot(database)).isEqualTo(2);
        } finally {
            set(database, before);
        }
    }

    /** Who may lock the tables of the query, and not all tables, as on RDS. */
    private static void createLocker(TestDatabase database) throws SQLException {
        try (Connection connection = database.server().administer(database.name());
                Statement statement = connection.createStatement()) {
            statement.execute("DROP USER IF EXISTS " + LOCKER + "@'%'");
            statement.execute("CREATE USER " + LOCKER + "@'%' IDENTIFIED BY 'locks'");
            statement.execute("GRANT SELECT, LOCK TABLES ON " + database.name() + ".* TO " + LOCKER + "@'%'");
        }
        DriverManager.getConnection(database.url(), LOCKER, "locks").close();
    }

    /** The connection that locks the tables looks for their names, of which none may be left out, nor may it be ended. */
    private static int connectionsInOneSnapshot(TestDatabase database) {
        SplitQuery query = new SplitQuery("SELECT n, c FROM t", new SplitOptions(2, Optional.of("n")));
        List<SourceParts> opened = Databases.SERVED
                .of(DataSourceType.MARIADB)
                .open(
                        TestSource.config(database, DataSourceType.MARIADB),
                        TestSource.credentials(LOCKER, "locks"),
                        List.of(query),
                        List.of(ReadMeter.NONE));
        try (SourceParts parts = opened.get(0)) {
            return parts.count();
        }
    }

    @Test
    void postgresGivesTheSameWhateverItsDatabaseSets() throws Exception {
        TestDatabase database = TestDatabases.postgres().newDatabase();
        database.execute(
                "CREATE TABLE t (n int, d float8, b bytea, i interval, w tsvector)",
                "INSERT INTO t SELECT g, 0.1 + 0.2, '\\xff00', '1 day 2 hours', 'a' FROM generate_series(1, 9) g",
                "CREATE INDEX ON t USING gin (w)");
        List<String> queries = List.of(
                "SELECT n, d, b, i, now()::text < 'x' AS s FROM t ORDER BY n",
                "SELECT count(*) AS n FROM t WHERE n = NULL",
                "SELECT 't'::regclass AS r, xmlelement(name x, 'ab'::bytea)::text AS x, timestamptz '2024-03-01 00:00Z' AS z",
                "SELECT timestamptz '2024-03-01 00:00Z'::text AS zone, date '2024-03-01'::text AS style, 'a\\b' AS c",
                "SELECT '{NULL}'::text[] AS a, XMLPARSE(CONTENT 'x')::text AS x, 'x'::xml AS y, E'\\'' AS q,"
                        + " timestamptz '2024-03-01 00:00 EST' AS z",
                "SELECT count(*) AS n FROM t WHERE w @@ 'a'");
        String usual = read(database, DataSourceType.POSTGRESQL, queries, 0);
        try (Connection connection = database.server().administer(database.name());
                Statement statement = connection.createStatement()) {
            for (String worst : List.of(
                    "statement_timeout = 1",
                    "lock_timeout = 1",
                    "idle_in_transaction_session_timeout = 1",
                    "transform_null_equals = on",
                    "quote_all_identifiers = on",
                    "gin_fuzzy_search_limit = 1",
                    "xmlbinary = hex",
                    "extra_float_digits = -5",
                    "bytea_output = 'escape'",
                    "DateStyle = 'German'",
                    "IntervalStyle = 'sql_standard'",
                    "array_nulls = off",
                    "backslash_quote = off",
                    "xmloption = document",
                    "timezone_abbreviations = 'Australia'",
                    "TimeZone = 'Asia/Kathmandu'",
                    "standard_conforming_strings = off")) {
                statement.execute("ALTER DATABASE " + database.name() + " SET " + worst);
            }
        }
        assertThat(read(database, DataSourceType.POSTGRESQL, queries, IDLE_MILLIS))
                .isEqualTo(usual);
    }

    /** Every query, and some time that a snapshot is idle before, as while other connections read. */
    private static String read(TestDatabase database, DataSourceType type, List<String> queries, long idle)
            throws InterruptedException {
        StringBuilder all = new StringBuilder();
        try (SourceConnection source = TestSource.open(database, type)) {
            Thread.sleep(idle);
            for (String query : queries) {
                TestSource.rows(source, query)
                        .forEach(row -> all.append(TestSource.comparable(row)).append('\n'));
            }
        }
        return all.toString();
    }

    private static Map<String, String> global(TestDatabase database) throws SQLException {
        Map<String, String> values = new LinkedHashMap<>();
        try (Connection connection = database.server().administer(database.name());
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> setting : WORST.entrySet()) {
                try (ResultSet row = statement.executeQuery("SELECT @@GLOBAL." + setting.getKey())) {
                    row.next();
                    String value = row.getString(1);
                    boolean text = setting.getValue().startsWith("'") && !value.equals("DEFAULT");
                    values.put(setting.getKey(), text ? "'" + value + "'" : value);
                }
            }
        }
        return values;
    }

    private static void set(TestDatabase database, Map<String, String> values) throws SQLException {
        try (Connection connection = database.server().administer(database.name());
                Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION sql_mode = ''");
            for (Map.Entry<String, String> setting : values.entrySet()) {
                statement.execute("SET GLOBAL " + setting.getKey() + " = " + setting.getValue());
            }
        }
    }
}
