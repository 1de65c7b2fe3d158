package io.spicerack.kit.hospital;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.kit.database.DatabaseConfig;
import io.spicerack.kit.database.DatabaseServer;
import io.spicerack.kit.database.MariaDbServer;
import io.spicerack.kit.database.PostgresServer;
import io.spicerack.model.Credentials;
import io.spicerack.model.Secret;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@WithServers
class HospitalTest {
    private static final String PASSWORD = "only for this test";
    private PostgresServer clinic;
    private MariaDbServer billing;

    @BeforeAll
    void load(@TempDir Path directory) {
        clinic = PostgresServer.start(config(directory.resolve("postgres")));
        billing = MariaDbServer.start(config(directory.resolve("mariadb")));
        Hospital.load(clinic);
        Hospital.load(billing);
    }

    @AfterAll
    void stop() {
        clinic.close();
        billing.close();
    }

    @Test
    void theClinicHasItsRows() throws SQLException {
        assertThat(ask(clinic, "SELECT count(*) FROM patients")).containsExactly("364");
        assertThat(ask(clinic, "SELECT count(*) FROM encounters")).containsExactly("18412");
        assertThat(ask(clinic, "SELECT count(*), max(id) FROM observations")).containsExactly("1200000", "1200000");
    }

    @Test
    void billingHasItsRows() throws SQLException {
        assertThat(ask(billing, "SELECT count(*) FROM claims")).containsExactly("34845");
        assertThat(ask(billing, "SELECT count(*) FROM medications")).containsExactly("16433");
        assertThat(ask(billing, "SELECT count(*) FROM payers")).containsExactly("10");
    }

    @Test
    void theColumnsHaveTheTypesOfARealHospital() throws SQLException {
        assertThat(types(clinic, "patients"))
                .contains("uuid", "date", "text", "bpchar", "varchar", "float8", "numeric", "int4", "bool");
        assertThat(types(clinic, "observations")).contains("int8", "timestamptz", "uuid", "text", "numeric", "bool");
        assertThat(types(billing, "claims"))
                .contains("CHAR", "VARCHAR", "BIGINT", "DATETIME", "TIMESTAMP", "DECIMAL", "BOOLEAN");
        assertThat(types(billing, "payers")).contains("DOUBLE", "INTEGER");
    }

    @Test
    void nullsAndBothBooleansAreThere() throws SQLException {
        String patients = "SELECT count(death_date) > 0, count(death_date) < count(*), count(note) < count(*),"
                + " count(DISTINCT deceased) FROM patients";
        assertThat(ask(clinic, patients)).containsExactly("t", "t", "t", "2");
        String observations =
                "SELECT count(value) < count(*), count(finding) < count(*), count(encounter_id) < count(*),"
                        + " count(DISTINCT abnormal) FROM observations";
        assertThat(ask(clinic, observations)).containsExactly("t", "t", "t", "2");
        String claims = "SELECT count(billed) < count(*), count(memo) > 0, count(DISTINCT open) FROM claims";
        assertThat(ask(billing, claims)).containsExactly("1", "1", "2");
    }

    @Test
    void observationsStayVaried() throws SQLException {
        assertThat(ask(
                        clinic,
                        "SELECT count(DISTINCT value) > 50000, count(DISTINCT observed) > 50000 FROM observations"))
                .containsExactly("t", "t");
    }

    @Test
    void namesAndNotesAreInSeveralScripts() throws SQLException {
        Set<Character.UnicodeScript> scripts = new HashSet<>();
        String texts = "SELECT string_agg(coalesce(preferred_name, '') || coalesce(note, ''), '') FROM patients";
        String joined = ask(clinic, texts).get(0);
        joined.codePoints().mapToObj(Character.UnicodeScript::of).forEach(scripts::add);
        assertThat(scripts)
                .contains(
                        Character.UnicodeScript.LATIN,
                        Character.UnicodeScript.CYRILLIC,
                        Character.UnicodeScript.ARABIC,
                        Character.UnicodeScript.HAN,
                        Character.UnicodeScript.HIRAGANA);
        assertThat(joined).contains("📞");
        assertThat(ask(billing, "SELECT memo FROM claims WHERE memo IS NOT NULL LIMIT 1")
                        .get(0))
                .contains("января 💶");
    }

    @Test
    void everyMarkerIsInASource() throws SQLException {
        String clinical = String.join("\n", ask(clinic, "SELECT string_agg(p::text, ' ') FROM patients p"));
        Set<String> names = new HashSet<>(column(billing, "SELECT DISTINCT patient_name FROM claims"));
        List<String> markers = Hospital.markers();
        assertThat(markers).hasSizeGreaterThan(150).allMatch(marker -> marker.length() >= 8);
        assertThat(markers).allMatch(marker -> clinical.contains(marker) || names.contains(marker));
        assertThat(markers).anyMatch(names::contains).anyMatch(marker -> marker.matches("999-\\d\\d-\\d{4}"));
    }

    @Test
    void aSecondLoadChangesNothing() throws SQLException {
        Hospital.load(clinic);
        Hospital.load(billing);
        theClinicHasItsRows();
        billingHasItsRows();
    }

    @Test
    void theOwnerOwnsTheTables() throws SQLException {
        assertThat(ask(clinic, "SELECT tableowner FROM pg_tables WHERE tablename = 'observations'"))
                .containsExactly("clerk");
    }

    private static DatabaseConfig config(Path directory) {
        Credentials owner = new Credentials("clerk", Secret.of(PASSWORD));
        return new DatabaseConfig(directory, DatabaseConfig.userCache(), 0, "hospital", owner);
    }

    private static Connection connect(DatabaseServer server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl("hospital"), "clerk", PASSWORD);
    }

    /** The first row. */
    private static List<String> ask(DatabaseServer server, String query) throws SQLException {
        try (Connection connection = connect(server);
                ResultSet rows = connection.createStatement().executeQuery(query)) {
            List<String> row = new ArrayList<>();
            rows.next();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                row.add(rows.getString(i));
            }
            return row;
        }
    }

    private static List<String> column(DatabaseServer server, String query) throws SQLException {
        try (Connection connection = connect(server);
                ResultSet rows = connection.createStatement().executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private static Set<String> types(DatabaseServer server, String table) throws SQLException {
        try (Connection connection = connect(server);
                ResultSet rows = connection.createStatement().executeQuery("SELECT * FROM " + table + " LIMIT 1")) {
            Set<String> types = new HashSet<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                types.add(rows.getMetaData().getColumnTypeName(i));
            }
            return types;
        }
    }
}
