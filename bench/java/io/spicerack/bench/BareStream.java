package io.spicerack.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;

/** MariaDB's own driver over the binary protocol, each value taken and dropped: once for each line on standard input. */
final class BareStream {
    private BareStream() {}

    public static void main(String[] arguments) throws Exception {
        try (Connection connection = Servers.mariaDb(Integer.parseInt(arguments[0]));
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println("ready");
            while (in.readLine() != null) {
                System.out.println(stream(connection));
            }
        }
    }

    private static long stream(Connection connection) throws Exception {
        long sum = 0;
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM lineitem")) {
            statement.setFetchSize(10_000);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    sum += rows.getLong(1) + rows.getInt(2) + rows.getInt(3) + rows.getInt(4);
                    for (int i = 5; i <= 8; i++) {
                        sum += rows.getBigDecimal(i).scale();
                    }
                    for (int i = 9; i <= 16; i++) {
                        sum += i >= 11 && i <= 13 ? rows.getDate(i).getTime() : rows.getBytes(i).length;
                    }
                }
            }
        }
        return sum;
    }
}
