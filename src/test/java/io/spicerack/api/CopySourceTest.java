package io.spicerack.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spicerack.WithServers;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.CredentialsSource;
import io.spicerack.core.WithCore;
import io.spicerack.core.account.NewAccessKey;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceId;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.quicksight.QuickSightClient;
import software.amazon.awssdk.services.quicksight.model.AccessDeniedException;
import software.amazon.awssdk.services.quicksight.model.CreateDataSourceRequest;
import software.amazon.awssdk.services.quicksight.model.DataSource;
import software.amazon.awssdk.services.quicksight.model.DataSourceCredentials;
import software.amazon.awssdk.services.quicksight.model.DataSourceParameters;
import software.amazon.awssdk.services.quicksight.model.DataSourceType;
import software.amazon.awssdk.services.quicksight.model.InvalidParameterValueException;
import software.amazon.awssdk.services.quicksight.model.PostgreSqlParameters;
import software.amazon.awssdk.services.quicksight.model.ResourceNotFoundException;
import software.amazon.awssdk.services.quicksight.model.ResourcePermission;
import software.amazon.awssdk.services.quicksight.model.ResourceStatus;

/** CopySourceArn: the credentials of another data source, which nobody learns by copying them. */
@WithServers
@WithCore
class CopySourceTest {
    private static final String ACCOUNT = ApiFixture.ACCOUNT;
    private static final String ARN = "arn:aws:quicksight:eu-west-1:123456789012:datasource/";
    private static final String SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:visits-AbCdEf";

    private final TestDatabase database = TestDatabases.postgres().newDatabase();
    private ApiFixture api;
    private QuickSightClient client;

    @BeforeEach
    void start(ApiFixture api) {
        this.api = api;
        client = api.client();
        client.createDataSource(request("first", pair()));
        assertThat(tested("first").status()).isEqualTo(ResourceStatus.CREATION_SUCCESSFUL);
    }

    @Test
    void aPairIsCopiedInsideKmsForTheNewDataSourceAndConnects() {
        long opened = events("Decrypt");
        client.createDataSource(request("second", copyOf("first")));
        assertThat(tested("second").status()).isEqualTo(ResourceStatus.CREATION_SUCCESSFUL);
        assertThat(events("ReEncrypt")).isEqualTo(1);
        assertThat(events("Decrypt"))
                .as("its connection test opens it, the copy does not")
                .isEqualTo(opened + 1);
        assertThat(api.core().spice().audit().search(AuditQuery.oldest(1_000).named("ReEncrypt")))
                .singleElement()
                .satisfies(record -> assertThat(record.json())
                        .contains(
                                "\"sourceEncryptionContext\":{\"aws:quicksight:arn\":\"" + ARN + "first\"}",
                                "\"destinationEncryptionContext\":{\"aws:quicksight:arn\":\"" + ARN + "second\"}"));

        client.deleteDataSource(delete -> delete.awsAccountId(ACCOUNT).dataSourceId("first"));
        client.createDataSource(request("third", copyOf("second")));
        assertThat(tested("third").status())
                .as("a copy needs its source no more")
                .isEqualTo(ResourceStatus.CREATION_SUCCESSFUL);
    }

    @Test
    void anUpdateKeepsItsOwnPairByNamingItself() {
        assertThatThrownBy(() -> client.updateDataSource(update ->
                        update.awsAccountId(ACCOUNT).dataSourceId("first").name("renamed")))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("is given it at each update, or its own ARN as CopySourceArn");
        client.updateDataSource(update -> update.awsAccountId(ACCOUNT)
                .dataSourceId("first")
                .name("renamed")
                .credentials(copyOf("first")));
        DataSource source = tested("first");
        assertThat(source.status()).isEqualTo(ResourceStatus.UPDATE_SUCCESSFUL);
        assertThat(source.name()).isEqualTo("renamed");
    }

    @Test
    void aPairNeverGoesToAnotherServer() {
        CreateDataSourceRequest elsewhere = request("second", copyOf("first"), place -> place.port(1));
        assertThatThrownBy(() -> client.createDataSource(elsewhere))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("data source 'second' at 127.0.0.1:1 without TLS cannot have a copy of the"
                        + " credential pair of 'first'")
                .hasMessageContaining("a pair is copied for the same server alone");
        CreateDataSourceRequest aliased = request("second", copyOf("first"), place -> place.host("localhost"));
        assertThatThrownBy(() -> client.createDataSource(aliased))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("at localhost:");
        assertThat(api.core().spice().dataSources().find(new DataSourceId("second")))
                .isEmpty();
        assertThat(events("ReEncrypt")).isZero();
    }

    @Test
    void aPairThatIsForTlsIsNotCopiedWithoutIt() {
        client.createDataSource(request("guarded", pair()).toBuilder()
                .sslProperties(ssl -> ssl.disableSsl(false))
                .build());
        assertThatThrownBy(() -> client.createDataSource(request("second", copyOf("guarded"))))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("without TLS cannot have a copy of the credential pair of 'guarded'");
    }

    @Test
    void whatIsNoDataSourceHereIsRefusedByName() {
        assertThatThrownBy(() -> client.createDataSource(request("second", copyOf("none"))))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("CopySourceArn: there is no data source 'none'");
        for (String arn : List.of(
                ARN.replace("123456789012", "210987654321") + "first",
                ARN.replace("eu-west-1", "us-east-1") + "first",
                ARN.replace("datasource", "dataset") + "first",
                ARN + "../first")) {
            assertThatThrownBy(() -> client.createDataSource(request("second", copyOfArn(arn))))
                    .as(arn)
                    .isInstanceOf(InvalidParameterValueException.class)
                    .hasMessageContaining("Credentials.CopySourceArn: ");
        }
        assertThatThrownBy(() -> client.createDataSource(request(
                        "second", copyOf("first").toBuilder().secretArn(SECRET).build())))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("Credentials must hold one of SecretArn, CredentialPair and CopySourceArn");
    }

    @Test
    void whoMayNotPassTheDataSourceCopiesNothingOfItAndDoesNotLearnWhetherItExists() {
        try (QuickSightClient other = principal("other", List.of())) {
            for (String source : List.of("first", "none")) {
                assertThatThrownBy(() -> other.createDataSource(request("second", copyOf(source))))
                        .isInstanceOf(AccessDeniedException.class)
                        .hasMessageContaining("quicksight:DescribeDataSource on resource: " + ARN + source);
            }
            share("first", "quicksight:DescribeDataSource");
            assertThatThrownBy(() -> other.createDataSource(request("second", copyOf("first"))))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageContaining("quicksight:PassDataSource on resource: " + ARN + "first");
            share("first", "quicksight:PassDataSource");
            other.createDataSource(request("second", copyOf("first")));
        }
        assertThat(tested("second").status()).isEqualTo(ResourceStatus.CREATION_SUCCESSFUL);
    }

    @Test
    void aSecretIsCopiedByItsArnIfTheCallerMayUseIt() {
        client.createDataSource(request(
                "secretive", DataSourceCredentials.builder().secretArn(SECRET).build()));
        tested("secretive");
        try (QuickSightClient without = principal("other", List.of());
                QuickSightClient with = principal("trusted", List.of(SECRET))) {
            share("secretive", "quicksight:DescribeDataSource", "quicksight:PassDataSource");
            assertThatThrownBy(() -> without.createDataSource(request("second", copyOf("secretive"))))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageContaining("secretsmanager:GetSecretValue on resource: " + SECRET);
            client.updateDataSourcePermissions(update -> update.awsAccountId(ACCOUNT)
                    .dataSourceId("secretive")
                    .grantPermissions(
                            permission("trusted", "quicksight:DescribeDataSource", "quicksight:PassDataSource")));
            with.createDataSource(request("second", copyOf("secretive"), place -> place.host("db.invalid")));
        }
        assertThat(tested("second").secretArn()).isEqualTo(SECRET);
        assertThat(api.core()
                        .spice()
                        .dataSources()
                        .find(new DataSourceId("second"))
                        .orElseThrow()
                        .credentials())
                .isInstanceOf(CredentialsSource.InSecret.class);
    }

    @Test
    void alternateParametersAreRefusedByName() {
        assertThatThrownBy(() -> client.createDataSource(request(
                        "second",
                        DataSourceCredentials.builder()
                                .credentialPair(pair -> pair.username("u")
                                        .password("p")
                                        .alternateDataSourceParameters(DataSourceParameters.builder()
                                                .postgreSqlParameters(place("x"))
                                                .build()))
                                .build())))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("Credentials.CredentialPair.AlternateDataSourceParameters is not served here");
    }

    private QuickSightClient principal(String name, List<String> secrets) {
        try (NewAccessKey key = api.core().spice().principals().create(name, List.of("quicksight:*"), secrets)) {
            return key.secretAccessKey()
                    .reveal(secret ->
                            ApiFixture.client(api.server(), key.principal().accessKeyId(), secret));
        }
    }

    private void share(String source, String... actions) {
        client.updateDataSourcePermissions(update ->
                update.awsAccountId(ACCOUNT).dataSourceId(source).grantPermissions(permission("other", actions)));
    }

    private static ResourcePermission permission(String principal, String... actions) {
        return ResourcePermission.builder()
                .principal("arn:aws:quicksight:eu-west-1:123456789012:user/default/" + principal)
                .actions(actions)
                .build();
    }

    private static DataSourceCredentials pair() {
        return DataSourceCredentials.builder()
                .credentialPair(pair -> pair.username(TestDatabases.USER).password(TestDatabases.PASSWORD))
                .build();
    }

    private static DataSourceCredentials copyOf(String source) {
        return copyOfArn(ARN + source);
    }

    private static DataSourceCredentials copyOfArn(String arn) {
        return DataSourceCredentials.builder().copySourceArn(arn).build();
    }

    private CreateDataSourceRequest request(String id, DataSourceCredentials credentials) {
        return request(id, credentials, place -> {});
    }

    private CreateDataSourceRequest request(
            String id, DataSourceCredentials credentials, Consumer<PostgreSqlParameters.Builder> change) {
        PostgreSqlParameters.Builder place = place(database.name()).toBuilder();
        change.accept(place);
        return CreateDataSourceRequest.builder()
                .awsAccountId(ACCOUNT)
                .dataSourceId(id)
                .name(id)
                .type(DataSourceType.POSTGRESQL)
                .dataSourceParameters(union -> union.postgreSqlParameters(place.build()))
                .credentials(credentials)
                .sslProperties(ssl -> ssl.disableSsl(true))
                .build();
    }

    private static PostgreSqlParameters place(String database) {
        return PostgreSqlParameters.builder()
                .host("127.0.0.1")
                .port(TestDatabases.postgres().server().port())
                .database(database)
                .build();
    }

    private DataSource tested(String id) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> client.describeDataSource(describe ->
                                        describe.awsAccountId(ACCOUNT).dataSourceId(id))
                                .dataSource(),
                        source -> !source.statusAsString().endsWith("IN_PROGRESS"));
    }

    private long events(String name) {
        return api.core().spice().audit().search(AuditQuery.oldest(1_000).named(name)).stream()
                .filter(record -> record.eventName().equals(name))
                .count();
    }
}
