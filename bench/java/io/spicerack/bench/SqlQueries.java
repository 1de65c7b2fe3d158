package io.spicerack.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Map;

/**
 * Asks the same of the SQL port, of PostgreSQL and of DuckDB over plain Parquet: {@code SqlQueries SQL_PORT POSTGRES_PORT PLAIN QUERIES}.
 * Each line on standard input, such as {@code sealed q01}, is answered with rows, a digest of them and the milliseconds it took,
 * or with {@code failed} and why.
 */
final class SqlQueries {
    /** What two engines compute in another order differs in its last digits. */
    private static final MathContext DIGITS = new MathContext(9);

    private final Map<String, Connection> engines;
    private final Path queries;

    private SqlQueries(Map<String, Connection> engines, Path queries) {
        this.engines = engines;
        this.queries = queries;
    }

    public static void main(String[] arguments) throws Exception {
        Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = duck.createStatement()) {
            statement.execute("SET threads = 2");
            statement.execute("SET preserve_insertion_order = false");
            for (String table : LoadTpch.COLUMNS.keySet()) {
                statement.execute("CREATE VIEW " + table + " AS SELECT * FROM read_parquet('"
                        + Path.of(arguments[2]).resolve(table + ".parquet") + "')");
            }
        }
        Connection sealed = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + arguments[0] + "/spicerack?sslmode=disable",
                System.getenv("PGUSER"),
                System.getenv("PGPASSWORD"));
        Connection postgres = Servers.postgres(Integer.parseInt(arguments[1]));
        SqlQueries asked = new SqlQueries(
                Map.of("plain", duck, "sealed", sealed, "postgres", postgres), Path.of(arguments[3]));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(asked.answer(line.split(" ", 2)));
        }
    }

    /** What an engine refuses is an answer too: the others are still asked. */
    private String answer(String[] asked) throws Exception {
        try {
            return answered(asked);
        } catch (SQLException e) {
            return "failed " + e.getSQLState() + " " + String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
        }
    }

    private String answered(String[] asked) throws Exception {
        String sql = Files.readString(queries.resolve(asked[1] + ".sql"));
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        int count = 0;
        long start = System.nanoTime();
        try (Statement statement = engines.get(asked[0]).createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                count++;
                for (int column = 1; column <= columns; column++) {
                    digest.update((text(rows.getObject(column)) + "|").getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        long took = System.nanoTime() - start;
        return count + " " + HexFormat.of().formatHex(digest.digest()).substring(0, 16) + " " + took / 1e6;
    }

    private static String text(Object value) {
        if (value instanceof Number number) {
            BigDecimal exact = new BigDecimal(number.toString()).round(DIGITS);
            return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
        }
        return String.valueOf(value).stripTrailing();
    }
}
