package io.spicerack.bench;

import io.trino.tpch.TpchTable;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.postgresql.PGConnection;

/**
 * Loads TPC-H's eight tables into PostgreSQL, and writes the same rows as plain Parquet with DuckDB:
 * {@code LoadTpch PORT SCALE DIRECTORY}.
 */
final class LoadTpch {
    static final Map<String, String> COLUMNS = new TreeMap<>(Map.of(
            "region", "r_regionkey int, r_name char(25), r_comment varchar(152)",
            "nation", "n_nationkey int, n_name char(25), n_regionkey int, n_comment varchar(152)",
            "supplier",
                    "s_suppkey int, s_name char(25), s_address varchar(40), s_nationkey int, s_phone char(15),"
                            + " s_acctbal numeric(15,2), s_comment varchar(101)",
            "customer",
                    "c_custkey int, c_name varchar(25), c_address varchar(40), c_nationkey int, c_phone char(15),"
                            + " c_acctbal numeric(15,2), c_mktsegment char(10), c_comment varchar(117)",
            "part",
                    "p_partkey int, p_name varchar(55), p_mfgr char(25), p_brand char(10), p_type varchar(25), p_size int,"
                            + " p_container char(10), p_retailprice numeric(15,2), p_comment varchar(23)",
            "partsupp",
                    "ps_partkey int, ps_suppkey int, ps_availqty int, ps_supplycost numeric(15,2), ps_comment varchar(199)",
            "orders",
                    "o_orderkey bigint, o_custkey int, o_orderstatus char(1), o_totalprice numeric(15,2), o_orderdate date,"
                            + " o_orderpriority char(15), o_clerk char(15), o_shippriority int, o_comment varchar(79)",
            "lineitem",
                    "l_orderkey bigint, l_partkey int, l_suppkey int, l_linenumber int, l_quantity numeric(15,2),"
                            + " l_extendedprice numeric(15,2), l_discount numeric(15,2), l_tax numeric(15,2),"
                            + " l_returnflag char(1), l_linestatus char(1), l_shipdate date, l_commitdate date,"
                            + " l_receiptdate date, l_shipinstruct char(25), l_shipmode char(10), l_comment varchar(44)"));

    private LoadTpch() {}

    public static void main(String[] arguments) throws Exception {
        double scale = Double.parseDouble(arguments[1]);
        Path directory = Files.createDirectories(Path.of(arguments[2]));
        try (Connection postgres = Servers.postgres(Integer.parseInt(arguments[0]));
                Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = postgres.createStatement()) {
            for (TpchTable<?> table : TpchTable.getTables()) {
                String name = table.getTableName();
                // text without a length: what is compared is the same in both, with no blanks at its end
                String columns = COLUMNS.get(name).replaceAll("(var)?char\\(\\d+\\)", "text");
                statement.execute("DROP TABLE IF EXISTS " + name);
                statement.execute("CREATE TABLE " + name + " (" + columns + ")");
                postgres.unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "COPY " + name + " FROM STDIN (DELIMITER '|')",
                                new TpchLines(table.createGenerator(scale, 1, 1).iterator()));
                statement.execute("VACUUM (FREEZE, ANALYZE) " + name);
                plain(postgres, duck, name, columns, directory);
            }
        }
    }

    private static void plain(Connection postgres, Connection duck, String name, String columns, Path directory)
            throws Exception {
        Path csv = directory.resolve(name + ".csv");
        try (OutputStream out = Files.newOutputStream(csv)) {
            postgres.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY " + name + " TO STDOUT (FORMAT csv)", out);
        }
        try (Statement statement = duck.createStatement()) {
            statement.execute("CREATE TABLE " + name + " (" + columns + ")");
            statement.execute("COPY " + name + " FROM '" + csv + "' (FORMAT csv, HEADER false)");
            statement.execute("COPY " + name + " TO '" + directory.resolve(name + ".parquet")
                    + "' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 131072)");
            statement.execute("DROP TABLE " + name);
        }
        Files.delete(csv);
    }
}
