package io.spicerack.catalog;

import static io.spicerack.catalog.CatalogFixtures.CLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.catalog.database.CatalogException;
import io.spicerack.catalog.server.CatalogAddress;
import io.spicerack.catalog.server.CatalogServer;
import io.spicerack.kit.database.ReplicatedPostgres;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.Credentials;
import io.spicerack.model.Secret;
import io.spicerack.tls.ServerTrust;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server of a catalog falls, and its replica takes its place: with all that was committed, or without the last of it. */
@WithServers
class CatalogFailoverTest {
    private final Path directory;
    private final ReplicatedPostgres servers;

    CatalogFailoverTest(@TempDir Path directory) throws Exception {
        this.directory = directory;
        this.servers = new ReplicatedPostgres(directory);
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    private Catalog open(String node) {
        CatalogServer server = new CatalogServer(
                CatalogAddress.parse(servers.url()),
                ServerTrust.UNENCRYPTED,
                () -> new Credentials(TestDatabases.USER, Secret.of(TestDatabases.PASSWORD)));
        return Catalog.open(server, directory.resolve(node).resolve("catalog.db"), CLOCK);
    }

    @Test
    void whatWasCommittedIsThereWhicheverServerFallsAndTheSameProcessGoesOn() throws Exception {
        try (Catalog catalog = open("goes-on")) {
            for (int fall = 0; fall < 2; fall++) {
                String last = "before fall " + fall;
                catalog.run(tx -> tx.settings().put("a", last));
                servers.failOver();
                catalog.read(tx -> assertThat(tx.settings().find("a")).contains(last));
                catalog.run(tx -> tx.settings().put("a", "after"));
                servers.replicate();
            }
            servers.restart();
            catalog.run(tx -> tx.settings().put("a", "restarted"));
            catalog.read(tx -> assertThat(tx.settings().find("a")).contains("restarted"));
        }
    }

    /** Its number may be another change's there. */
    @Test
    void aCommitThatTheReplicaNeverGotIsNotTakenForMade() throws Exception {
        try (Catalog catalog = open("undone")) {
            catalog.run(tx -> tx.settings().put("a", "before"));
            assertThatThrownBy(() -> catalog.run(tx -> {
                        tx.settings().put("a", "lost");
                        fallBehind();
                    }))
                    .isInstanceOf(CatalogException.class)
                    .hasMessageContaining(" failed: its server is not reached, or has hung up");
            catalog.read(tx -> assertThat(tx.settings().find("a")).contains("before"));
            catalog.run(tx -> tx.settings().put("a", "after"));
            catalog.read(tx -> assertThat(tx.settings().find("a")).contains("after"));
        }
    }

    private void fallBehind() {
        try {
            servers.cutReplica();
            servers.failOver();
            // who else works there takes the numbers of what was lost
            for (int other = 0; other < 20; other++) {
                servers.execute("SELECT pg_current_xact_id()");
            }
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aReplicaWithoutTheLastCommitsIsChangedByNobodyUntilSomebodyAdoptsIt() throws Exception {
        String refusal = "the catalog postgresql://.* lacks the last changes that its server had confirmed to process "
                + ProcessHandle.current().pid() + " on .*: a replica without them took over, or an older state was put"
                + " back.*spicerack run --adopt.*";
        try (Catalog catalog = open("behind")) {
            catalog.run(tx -> tx.settings().put("a", "kept"));
            servers.cutReplica();
            catalog.run(tx -> tx.settings().put("a", "lost"));
            servers.failOver();
            for (int tries = 0; tries < 2; tries++) {
                assertThatThrownBy(() -> catalog.run(tx -> tx.settings().put("a", "on top")))
                        .isInstanceOf(CatalogException.class)
                        .hasMessageMatching(refusal);
            }
            assertThat(catalog.isHeld()).as("what it remembers is ahead").isFalse();
            catalog.read(tx -> assertThat(tx.settings().find("a")).contains("kept"));
        }
        try (Catalog next = open("behind")) {
            assertThatThrownBy(() -> Installation.settle(next, false)).hasMessageMatching(refusal);
            assertThatThrownBy(() -> next.run(tx -> tx.settings().put("a", "on top")))
                    .hasMessageMatching(refusal);
        }
        try (Catalog adopted = open("behind")) {
            Installation.settle(adopted, true);
            adopted.run(tx -> tx.settings().put("a", "on top"));
            assertThat(adopted.isHeld()).isTrue();
        }
        try (Catalog later = open("behind")) {
            Installation.settle(later, false);
            later.run(tx -> assertThat(tx.settings().find("a")).contains("on top"));
        }
    }
}
