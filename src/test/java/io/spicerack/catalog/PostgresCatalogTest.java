package io.spicerack.catalog;

import static io.spicerack.catalog.CatalogFixtures.CLOCK;
import static io.spicerack.catalog.CatalogFixtures.PATIENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.catalog.database.CatalogException;
import io.spicerack.catalog.server.CatalogAddress;
import io.spicerack.catalog.server.CatalogServer;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.Credentials;
import io.spicerack.model.Secret;
import io.spicerack.source.TlsFront;
import io.spicerack.tls.ServerTrust;
import io.spicerack.tls.TlsFiles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One holds a catalog in PostgreSQL, whoever is paused, cut off, killed or not told that a change was made. */
@WithServers
class PostgresCatalogTest {
    private static final TestDatabase DATABASE = TestDatabases.postgres().newDatabase();

    @TempDir
    Path directory = Path.of("never-used");

    private Catalog open(String node) {
        return open(node, PostgresCatalogs.server(DATABASE));
    }

    private Catalog open(String node, CatalogServer server) {
        return Catalog.open(server, directory.resolve(node).resolve("catalog.db"), CLOCK);
    }

    @Test
    void aSecondOneIsRefusedUntilTheFirstIsClosed() {
        try (Catalog first = open("a")) {
            assertThatThrownBy(() -> open("b"))
                    .isInstanceOf(CatalogException.class)
                    .hasMessageStartingWith("the catalog " + first.place() + " is in use by process "
                            + ProcessHandle.current().pid() + " on ")
                    .hasMessageEndingWith(". One Spicerack uses a catalog at a time: stop that one, or give this one a"
                            + " catalog of its own");
            assertThatThrownBy(() -> open("a")).hasMessageContaining("in use by process");
            first.run(tx -> tx.settings().put("a", "still there"));
        }
        try (Catalog second = open("b")) {
            second.read(tx -> assertThat(tx.settings().find("a")).contains("still there"));
        }
    }

    @Test
    void aSessionThatIsCutUndoesItsChangeAndTheNextChangeHasANewOne() throws Exception {
        try (Catalog catalog = open("a")) {
            catalog.run(tx -> tx.settings().put("a", "before"));
            assertThatThrownBy(() -> catalog.run(tx -> {
                        tx.settings().put("a", "half");
                        cutSessions();
                        tx.settings().put("a", "never");
                    }))
                    .isInstanceOf(CatalogException.class)
                    .hasMessage(
                            "the catalog " + catalog.place() + " failed: its server is not reached, or has hung up; see"
                                    + " that it runs and is reached from here");
            catalog.read(tx -> assertThat(tx.settings().find("a")).contains("before"));
            cutSessions();
            catalog.run(tx -> tx.settings().put("a", "after"));
            catalog.read(tx -> assertThat(tx.settings().find("a")).contains("after"));
            assertThatThrownBy(() -> open("b")).hasMessageContaining("is in use by process");
        }
    }

    /** As behind a network that was cut: the server learns of it later than we do. */
    @Test
    void aSessionOfOursThatTheServerHasNotMissedYetIsWaitedFor() throws Exception {
        try (Catalog catalog = open("a")) {
            catalog.run(tx -> tx.settings().put("a", "before"));
            cutSessions();
            try (Connection lingering = DATABASE.connect();
                    Statement statement = lingering.createStatement()) {
                statement.execute("SELECT pg_advisory_lock(" + 0x7370696365726163L + ")");
                CompletableFuture<Void> change = CompletableFuture.runAsync(
                        () -> catalog.run(tx -> tx.settings().put("a", "after")));
                Awaitility.await().until(() -> change.isDone() || isAskedFor(statement));
                statement.execute("SELECT pg_advisory_unlock_all()");
                assertThat(change).succeedsWithin(Duration.ofSeconds(30));
            }
            catalog.read(tx -> assertThat(tx.settings().find("a")).contains("after"));
        }
    }

    private static boolean isAskedFor(Statement statement) throws SQLException {
        try (ResultSet asked = statement.executeQuery("SELECT count(*) FROM pg_stat_activity WHERE datname ="
                + " current_database() AND pid <> pg_backend_pid() AND query LIKE 'SELECT content FROM setting%'")) {
            asked.next();
            return asked.getLong(1) > 0;
        }
    }

    @Test
    void whoeverWasCutOffWhileAnotherTookItsPlaceChangesNothingAnyMore() throws Exception {
        try (Catalog paused = open("a")) {
            paused.run(tx -> tx.settings().put("a", "by the first"));
            cutSessions();
            try (Catalog other = open("b")) {
                other.run(tx -> tx.settings().put("a", "by the second"));
                assertThatThrownBy(() -> paused.run(tx -> tx.settings().put("a", "by a ghost")))
                        .isInstanceOf(CatalogException.class)
                        .hasMessageContaining("is in use by process");
            }
            for (int tries = 0; tries < 2; tries++) {
                assertThatThrownBy(() -> paused.run(tx -> tx.settings().put("a", "by a ghost")))
                        .isInstanceOf(CatalogException.class)
                        .hasMessageContaining("was taken over by process")
                        .hasMessageEndingWith(
                                "while this Spicerack was cut off from it, and is changed by that one alone."
                                        + " Stop one of the two");
            }
            paused.read(tx -> assertThat(tx.settings().find("a")).contains("by the second"));
        }
    }

    @Test
    void aChangeWhoseAnswerIsLostIsMadeOnceAndSaysSo() throws Exception {
        try (LostAnswers network = new LostAnswers(DATABASE.server().port());
                Catalog catalog = open("a", through(network.port(), ServerTrust.UNENCRYPTED))) {
            catalog.run(tx -> tx.settings().put("count", "0"));
            for (int round = 1; round <= 3; round++) {
                network.loseNext(1);
                String next = String.valueOf(round);
                assertThat(catalog.<String>write(tx -> {
                            String before = tx.settings().find("count").orElseThrow();
                            tx.settings().put("count", next);
                            return before;
                        }))
                        .isEqualTo(String.valueOf(round - 1));
                assertThat(network.stillToLose())
                        .as("answers that were not lost")
                        .isZero();
                catalog.read(tx -> assertThat(tx.settings().find("count")).contains(next));
            }
        }
    }

    @Test
    void aServerThatDoesNotProveWhoItIsHearsNothing() throws Exception {
        for (String certificate : List.of("self-signed", "over", "common-name")) {
            try (TlsFront front = TlsFront.before(DATABASE.server().port(), true, certificate)) {
                assertThatThrownBy(() -> open("a", through(front.port(), TlsFiles.signedBy("authority"))))
                        .isInstanceOf(CatalogException.class)
                        .hasMessageContaining(" cannot be opened: its server's certificate is");
                assertThat(front.told()).isZero();
            }
        }
        try (TlsFront front = TlsFront.before(DATABASE.server().port(), true, "server");
                Catalog catalog = open("a", through(front.port(), TlsFiles.signedBy("authority")))) {
            catalog.run(tx -> tx.dataSets().declare(PATIENTS, "Patients", null));
            catalog.read(tx -> assertThat(tx.dataSets().list()).hasSize(1));
            assertThat(front.told()).isPositive();
        }
    }

    private CatalogServer through(int port, ServerTrust trust) {
        return new CatalogServer(
                CatalogAddress.parse("jdbc:postgresql://localhost:" + port + "/" + DATABASE.name()),
                trust,
                DATABASE::credentials);
    }

    @Test
    void whatIsWrongIsSaidInOurOwnWords() throws Exception {
        CatalogAddress place = PostgresCatalogs.address(DATABASE);
        assertThatThrownBy(() -> open(
                        "a",
                        new CatalogServer(
                                place,
                                ServerTrust.UNENCRYPTED,
                                () -> new Credentials(TestDatabases.USER, Secret.of("wrong")))))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("cannot be opened: its server refuses the login; look at the secret")
                .hasMessageNotContaining("wrong");
        assertThatThrownBy(() -> open(
                        "a",
                        new CatalogServer(
                                new CatalogAddress(place.hosts(), "nowhere"),
                                ServerTrust.UNENCRYPTED,
                                DATABASE::credentials)))
                .hasMessageContaining("cannot be opened: its server has no such database");
        assertThatThrownBy(() -> open("a", through(1, ServerTrust.UNENCRYPTED)))
                .hasMessageContaining("cannot be opened: its server is not reached");
        TestDatabase others = TestDatabases.postgres().newDatabase();
        others.execute("CREATE TABLE invoices (id INT)");
        assertThatThrownBy(() -> open("a", PostgresCatalogs.server(others)))
                .hasMessageEndingWith("has 1 tables of something else; give the catalog a database of its own");
    }

    /** 32 bits would not hold a time, and a list in the database's own order would be another than in a file. */
    @Test
    void everyColumnHoldsWhatAFileHolds() throws Exception {
        open("a").close();
        List<String> others = new ArrayList<>();
        try (Connection connection = DATABASE.connect();
                Statement statement = connection.createStatement();
                ResultSet columns =
                        statement.executeQuery("SELECT table_name, column_name, data_type, collation_name FROM"
                                + " information_schema.columns WHERE table_schema = 'public' AND table_name <>"
                                + " 'flyway_schema_history' AND NOT (data_type IN ('bigint', 'boolean', 'bytea') OR data_type = 'text'"
                                + " AND collation_name = 'C')")) {
            while (columns.next()) {
                others.add(columns.getString(1) + "." + columns.getString(2));
            }
        }
        assertThat(others).isEmpty();
    }

    private static void cutSessions() {
        try {
            DATABASE.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname ="
                    + " current_database() AND pid <> pg_backend_pid()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
