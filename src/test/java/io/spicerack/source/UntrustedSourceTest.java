package io.spicerack.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.core.sources.Databases;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.tls.Authorities;
import io.spicerack.tls.ServerTrust;
import io.spicerack.tls.ShownPasswordKey;
import io.spicerack.tls.TlsFiles;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom both drivers believe, and that whoever is not believed hears no password. */
@WithServers
class UntrustedSourceTest {
    private static TestDatabase database(DataSourceType type) {
        return type == DataSourceType.POSTGRESQL
                ? TestDatabases.postgres().newDatabase()
                : TestDatabases.mariaDb().newDatabase();
    }

    private static SourceConfig config(DataSourceType type, int port, String database, ServerTrust trust) {
        return new SourceConfig(
                type,
                "localhost",
                port,
                database,
                trust,
                new SourceConfig.Timeouts(Duration.ofSeconds(20), Duration.ZERO, Duration.ZERO),
                TypeRules.DEFAULT,
                SourceConfig.Limits.NONE);
    }

    private static TlsFront front(DataSourceType type, TestDatabase database, String certificate) throws Exception {
        return TlsFront.before(database.server().port(), type == DataSourceType.POSTGRESQL, certificate);
    }

    private static void refused(SourceConfig config, TestDatabase database, TlsFront front, String... words) {
        assertThatThrownBy(() -> TestSource.open(config, database.credentials()))
                .isInstanceOf(IngestionException.class)
                .hasMessageStartingWith("Cannot connect to data source " + config.place() + ": the server")
                .hasMessageContainingAll(words)
                .extracting(e -> ((IngestionException) e).type())
                .isEqualTo(IngestionErrorType.SSL_CERTIFICATE_VALIDATION_FAILURE);
        assertThat(front.told())
                .as("bytes that a server heard which was not believed")
                .isZero();
    }

    private static void read(SourceConfig config, TestDatabase database) {
        try (SourceConnection source = TestSource.open(config, database.credentials())) {
            assertThat(TestSource.row(source, "SELECT 'x' AS v")).containsExactly("x");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void aServerIsBelievedByItsAuthorityItsNameOrItsPin(DataSourceType type) throws Exception {
        TestDatabase database = database(type);
        ServerTrust authority = TlsFiles.signedBy("authority");
        try (TlsFront front = front(type, database, "server")) {
            SourceConfig config = config(type, front.port(), database.name(), ServerTrust.OF_JVM);
            refused(
                    config,
                    database,
                    front,
                    "signed by CN=Test authority,O=Spicerack tests, for the names [localhost",
                    "until " + TlsFiles.shown("server").until(),
                    TlsFiles.shown("server").fingerprint().text(),
                    "Either put its authority's certificate into config/authorities/",
                    "or compare the fingerprint with the server's own and pin it with `spicerack data-source trust ID`",
                    "or give the server a certificate of an authority that is trusted.");
            refused(config.with(TlsFiles.pinned("self-signed")), database, front, "another certificate than the one");
            assertThat(Databases.SERVED.of(type).shown(config)).isEqualTo(TlsFiles.shown("server"));
            assertThat(front.told()).isZero();
            read(config.with(authority), database);
            read(config.with(TlsFiles.pinned("server")), database);
        }
        try (TlsFront front = front(type, database, "common-name")) {
            SourceConfig config = config(type, front.port(), database.name(), authority);
            refused(
                    config,
                    database,
                    front,
                    "is not for the host 'localhost'. It shows",
                    "for the names [MySQL_Server_Test]",
                    "or name what the certificate is for, as HostName in SpicerackSourceTrust");
            read(config.with(authority.of("MySQL_Server_Test")), database);
        }
        try (TlsFront front = front(type, database, "over")) {
            SourceConfig config = config(type, front.port(), database.name(), TlsFiles.pinned("over"));
            refused(config, database, front, "is not valid now", "Give the server a certificate that is valid now");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void aServerThatWantsToKnowItsClientGetsItsCertificate(DataSourceType type) throws Exception {
        TestDatabase database = database(type);
        ServerTrust authority = TlsFiles.signedBy("authority");
        try (TlsFront front =
                TlsFront.wantingClients(database.server().port(), type == DataSourceType.POSTGRESQL, "server")) {
            SourceConfig config = config(type, front.port(), database.name(), authority);
            assertThatThrownBy(() -> TestSource.open(config, database.credentials()))
                    .isInstanceOf(IngestionException.class);
            read(
                    config.with(new ServerTrust(
                            true,
                            authority.authorities(),
                            Optional.empty(),
                            List.of(),
                            Optional.of(TlsFiles.client()))),
                    database);
        }
    }

    /** It asks in each way that a server can without TLS; none gets the password. */
    @Test
    void noServerWithoutTlsGetsAPasswordThatOthersCouldRead() throws Exception {
        for (LoginServer.Ask ask : LoginServer.Ask.values()) {
            try (LoginServer server = LoginServer.asking(ask)) {
                SourceConfig config = config(ask.type(), server.port(), "db", ServerTrust.UNENCRYPTED);
                assertThatThrownBy(() -> TestSource.open(config, TestSource.credentials("ann", LoginServer.PASSWORD)))
                        .as(ask.name())
                        .isInstanceOf(IngestionException.class)
                        .hasMessageStartingWith("Cannot connect to data source " + config.place() + ": the server")
                        .hasMessageContaining("Use TLS (DisableSsl: false), or ")
                        .extracting(e -> ((IngestionException) e).type())
                        .isEqualTo(IngestionErrorType.DATA_SOURCE_AUTH_FAILED);
                assertThat(server.heard()).as(ask.name()).doesNotContain(LoginServer.PASSWORD);
            }
        }
    }

    @Test
    void aKeyForPasswordsIsShownAndOnceItIsPinnedHidesThePassword() throws Exception {
        try (LoginServer server = LoginServer.asking(LoginServer.Ask.MYSQL_UNDER_A_KEY)) {
            SourceConfig config = config(DataSourceType.MYSQL, server.port(), "db", ServerTrust.UNENCRYPTED);
            ShownPasswordKey shown =
                    (ShownPasswordKey) Databases.SERVED.of(DataSourceType.MYSQL).shown(config);
            assertThat(shown).isEqualTo(server.key());
            SourceConfig pinned = config.with(
                    new ServerTrust(false, Authorities.OF_JVM, Optional.empty(), List.of(shown), Optional.empty()));
            assertThatThrownBy(() -> TestSource.open(pinned, TestSource.credentials("ann", LoginServer.PASSWORD)))
                    .as("the server says no to all")
                    .hasMessageContaining("error 1045");
            assertThat(server.decrypted()).isEqualTo(LoginServer.PASSWORD);
            assertThat(server.heard()).doesNotContain(LoginServer.PASSWORD);
        }
    }
}
