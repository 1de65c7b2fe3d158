package io.spicerack.camel;

import static io.spicerack.model.IngestionErrorType.CONNECTION_FAILURE;
import static io.spicerack.model.IngestionErrorType.DATA_SOURCE_AUTH_FAILED;
import static io.spicerack.model.IngestionErrorType.INVALID_DATA_SOURCE_CONFIG;
import static io.spicerack.model.IngestionErrorType.PASSWORD_AUTHENTICATION_FAILURE;
import static io.spicerack.model.IngestionErrorType.PERMISSION_DENIED;
import static io.spicerack.model.IngestionErrorType.UNRESOLVABLE_HOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.catalog.record.AllowedSecret;
import io.spicerack.core.WithCore;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A data source that worked and then does not: what is said, and that it works again once it is put right. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@WithServers
@WithCore
class BadSourceTest {
    private static final String WRONG_PASSWORD = "wrong-horse-9731";

    private final TestDatabase database = TestDatabases.postgres().newDatabase();
    private final PipelineFixture fixture;
    private final int port = database.server().port();
    private Arn secret;

    BadSourceTest(PipelineFixture fixture) {
        this.fixture = fixture.postgres("db", database).postgres("other", database);
        secret = fixture.secret("db", TestDatabases.PASSWORD);
        fixture.routes().shared().query("rows", "db", "SELECT 1 AS id").query("untouched", "other", "SELECT 2 AS id");
        fixture.start();
    }

    @BeforeEach
    void putRight() {
        secret = fixture.secret("db", TestDatabases.PASSWORD);
        update("127.0.0.1", port, database.name(), secret);
        fixture.probe().published("rows");
    }

    @Test
    void aSecretThatDoesNotExistIsNamed() {
        Arn missing = Arn.parse("arn:aws:secretsmanager:eu-west-1:111122223333:secret:nowhere-AbCdEf");
        fixture.spice().allowedSecrets().allow(AllowedSecret.of(missing, List.of()));
        update("127.0.0.1", port, database.name(), missing);
        fixture.probe().fails("rows", DATA_SOURCE_AUTH_FAILED, "data source 'db'", missing.toString());
    }

    @Test
    void aSecretThatIsNotAllowedIsNamed() {
        fixture.spice().allowedSecrets().disallow(secret);
        fixture.probe()
                .fails(
                        "rows",
                        PERMISSION_DENIED,
                        "data source 'db' names secret " + secret
                                + ", which is not on the account's list of allowed secrets (spicerack.secrets.allowed). Put its ARN"
                                + " there, which needs no restart; 'spicerack secret put' allows what it puts");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no JSON at all: " + WRONG_PASSWORD,
                "[\"" + WRONG_PASSWORD + "\"]",
                "{\"username\":\"tester\",\"password\":\"" + WRONG_PASSWORD,
                "{\"username\":\"tester\",\"Password\":\"" + WRONG_PASSWORD + "\"}",
                "{\"username\":\"tester\",\"password\":\"\"}",
                "{\"password\":\"" + WRONG_PASSWORD + "\"}"
            })
    void aMalformedSecretIsNamedAndNotQuoted(String text) {
        fixture.allowed("db", text);
        fixture.probe()
                .fails(
                        "rows",
                        DATA_SOURCE_AUTH_FAILED,
                        "data source 'db'",
                        secret.toString(),
                        "it needs the form {\"username\":\"...\",\"password\":\"...\"}");
        assertThat(fixture.probe().failure("rows").message()).doesNotContain(WRONG_PASSWORD);
    }

    @Test
    void aSecretThatItsPolicyDeniesIsNamed() {
        String policy =
                """
                {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*",
                 "Action":"secretsmanager:GetSecretValue","Resource":"*"}]}""";
        fixture.aws().secretsManager().putResourcePolicy(request -> request.secretId(secret.toString())
                .resourcePolicy(policy));
        try {
            fixture.probe().fails("rows", DATA_SOURCE_AUTH_FAILED, "data source 'db'", secret.toString());
        } finally {
            fixture.aws().secretsManager().deleteResourcePolicy(request -> request.secretId(secret.toString()));
        }
    }

    @Test
    void aWrongPasswordIsSaidWithoutItAndTheRightOneNeedsNoRestart() {
        fixture.secret("db", WRONG_PASSWORD);
        fixture.probe()
                .fails(
                        "rows",
                        PASSWORD_AUTHENTICATION_FAILURE,
                        "127.0.0.1",
                        "Correct the user name and password in the secret");
        assertThat(fixture.probe().failure("rows").message()).doesNotContain(WRONG_PASSWORD);
        fixture.secret("db", TestDatabases.PASSWORD);
        fixture.probe().published("rows");
    }

    @Test
    void aClosedPortIsNamed() throws IOException {
        int closed = closedPort();
        update("127.0.0.1", closed, database.name(), secret);
        fixture.probe()
                .fails("rows", CONNECTION_FAILURE, "127.0.0.1", String.valueOf(closed), "Check that the server runs");
    }

    @Test
    void aHostThatNobodyKnowsIsNamed() {
        update("db.hospital.invalid", port, database.name(), secret);
        fixture.probe().fails("rows", UNRESOLVABLE_HOST, "db.hospital.invalid", "Correct the host name");
    }

    @Test
    void aDatabaseThatDoesNotExistIsNamed() {
        update("127.0.0.1", port, "nowhere", secret);
        fixture.probe().fails("rows", INVALID_DATA_SOURCE_CONFIG, "nowhere", "Correct the database name");
    }

    @Test
    void aBadSourceNeverHarmsTheDataSetsOfAnother() {
        fixture.secret("db", WRONG_PASSWORD);
        assertThat(fixture.probe().failure("rows").type())
                .isEqualTo(IngestionErrorType.PASSWORD_AUTHENTICATION_FAILURE);
        fixture.probe().published("untouched");
        assertThat(fixture.probe().rows("untouched")).containsExactly(List.of("2"));
    }

    private void update(String host, int at, String name, Arn credentials) {
        fixture.spice()
                .dataSources()
                .update(
                        PipelineFixture.definition("db", DataSourceType.POSTGRESQL, host, at, name),
                        new CredentialsInput.SecretArn(credentials));
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
