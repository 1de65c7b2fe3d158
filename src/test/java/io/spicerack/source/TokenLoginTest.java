package io.spicerack.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.kit.database.DatabaseServer;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.Credentials;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.Secret;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.tls.ServerTrust;
import io.spicerack.tls.TlsFiles;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rds.RdsUtilities;

/**
 * Users of RDS, whose password is a signed token that is good for some minutes. The servers are real, and take at any time the
 * newest token alone; RDS would check its signature instead.
 */
@WithServers
class TokenLoginTest {
    /** What each token is. */
    private final List<String> made = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void eachConnectionLogsInWithATokenOfItsOwn(DataSourceType type) throws Exception {
        TestDatabase database = database(type);
        String user = user(database);
        try (TlsFront front = TlsFront.before(database.server().port(), postgres(type), "server");
                Credentials credentials = Credentials.renewed(user, () -> token(database.server(), user))) {
            SourceConfig config = config(type, front.port(), database.name(), TlsFiles.signedBy("authority"));
            try (SourceConnection one = TestSource.open(config, credentials);
                    SourceConnection other = TestSource.open(config, credentials)) {
                assertThat(TestSource.row(one, "SELECT 'x' AS v")).containsExactly("x");
                assertThat(TestSource.row(other, "SELECT 'y' AS v")).containsExactly("y");
            }
            assertThat(made).hasSize(2).doesNotHaveDuplicates().allMatch(token -> token.contains("X-Amz-Expires=900"));
            stopsAQueryWhoseTokenIsOver(config, credentials, database, user);
        }
    }

    /** MariaDB's driver stops a query over a connection that it makes then, PostgreSQL's with what the server gave it. */
    private void stopsAQueryWhoseTokenIsOver(
            SourceConfig config, Credentials credentials, TestDatabase database, String user) throws Exception {
        boolean postgres = postgres(config.type());
        String endless = postgres
                ? "SELECT 1 AS one FROM pg_sleep(60)"
                : "SELECT sum(seq * 2) AS n FROM " + TestDatabases.sequence(100_000_000_000L);
        int before = made.size();
        try (SourceConnection source = TestSource.open(config, credentials)) {
            database.server().changePassword(user, Secret.of("the token is over"));
            CompletableFuture<Throwable> read = CompletableFuture.supplyAsync(() -> failing(source, endless));
            Awaitility.await().until(() -> running(database, postgres, user) == 1);
            source.cancel();
            assertThat(read.get()).isInstanceOf(IngestionException.class).hasMessageEndingWith("was cancelled.");
        }
        Awaitility.await().until(() -> running(database, postgres, user) == 0);
        assertThat(made).hasSize(before + (postgres ? 1 : 2));
    }

    /** As RDS asks: in clear text, under TLS. */
    @ParameterizedTest
    @EnumSource(names = {"MYSQL_IN_CLEAR_TEXT", "POSTGRES_IN_CLEAR_TEXT"})
    void aTokenIsSentAsItIsToAServerThatHasProvedWhoItIsAlone(LoginServer.Ask ask) throws Exception {
        try (LoginServer server = LoginServer.asking(ask);
                TlsFront front = TlsFront.before(server.port(), postgres(ask.type()), "server");
                Credentials credentials = Credentials.renewed("ann", () -> Secret.of(LoginServer.PASSWORD))) {
            SourceConfig config = config(ask.type(), front.port(), "db", ServerTrust.OF_JVM);
            assertThatThrownBy(() -> TestSource.open(config, credentials)).isInstanceOf(IngestionException.class);
            assertThatThrownBy(() -> TestSource.open(
                            config(ask.type(), server.port(), "db", ServerTrust.UNENCRYPTED), credentials))
                    .isInstanceOf(IngestionException.class);
            assertThat(server.heard()).doesNotContain(LoginServer.PASSWORD);
            assertThatThrownBy(() -> TestSource.open(config.with(TlsFiles.signedBy("authority")), credentials))
                    .isInstanceOf(IngestionException.class);
            Awaitility.await().until(() -> server.heard().contains(LoginServer.PASSWORD));
        }
    }

    @Test
    void aPasswordThatIsKeptIsTheSameForEachConnection() {
        try (Credentials kept = new Credentials("ann", Secret.of("secret"))) {
            assertThat(kept.renewal()).isEmpty();
            assertThat(kept.<String>reveal(text -> text)).isEqualTo("secret");
            assertThat(kept.<String>reveal(text -> text)).isEqualTo("secret");
        }
    }

    /** From now on the user has this password. */
    private Secret token(DatabaseServer server, String user) {
        String token = RdsUtilities.builder()
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create("AKIATEST" + made.size(), "secret")))
                .build()
                .generateAuthenticationToken(request ->
                        request.hostname("localhost").port(server.port()).username(user));
        made.add(token);
        String password = postgres(server) || !TestDatabases.onMySql() ? token : shorter(token);
        server.changePassword(user, Secret.of(password));
        return Secret.of(password);
    }

    /** MySQL keeps passwords of up to 256 characters; RDS keeps none, and checks the token. */
    private static String shorter(String token) {
        return UUID.nameUUIDFromBytes(token.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static boolean postgres(DatabaseServer server) {
        return server.jdbcUrl("x").startsWith("jdbc:postgresql");
    }

    static Throwable failing(SourceConnection source, String sql) {
        try (RowGroups rows = source.query(sql)) {
            rows.next(new RowGroup(rows.schema()));
            return new AssertionError("the query has ended");
        } catch (RuntimeException e) {
            return e;
        }
    }

    static int running(TestDatabase database, boolean postgres, String user) throws SQLException {
        String sql = postgres
                ? "SELECT count(*) FROM pg_stat_activity WHERE usename = '" + user + "' AND query LIKE '%pg_sleep%'"
                        + " AND state = 'active'"
                : "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = '" + user
                        + "' AND INFO LIKE '%sum(seq%'";
        try (Connection admin = database.server().administer(database.name());
                Statement statement = admin.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static String user(TestDatabase database) throws SQLException {
        String user = "iam_" + database.name();
        try (Connection admin = database.server().administer(database.name());
                Statement statement = admin.createStatement()) {
            if (postgres(database.server())) {
                statement.execute("CREATE USER " + user + " PASSWORD 'none yet'");
            } else {
                statement.execute("DROP USER IF EXISTS " + user + "@'%'");
                statement.execute("CREATE USER " + user + "@'%' IDENTIFIED BY 'none yet'");
                statement.execute("GRANT SELECT ON " + database.name() + ".* TO " + user + "@'%'");
            }
        }
        return user;
    }

    private static TestDatabase database(DataSourceType type) {
        return postgres(type)
                ? TestDatabases.postgres().newDatabase()
                : TestDatabases.mariaDb().newDatabase();
    }

    private static boolean postgres(DataSourceType type) {
        return type == DataSourceType.POSTGRESQL;
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
}
