package io.spicerack.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spicerack.WithServers;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.WithCore;
import io.spicerack.kit.database.TestDatabases;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.quicksight.QuickSightClient;
import software.amazon.awssdk.services.quicksight.model.DataSource;
import software.amazon.awssdk.services.quicksight.model.DataSourceCredentials;
import software.amazon.awssdk.services.quicksight.model.DataSourceErrorInfoType;
import software.amazon.awssdk.services.quicksight.model.DataSourceParameters;
import software.amazon.awssdk.services.quicksight.model.DataSourceType;
import software.amazon.awssdk.services.quicksight.model.ResourceStatus;

/** ErrorInfo of a data source whose connection test failed: each type from a server that behaves so. */
@WithServers
@WithCore
class ConnectionTestErrorsTest {
    private static final String ACCOUNT = CoreFixture.ACCOUNT.id();
    private static final int SERVER = TestDatabases.postgres().server().port();

    private QuickSightClient client;

    @BeforeEach
    void start(ApiFixture api) {
        client = api.client();
    }

    @Test
    void aHostThatNobodyKnowsIsUnknownHost() {
        assertFailure(
                created("db.invalid", SERVER, "d", TestDatabases.PASSWORD),
                DataSourceErrorInfoType.UNKNOWN_HOST,
                "Correct the host name");
    }

    @Test
    void aServerThatNeverAnswersIsATimeout() throws IOException {
        try (ServerSocket silent = silent()) {
            assertFailure(
                    created("127.0.0.1", silent.getLocalPort(), "d", TestDatabases.PASSWORD),
                    DataSourceErrorInfoType.TIMEOUT,
                    "did not answer within 5 s");
        }
    }

    @Test
    void aPortWhereNothingListensIsAGenericFailureSinceNobodyWaited() throws IOException {
        int port;
        try (ServerSocket gone = silent()) {
            port = gone.getLocalPort();
        }
        assertFailure(
                created("127.0.0.1", port, "d", TestDatabases.PASSWORD),
                DataSourceErrorInfoType.GENERIC_SQL_FAILURE,
                "Check that the server runs and listens there");
    }

    @Test
    void aWrongPasswordIsAccessDeniedAndIsNotRepeated() {
        DataSource source = created(
                "127.0.0.1", SERVER, TestDatabases.postgres().newDatabase().name(), "not-the-password");
        assertFailure(source, DataSourceErrorInfoType.ACCESS_DENIED, "Correct the user name and password");
        assertThat(source.errorInfo().message()).doesNotContain("not-the-password");
    }

    @Test
    void aDatabaseThatIsNotThereIsAGenericFailure() {
        assertFailure(
                created("127.0.0.1", SERVER, "no_such_database", TestDatabases.PASSWORD),
                DataSourceErrorInfoType.GENERIC_SQL_FAILURE,
                "Correct the database name");
    }

    @Test
    void aTestThatAnUpdateOvertookDoesNotOverwriteTheLaterResult() throws IOException {
        String database = TestDatabases.postgres().newDatabase().name();
        try (ServerSocket silent = silent()) {
            create("127.0.0.1", silent.getLocalPort(), database, TestDatabases.PASSWORD);
            try (Socket waiting = silent.accept()) {
                client.updateDataSource(update -> update.awsAccountId(ACCOUNT)
                        .dataSourceId("source")
                        .name("source")
                        .dataSourceParameters(parameters("127.0.0.1", SERVER, database))
                        .credentials(pair(TestDatabases.PASSWORD)));
                assertThat(tested().status()).isEqualTo(ResourceStatus.UPDATE_SUCCESSFUL);
                assertThat(waiting.isConnected()).isTrue();
            }
        }
        // the overtaken test fails now that its connection is cut
        await().during(Duration.ofSeconds(1)).untilAsserted(() -> {
            assertThat(tested().status()).isEqualTo(ResourceStatus.UPDATE_SUCCESSFUL);
            assertThat(tested().errorInfo()).isNull();
        });
    }

    private static ServerSocket silent() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private static void assertFailure(DataSource source, DataSourceErrorInfoType type, String words) {
        assertThat(source.status()).isEqualTo(ResourceStatus.CREATION_FAILED);
        assertThat(source.errorInfo().type()).as("%s", source.errorInfo()).isEqualTo(type);
        assertThat(source.errorInfo().message()).contains(words);
    }

    private DataSource created(String host, int port, String database, String password) {
        create(host, port, database, password);
        return tested();
    }

    private void create(String host, int port, String database, String password) {
        client.createDataSource(create -> create.awsAccountId(ACCOUNT)
                .dataSourceId("source")
                .name("source")
                .type(DataSourceType.POSTGRESQL)
                .dataSourceParameters(parameters(host, port, database))
                .credentials(pair(password))
                .sslProperties(ssl -> ssl.disableSsl(true)));
    }

    private static DataSourceParameters parameters(String host, int port, String database) {
        return DataSourceParameters.builder()
                .postgreSqlParameters(postgres -> postgres.host(host).port(port).database(database))
                .build();
    }

    private static DataSourceCredentials pair(String password) {
        return DataSourceCredentials.builder()
                .credentialPair(pair -> pair.username(TestDatabases.USER).password(password))
                .build();
    }

    private DataSource tested() {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> client.describeDataSource(describe ->
                                        describe.awsAccountId(ACCOUNT).dataSourceId("source"))
                                .dataSource(),
                        source -> !source.statusAsString().endsWith("IN_PROGRESS"));
    }
}
