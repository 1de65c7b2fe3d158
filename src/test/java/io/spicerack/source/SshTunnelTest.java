package io.spicerack.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.tls.ServerTrust;
import io.spicerack.tls.TlsFiles;
import io.spicerack.tunnel.Bastion;
import io.spicerack.wire.Detour;
import io.spicerack.wire.Reach;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real databases behind a real SSH server, MINA's own. */
@WithServers
class SshTunnelTest {
    /** Where no socket of a driver may go by itself: all must take the way round. */
    private record Through(Detour way) implements Reach {
        @Override
        public void check(InetAddress address) {
            throw new AssertionError("a connection went straight to " + address);
        }

        @Override
        public Optional<Detour> detour() {
            return Optional.of(way);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void whatIsReadAndStoppedGoesThroughTheTunnelAndTheServersOwnNameIsChecked(DataSourceType type) throws Exception {
        TestDatabase database = database(type);
        boolean postgres = type == DataSourceType.POSTGRESQL;
        try (Bastion bastion = Bastion.start();
                TlsFront front = TlsFront.before(database.server().port(), postgres, "server")) {
            Reach through = new Through(bastion.tunnel("localhost", front.port()));
            SourceConfig config =
                    config(type, "localhost", front.port(), database, TlsFiles.signedBy("authority"), through);
            try (SourceConnection source = TestSource.open(config, database.credentials())) {
                assertThat(TestSource.row(source, "SELECT 'x' AS v")).containsExactly("x");
                assertThat(bastion.sessions()).isEqualTo(1);
            }
            StoppableReader stoppable = new StoppableReader();
            try (SourceConnection source = TestSource.open(config, database.credentials(), stoppable)) {
                String endless = postgres
                        ? "SELECT 1 AS one FROM pg_sleep(60)"
                        : "SELECT sum(seq * 2) AS n FROM " + TestDatabases.sequence(100_000_000_000L);
                CompletableFuture<Throwable> read =
                        CompletableFuture.supplyAsync(() -> TokenLoginTest.failing(source, endless));
                Awaitility.await().until(() -> TokenLoginTest.running(database, postgres, TestDatabases.USER) == 1);
                stoppable.stop();
                assertThat(read.get()).isInstanceOf(IngestionException.class).hasMessageEndingWith("was cancelled.");
            }
            Awaitility.await().until(() -> bastion.sessions() == 0);
            SourceConfig another = config(
                    type,
                    "127.0.0.1",
                    front.port(),
                    database,
                    TlsFiles.signedBy("authority").of("db.example"),
                    through);
            assertThatThrownBy(() -> TestSource.open(another, database.credentials()))
                    .isInstanceOf(IngestionException.class)
                    .extracting(e -> ((IngestionException) e).type())
                    .isEqualTo(IngestionErrorType.SSL_CERTIFICATE_VALIDATION_FAILURE);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void aNameThatOnlyTheOtherSideKnowsIsNotLookedUpHere(DataSourceType type) {
        TestDatabase database = database(type);
        InetSocketAddress there = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), database.server().port());
        SourceConfig config = config(
                type, "db.invalid", 5432, database, ServerTrust.UNENCRYPTED, new Through((port, millis) -> there));
        try (SourceConnection source = TestSource.open(config, database.credentials())) {
            assertThat(TestSource.row(source, "SELECT 'x' AS v")).containsExactly("x");
        }
    }

    @Test
    void aServerWithAnotherKeyHearsNoUserAndIsTold() throws Exception {
        try (Bastion bastion = Bastion.start();
                Bastion other = Bastion.start()) {
            assertRefused(
                    bastion.tunnel("localhost", 1).pinnedTo(other),
                    "shows the key " + bastion.hostKey() + ", and not the one that is pinned, " + other.hostKey());
            assertThat(bastion.users()).isEmpty();
        }
    }

    @Test
    void whoMayNotLogInOrConnectThereIsTold() throws Exception {
        try (Bastion bastion = Bastion.start();
                Bastion other = Bastion.start()) {
            assertRefused(
                    bastion.tunnel("localhost", 1).withKeyOf(other), "takes this user's key and may connect there");
            assertRefused(bastion.tunnel("localhost", 1), "takes this user's key and may connect there");
            assertRefused(bastion.tunnel("localhost", 1).withKey("no key"), "the private key for ssh spice@127.0.0.1:");
            Awaitility.await().until(() -> bastion.sessions() == 0);
        }
    }

    /** Other users of this machine find the gate shut. */
    @Test
    void onlyTheSocketThatAskedComesIn() throws Exception {
        TestDatabase database = database(DataSourceType.MARIADB);
        try (Bastion bastion = Bastion.start();
                Socket asking = new Socket()) {
            asking.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            InetSocketAddress gate =
                    bastion.tunnel("localhost", database.server().port()).entrance(asking.getLocalPort(), 20_000);
            try (Socket stranger = new Socket(gate.getAddress(), gate.getPort())) {
                stranger.setSoTimeout(20_000);
                assertThat(stranger.getInputStream().read()).isEqualTo(-1);
            }
            asking.connect(gate);
            asking.setSoTimeout(20_000);
            assertThat(asking.getInputStream().read())
                    .as("the server's greeting")
                    .isPositive();
            assertThatThrownBy(() -> new Socket(gate.getAddress(), gate.getPort()).close())
                    .isInstanceOf(java.net.ConnectException.class);
        }
    }

    private static void assertRefused(Detour way, String words) {
        TestDatabase database = database(DataSourceType.POSTGRESQL);
        SourceConfig config =
                config(DataSourceType.POSTGRESQL, "localhost", 1, database, ServerTrust.UNENCRYPTED, new Through(way));
        assertThatThrownBy(() -> TestSource.open(config, database.credentials()))
                .isInstanceOf(IngestionException.class)
                .hasMessageStartingWith("Data source " + config.place() + ": ")
                .hasMessageContaining(words)
                .extracting(e -> ((IngestionException) e).type())
                .isEqualTo(IngestionErrorType.CONNECTION_FAILURE);
    }

    private static TestDatabase database(DataSourceType type) {
        return type == DataSourceType.POSTGRESQL
                ? TestDatabases.postgres().newDatabase()
                : TestDatabases.mariaDb().newDatabase();
    }

    private static SourceConfig config(
            DataSourceType type, String host, int port, TestDatabase database, ServerTrust trust, Reach reach) {
        return new SourceConfig(
                type,
                host,
                port,
                database.name(),
                trust,
                new SourceConfig.Timeouts(Duration.ofSeconds(20), Duration.ZERO, Duration.ZERO),
                TypeRules.DEFAULT,
                new SourceConfig.Limits(
                        Optional.empty(), Optional.empty(), SourceConfig.Limits.ROW_BYTES, Optional.empty(), reach));
    }
}
