package io.spicerack.bench;

import io.trino.tpch.LineItemGenerator;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.Statement;
import org.postgresql.PGConnection;

/** Loads TPC-H's lineitem: {@code LoadLineitem postgres|mariadb PORT SCALE}. */
final class LoadLineitem {
    private static final String COLUMNS = "l_orderkey bigint, l_partkey int, l_suppkey int, l_linenumber int,"
            + " l_quantity numeric(15,2), l_extendedprice numeric(15,2), l_discount numeric(15,2), l_tax numeric(15,2),"
            + " l_returnflag char(1), l_linestatus char(1), l_shipdate date, l_commitdate date, l_receiptdate date,"
            + " l_shipinstruct char(25), l_shipmode char(10), l_comment varchar(44)";

    private LoadLineitem() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[1]);
        InputStream lines = new TpchLines(new LineItemGenerator(Double.parseDouble(arguments[2]), 1, 1).iterator());
        if (arguments[0].equals("postgres")) {
            postgres(port, lines);
        } else {
            mariaDb(port, lines);
        }
    }

    private static void postgres(int port, InputStream lines) throws Exception {
        try (Connection connection = Servers.postgres(port);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS lineitem");
            statement.execute("CREATE TABLE lineitem (" + COLUMNS + ")");
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY lineitem FROM STDIN (DELIMITER '|')", lines);
            // no hint bit is left to be written while it is measured
            statement.execute("VACUUM (FREEZE, ANALYZE) lineitem");
        }
    }

    private static void mariaDb(int port, InputStream lines) throws Exception {
        try (Connection connection = Servers.mariaDb(port);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS lineitem");
            statement.execute("CREATE TABLE lineitem (" + COLUMNS + ")");
            statement.unwrap(org.mariadb.jdbc.Statement.class).setLocalInfileInputStream(lines);
            statement.execute("LOAD DATA LOCAL INFILE 'lineitem' INTO TABLE lineitem FIELDS TERMINATED BY '|'");
            statement.execute("ANALYZE TABLE lineitem");
            statement.execute("DROP TABLE IF EXISTS lineitem_declared");
            statement.execute("CREATE TABLE lineitem_declared (" + COLUMNS.replace(", l_", " NOT NULL, l_") + " NOT NULL)");
            statement.execute("INSERT INTO lineitem_declared SELECT * FROM lineitem");
            statement.execute("ANALYZE TABLE lineitem_declared");
        }
    }
}
