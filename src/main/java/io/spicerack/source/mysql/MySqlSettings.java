package io.spicerack.source.mysql;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.source.SourceConfig;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings of a session that could change what a read gives, cut it or end it: each is set to what the server has when
 * nobody has changed it, or to its most, whatever is set globally (docs/types.md). Stateless.
 */
final class MySqlSettings {
    /** The most that every platform's server takes, in seconds. */
    private static final String LONGEST = "2147483";

    /** MariaDB 11.8 takes no more and cuts it down without an error; no server has a longer text (max_allowed_packet). */
    private static final String LONGEST_TEXT = "1073741824";

    private MySqlSettings() {}

    static void apply(Connection connection, SourceConfig config, boolean mariaDb) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(of(connection, config, mariaDb).entrySet().stream()
                    .map(setting -> setting.getKey() + " = " + setting.getValue())
                    .collect(Collectors.joining(", ", "SET SESSION ", "")));
        }
    }

    /**
     * Throws where the session is not the one that was settled: a proxy between us and the server may have given us another,
     * or have set it otherwise.
     */
    static void check(Connection connection, SourceConfig config, boolean mariaDb) throws SQLException {
        String wrong = of(connection, config, mariaDb).entrySet().stream()
                .filter(setting -> !setting.getValue().equals("DEFAULT"))
                .map(setting -> "IF(@@SESSION." + setting.getKey() + " <=> " + setting.getValue() + ", NULL, '"
                        + setting.getKey() + "')")
                .collect(Collectors.joining(
                        ", ",
                        "SELECT NULLIF(CONCAT_WS(', ', ",
                        mariaDb ? ", IF(@@in_transaction, NULL, 'in_transaction')), '')" : "), '')"));
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(wrong)) {
            row.next();
            String names = row.getString(1);
            if (names != null) {
                throw new IngestionException(
                        IngestionErrorType.CONNECTION_FAILURE,
                        config.place() + ": the session does not hold what was set for it (" + names
                                + "), so that its values could be others than they seem. If a proxy shares sessions there,"
                                + " have it keep one for each client, or read the server itself.");
            }
        }
    }

    private static Map<String, String> of(Connection connection, SourceConfig config, boolean mariaDb)
            throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>();
        // the driver takes every text for UTF-8, whatever a server makes of the client's own wish
        settings.put("character_set_client", "'utf8mb4'");
        settings.put("character_set_results", "'utf8mb4'");
        settings.put("character_set_connection", "'utf8mb4'");
        settings.put("time_zone", "'+00:00'");
        // rows that are cut off, and values
        settings.put("sql_select_limit", "18446744073709551615");
        settings.put("group_concat_max_len", LONGEST_TEXT);
        // reads that are refused or ended
        settings.put("sql_big_selects", "1");
        settings.put("wait_timeout", LONGEST);
        settings.put("net_write_timeout", "3600");
        // values that are computed otherwise
        settings.put("sql_auto_is_null", "0");
        settings.put("div_precision_increment", "4");
        settings.put("default_week_format", "0");
        settings.put("lc_time_names", "'en_US'");
        settings.put("max_sort_length", "1024");
        if (!mariaDb || atLeast(connection, 11, 2)) {
            settings.put("block_encryption_mode", "'aes-128-ecb'");
        }
        if (mariaDb) {
            mariaDb(settings, config);
        } else {
            mySql(settings, config);
        }
        return settings;
    }

    private static void mariaDb(Map<String, String> settings, SourceConfig config) {
        String longest = String.valueOf(config.limits().serverMillis() / 1000);
        settings.put(
                "sql_mode",
                "'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION'");
        settings.put("old_mode", "'UTF8_IS_UTF8MB3'");
        settings.put(
                "max_statement_time",
                BigDecimal.valueOf(config.timeouts().statement().toMillis(), 3).toString());
        settings.put("idle_transaction_timeout", longest);
        settings.put("idle_readonly_transaction_timeout", longest);
        settings.put("max_recursive_iterations", "4294967295");
        settings.put("max_session_mem_used", "9223372036854775807");
        settings.put("default_regex_flags", "''");
        settings.put("system_versioning_asof", "DEFAULT");
    }

    private static void mySql(Map<String, String> settings, SourceConfig config) {
        settings.put(
                "sql_mode",
                "'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
                        + "NO_ENGINE_SUBSTITUTION'");
        settings.put(
                "max_execution_time",
                String.valueOf(config.timeouts().statement().toMillis()));
        settings.put("cte_max_recursion_depth", "4294967295");
        settings.put("windowing_use_high_precision", "1");
    }

    private static boolean atLeast(Connection connection, int major, int minor) throws SQLException {
        DatabaseMetaData server = connection.getMetaData();
        return server.getDatabaseMajorVersion() > major
                || (server.getDatabaseMajorVersion() == major && server.getDatabaseMinorVersion() >= minor);
    }
}
