package io.spicerack.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spicerack.WithServers;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.core.sources.DataSourceDefinition;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.KeyState;
import io.spicerack.model.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.quicksight.QuickSightClient;
import software.amazon.awssdk.services.quicksight.model.AccessDeniedException;
import software.amazon.awssdk.services.quicksight.model.ConflictException;
import software.amazon.awssdk.services.quicksight.model.CreateDataSourceRequest;
import software.amazon.awssdk.services.quicksight.model.CreateIngestionResponse;
import software.amazon.awssdk.services.quicksight.model.CustomerManagedKeyUnavailableException;
import software.amazon.awssdk.services.quicksight.model.DataSource;
import software.amazon.awssdk.services.quicksight.model.DataSourceType;
import software.amazon.awssdk.services.quicksight.model.IngestionErrorType;
import software.amazon.awssdk.services.quicksight.model.IngestionStatus;
import software.amazon.awssdk.services.quicksight.model.IngestionType;
import software.amazon.awssdk.services.quicksight.model.InvalidNextTokenException;
import software.amazon.awssdk.services.quicksight.model.InvalidParameterValueException;
import software.amazon.awssdk.services.quicksight.model.QuickSightException;
import software.amazon.awssdk.services.quicksight.model.RegisteredCustomerManagedKey;
import software.amazon.awssdk.services.quicksight.model.ResourceExistsException;
import software.amazon.awssdk.services.quicksight.model.ResourceNotFoundException;
import software.amazon.awssdk.services.quicksight.model.ResourceStatus;
import software.amazon.awssdk.services.quicksight.model.UpdateKeyRegistrationResponse;

@WithCore
@WithServers
class QuickSightServerTest {
    private static final String KEY = "AKIASPICERACKTESTKEY";
    private static final String SECRET = "a-secret-access-key-for-tests-only";
    private static final String ACCOUNT = CoreFixture.ACCOUNT.id();

    private CoreFixture core;
    private QuickSightServer server;
    private QuickSightClient client;

    @BeforeEach
    void start(CoreFixture core) {
        this.core = core;
        server = serve(Clock.systemUTC());
        client = client(server, SECRET);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void aDataSourceIsCreatedTestedAndDescribedWithoutItsCredentials() {
        TestDatabase database = TestDatabases.postgres().newDatabase();
        var created = client.createDataSource(request("visits-db", database.name(), TestDatabases.PASSWORD));
        assertThat(created.creationStatus()).isEqualTo(ResourceStatus.CREATION_IN_PROGRESS);
        assertThat(created.status()).isEqualTo(202);
        assertThat(created.arn()).isEqualTo("arn:aws:quicksight:eu-west-1:123456789012:datasource/visits-db");
        DataSource source = tested("visits-db");
        assertThat(source.errorInfo()).isNull();
        assertThat(source.status()).isEqualTo(ResourceStatus.CREATION_SUCCESSFUL);
        assertThat(source.dataSourceParameters().postgreSqlParameters().database())
                .isEqualTo(database.name());
        assertThat(source.toString()).doesNotContain(TestDatabases.PASSWORD, TestDatabases.USER);
        assertThatThrownBy(() -> client.createDataSource(request("visits-db", database.name(), "x")))
                .isInstanceOf(ResourceExistsException.class)
                .hasMessageContaining("data source 'visits-db' exists already");
        assertThat(client.listDataSources(list -> list.awsAccountId(ACCOUNT)).dataSources())
                .extracting(DataSource::dataSourceId)
                .containsExactly("visits-db");
    }

    @Test
    void anUpdateNamesASecretWhichIsGivenBack() {
        client.createDataSource(request("source", "nowhere", "x"));
        tested("source");
        String secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:visits-AbCdEf";
        var updated = client.updateDataSource(update -> update.awsAccountId(ACCOUNT)
                .dataSourceId("source")
                .name("renamed")
                .credentials(credentials -> credentials.secretArn(secret)));
        assertThat(updated.updateStatus()).isEqualTo(ResourceStatus.UPDATE_IN_PROGRESS);
        DataSource source = tested("source");
        assertThat(source.secretArn()).isEqualTo(secret);
        assertThat(source.name()).isEqualTo("renamed");
        assertThat(source.status()).isEqualTo(ResourceStatus.UPDATE_FAILED);
        assertThat(source.errorInfo().typeAsString()).isEqualTo("ACCESS_DENIED");
        assertThat(source.errorInfo().message()).contains("not on the account's list of allowed secrets");
    }

    @Test
    void whatIsNotServedIsRefusedByName() {
        assertThatThrownBy(() -> client.createDataSource(
                        request("s", "d", "x").toBuilder().folderArns("a").build()))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("FolderArns is not served here");
        assertThatThrownBy(() -> client.createDataSource(request("s", "d", "x").toBuilder()
                        .type(DataSourceType.ATHENA)
                        .build()))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("Type is 'ATHENA'; served are [MYSQL");
        assertThatThrownBy(() -> client.describeDashboard(
                        dashboard -> dashboard.awsAccountId(ACCOUNT).dashboardId("d")))
                .isInstanceOfSatisfying(QuickSightException.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(404);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException");
                });
        assertThatThrownBy(() -> client.deleteDataSet(
                        delete -> delete.awsAccountId(ACCOUNT).dataSetId("s")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("there is no data set 's'");
        assertThat(client.listDataSources(list -> list.awsAccountId(ACCOUNT)).dataSources())
                .isEmpty();
    }

    @Test
    void aKeyThatIsShutKeepsCredentialsOut() {
        core.keys().set(CoreFixture.SERVICE_OWNED_KEY, KeyState.Disabled);
        assertThatThrownBy(() -> client.createDataSource(request("s", "d", "x")))
                .isInstanceOf(CustomerManagedKeyUnavailableException.class)
                .hasMessageContaining("is Disabled");
    }

    @Test
    void anIngestionIsAskedForFollowedAndListed() {
        DataSetId patients = core.declare("patients");
        var created = create("patients", "first-1");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.arn()).endsWith(":dataset/patients/ingestion/first-1");
        assertThat(created.ingestionStatus()).isEqualTo(IngestionStatus.QUEUED);
        assertThatThrownBy(() -> create("patients", "first-1"))
                .isInstanceOf(ResourceExistsException.class)
                .hasMessageContaining("has an ingestion 'first-1' already");
        core.runNext(patients, SampleRows.of(7));
        var ingestion = client.describeIngestion(describe ->
                        describe.awsAccountId(ACCOUNT).dataSetId("patients").ingestionId("first-1"))
                .ingestion();
        assertThat(ingestion.ingestionStatus()).isEqualTo(IngestionStatus.COMPLETED);
        assertThat(ingestion.rowInfo().rowsIngested()).isEqualTo(7);
        assertThat(ingestion.createdTime()).isEqualTo(core.clock().instant());
        create("patients", "second");
        create("patients", "third");
        var page = client.listIngestions(
                list -> list.awsAccountId(ACCOUNT).dataSetId("patients").maxResults(2));
        assertThat(page.ingestions()).extracting(found -> found.ingestionId()).containsExactly("third", "second");
        var rest = client.listIngestions(list ->
                list.awsAccountId(ACCOUNT).dataSetId("patients").maxResults(2).nextToken(page.nextToken()));
        assertThat(rest.ingestions()).extracting(found -> found.ingestionId()).containsExactly("first-1");
        assertThat(rest.nextToken()).isNull();
        assertThatThrownBy(() -> client.listIngestions(
                        list -> list.awsAccountId(ACCOUNT).dataSetId("patients").nextToken("%%")))
                .isInstanceOf(InvalidNextTokenException.class)
                .hasMessageContaining("did not come from an earlier page");
    }

    @Test
    void anIngestionThatWaitsOrRunsIsCancelled() {
        DataSetId patients = core.declare("patients");
        create("patients", "waits");
        cancel("waits");
        assertThat(status("waits")).isEqualTo(IngestionStatus.CANCELLED);
        create("patients", "runs");
        try (Refresh refresh = core.next(patients)) {
            cancel("runs");
            assertThatThrownBy(() -> refresh.begin().seal(SampleRows.of(3)))
                    .hasMessage("cancelled by a call of CancelIngestion");
            refresh.fail(new IllegalStateException("stopped"));
        }
        assertThat(status("runs")).isEqualTo(IngestionStatus.CANCELLED);
        cancel("runs");
        assertThat(status("runs")).as("one that has ended stays as it is").isEqualTo(IngestionStatus.CANCELLED);
    }

    /** QuickSight has no word for it: no client is handed one that it does not know. */
    @Test
    void aSkippedIngestionIsACancelledOneThatSaysWhy() {
        DataSetId patients = core.declare("patients");
        create("patients", "skipped");
        core.catalog().run(tx -> {
            assertThat(tx.ingestions().claimNext(patients, Optional.empty())).isPresent();
            tx.ingestions().skip(patients, new IngestionId("skipped"), "nothing has changed");
        });
        var told = client.describeIngestion(describe ->
                        describe.awsAccountId(ACCOUNT).dataSetId("patients").ingestionId("skipped"))
                .ingestion();
        assertThat(told.ingestionStatus()).isEqualTo(IngestionStatus.CANCELLED);
        assertThat(told.errorInfo().type()).isEqualTo(IngestionErrorType.INGESTION_CANCELED);
        assertThat(told.errorInfo().message()).isEqualTo("skipped: nothing has changed");
    }

    @Test
    void aKnownDataSetIsRefreshedIncrementallyOnlyWithAWindow() {
        core.declare("patients");
        assertThatThrownBy(() -> client.createIngestion(ingestion -> ingestion
                        .awsAccountId(ACCOUNT)
                        .dataSetId("patients")
                        .ingestionId("i")
                        .ingestionType(IngestionType.INCREMENTAL_REFRESH)))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("data set 'patients' has no look-back window, which INCREMENTAL_REFRESH needs");
        assertThatThrownBy(() -> create("visits", "i"))
                .isInstanceOfSatisfying(ResourceNotFoundException.class, e -> assertThat(e.resourceTypeAsString())
                        .isEqualTo("DATA_SET"))
                .hasMessageContaining("there is no data set 'visits'");
        assertThatThrownBy(() -> create("patients", "../up %2F"))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("ingestion id '../up %2F' is not 1 to 128 letters");
    }

    @Test
    void dataSetsComeInPages() {
        core.publish("patients", SampleRows.of(7));
        core.declare("visits");
        var page = client.listDataSets(list -> list.awsAccountId(ACCOUNT).maxResults(1));
        assertThat(page.dataSetSummaries())
                .extracting(found -> found.dataSetId())
                .containsExactly("patients");
        var rest = client.listDataSets(list -> list.awsAccountId(ACCOUNT).nextToken(page.nextToken()));
        assertThat(rest.dataSetSummaries()).extracting(found -> found.name()).containsExactly("visits");
        var patients = client.describeDataSet(
                        describe -> describe.awsAccountId(ACCOUNT).dataSetId("patients"))
                .dataSet();
        assertThat(patients.importModeAsString()).isEqualTo("SPICE");
        assertThat(patients.consumedSpiceCapacityInBytes()).isPositive();
    }

    @Test
    void keysAreRegisteredAndCleared() {
        String key = CoreFixture.key("mine").toString();
        String missing = CoreFixture.key("missing").toString();
        core.keys().create(CoreFixture.key("mine"));
        var update = register(registered(key, true), registered(missing, false));
        assertThat(update.successfulKeyRegistration()).singleElement().satisfies(done -> assertThat(done.keyArn())
                .isEqualTo(key));
        assertThat(update.failedKeyRegistration()).singleElement().satisfies(failed -> assertThat(failed.message())
                .contains(missing, "does not exist"));
        assertThat(core.spice().keyRegistrations().list())
                .containsExactly(new RegisteredKey(CoreFixture.key("mine"), true));
        var described = client.describeKeyRegistration(
                describe -> describe.awsAccountId(ACCOUNT).defaultKeyOnly(true));
        assertThat(described.status()).isEqualTo(200);
        assertThat(described.keyRegistration()).containsExactly(registered(key, true));
        assertThatThrownBy(() -> register(registered(missing, true)))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("nothing was changed");
        register();
        assertThat(core.spice().keyRegistrations().list()).isEmpty();
    }

    @Test
    void onlyTheAccessKeyOfTheAccountOpensIt() throws Exception {
        try (QuickSightClient forged = client(server, "another-secret")) {
            assertThatThrownBy(() -> forged.listDataSets(list -> list.awsAccountId(ACCOUNT)))
                    .isInstanceOfSatisfying(
                            QuickSightException.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidSignatureException"));
        }
        assertThatThrownBy(() -> client.listDataSets(list -> list.awsAccountId("999999999999")))
                .isInstanceOfSatisfying(AccessDeniedException.class, e -> assertThat(e.statusCode())
                        .isEqualTo(401))
                .hasMessageContaining("not authorized to perform: quicksight:ListDataSets");
        HttpResponse<String> unsigned = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.url().resolve("/accounts/" + ACCOUNT + "/data-sets"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(unsigned.statusCode()).isEqualTo(403);
        assertThat(unsigned.headers().firstValue("x-amzn-ErrorType")).hasValue("MissingAuthenticationTokenException");
        assertThat(unsigned.body()).contains("\"Message\":\"Request is missing", "\"RequestId\":");
    }

    @Test
    void aSignatureIsGoodForAQuarterOfAnHour() {
        try (QuickSightServer later = serve(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(16)));
                QuickSightClient late = client(later, SECRET)) {
            assertThatThrownBy(() -> late.listDataSets(list -> list.awsAccountId(ACCOUNT)))
                    .isInstanceOf(QuickSightException.class)
                    .hasMessageContaining("Signature expired");
        }
    }

    @Test
    void aDataSourceOfAFileIsChangedInItsFile() {
        core.spice()
                .dataSources()
                .create(
                        new DataSourceDefinition(
                                new DataSourceId("of-file"),
                                "of-file",
                                io.spicerack.model.DataSourceType.MYSQL,
                                "127.0.0.1",
                                1,
                                "d",
                                false,
                                null,
                                "of-file.yaml"),
                        new CredentialsInput.CredentialPair("u", Secret.of("p")));
        tested("of-file");
        assertThatThrownBy(() -> client.updateDataSource(update ->
                        update.awsAccountId(ACCOUNT).dataSourceId("of-file").name("n")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("is declared in of-file.yaml");
    }

    private QuickSightServer serve(Clock clock) {
        return QuickSightServer.start(
                new ApiConfig(
                        "127.0.0.1", 0, CoreFixture.ACCOUNT, Optional.of(new ApiConfig.Owner(KEY, Secret.of(SECRET)))),
                core.spice(),
                clock);
    }

    private static QuickSightClient client(QuickSightServer server, String secret) {
        return QuickSightClient.builder()
                .endpointOverride(URI.create(server.url().toString()))
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, secret)))
                .build();
    }

    private static CreateDataSourceRequest request(String id, String database, String password) {
        return CreateDataSourceRequest.builder()
                .awsAccountId(ACCOUNT)
                .dataSourceId(id)
                .name(id)
                .type(DataSourceType.POSTGRESQL)
                .dataSourceParameters(union -> union.postgreSqlParameters(postgres -> postgres.host("127.0.0.1")
                        .port(TestDatabases.postgres().server().port())
                        .database(database)))
                .credentials(credentials -> credentials.credentialPair(
                        pair -> pair.username(TestDatabases.USER).password(password)))
                .sslProperties(ssl -> ssl.disableSsl(true))
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

    private CreateIngestionResponse create(String dataSet, String id) {
        return client.createIngestion(ingestion -> ingestion
                .awsAccountId(ACCOUNT)
                .dataSetId(dataSet)
                .ingestionId(id)
                .ingestionType(IngestionType.FULL_REFRESH));
    }

    private void cancel(String id) {
        client.cancelIngestion(
                cancel -> cancel.awsAccountId(ACCOUNT).dataSetId("patients").ingestionId(id));
    }

    private IngestionStatus status(String id) {
        return client.describeIngestion(describe ->
                        describe.awsAccountId(ACCOUNT).dataSetId("patients").ingestionId(id))
                .ingestion()
                .ingestionStatus();
    }

    private UpdateKeyRegistrationResponse register(RegisteredCustomerManagedKey... keys) {
        return client.updateKeyRegistration(
                update -> update.awsAccountId(ACCOUNT).keyRegistration(List.of(keys)));
    }

    private static RegisteredCustomerManagedKey registered(String arn, boolean isDefault) {
        return RegisteredCustomerManagedKey.builder()
                .keyArn(arn)
                .defaultKey(isDefault)
                .build();
    }
}
