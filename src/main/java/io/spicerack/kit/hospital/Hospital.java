package io.spicerack.kit.hospital;

import io.spicerack.kit.database.DatabaseServer;
import io.spicerack.kit.database.MariaDbServer;
import io.spicerack.kit.database.PostgresServer;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Loads the sample hospital: {@code patients}, {@code encounters} and {@code observations} into PostgreSQL,
 * {@code claims}, {@code medications} and {@code payers} into MariaDB. A database that has it is left as it is. Not
 * thread-safe.
 */
public final class Hospital {
    /** Rows of {@code observations}. */
    public static final int OBSERVATIONS = 1_200_000;

    /** Every so many patients lend their values as markers: enough to find a leak, few enough to search for. */
    private static final int MARKED = 12;

    private static final int MARKER_LENGTH = 8;

    private Hospital() {}

    public static void load(PostgresServer server) {
        load(server, PostgresHospital::load);
    }

    public static void load(MariaDbServer server) {
        load(server, MariaDbHospital::load);
    }

    /**
     * Texts of 8 characters and more that are in the sources and nowhere else: ids, social security numbers, names,
     * addresses and notes of some patients. Where one is found outside of the sources, data leaked.
     */
    public static List<String> markers() {
        List<Map<String, String>> patients = Sample.rows("patients");
        return IntStream.range(0, patients.size())
                .filter(i -> i % MARKED == 0)
                .mapToObj(patients::get)
                .flatMap(Hospital::markers)
                .filter(marker -> marker.length() >= MARKER_LENGTH)
                .distinct()
                .toList();
    }

    private static Stream<String> markers(Map<String, String> patient) {
        String name = value(patient, "first_name") + " " + value(patient, "last_name");
        return Stream.concat(
                Stream.of(name),
                Stream.of("id", "ssn", "passport", "first_name", "last_name", "address", "preferred_name", "note")
                        .map(column -> value(patient, column)));
    }

    private static String value(Map<String, String> row, String column) {
        return row.getOrDefault(column, "");
    }

    private static <S extends DatabaseServer> void load(S server, Loader<S> loader) {
        try {
            loader.load(server);
        } catch (IOException | SQLException e) {
            throw new HospitalException(
                    "Cannot load the sample hospital into " + server.jdbcUrl(server.database()) + ": " + e.getMessage(),
                    e);
        }
    }

    private interface Loader<S extends DatabaseServer> {
        void load(S server) throws IOException, SQLException;
    }
}
