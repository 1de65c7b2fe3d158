package io.spicerack.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.WithCore;
import io.spicerack.core.account.NewAccessKey;
import io.spicerack.model.Arn;
import io.spicerack.model.KeyState;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.quicksight.QuickSightClient;
import software.amazon.awssdk.services.quicksight.model.AccessDeniedException;
import software.amazon.awssdk.services.quicksight.model.CustomerManagedKeyUnavailableException;
import software.amazon.awssdk.services.quicksight.model.DataSetSearchFilter;
import software.amazon.awssdk.services.quicksight.model.DataSource;
import software.amazon.awssdk.services.quicksight.model.DataSourceSearchFilter;
import software.amazon.awssdk.services.quicksight.model.DataSourceType;
import software.amazon.awssdk.services.quicksight.model.InvalidNextTokenException;
import software.amazon.awssdk.services.quicksight.model.InvalidParameterValueException;
import software.amazon.awssdk.services.quicksight.model.QuickSightException;
import software.amazon.awssdk.services.quicksight.model.ResourceNotFoundException;
import software.amazon.awssdk.services.quicksight.model.ResourcePermission;
import software.amazon.awssdk.services.quicksight.model.Tag;

@TakesLong
@WithCore
class PrincipalsTest {
    private static final String ACCOUNT = CoreFixture.ACCOUNT.id();
    private static final String SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:visits-AbCdEf";
    private static final List<String> VIEWER = ResourceKind.DATA_SET.viewerActions();

    private final List<QuickSightClient> clients = new ArrayList<>();
    private Path directory;
    private CoreFixture core;
    private QuickSightServer server;
    private QuickSightClient administrator;

    @BeforeEach
    void start(CoreFixture core) {
        this.core = core;
        directory = core.directory();
        server = QuickSightServer.start(
                new ApiConfig("127.0.0.1", 0, CoreFixture.ACCOUNT, Optional.empty()), core.spice(), Clock.systemUTC());
        administrator = principal("boss", List.of("*"), List.of("*"));
    }

    @AfterEach
    void stop() {
        clients.forEach(QuickSightClient::close);
        server.close();
    }

    @Test
    void aPrincipalMayCallWhatItsActionsAllow() {
        core.declare("patients");
        QuickSightClient lister = principal("lister", List.of("quicksight:List*"), List.of());
        assertThat(lister.listDataSets(list -> list.awsAccountId(ACCOUNT)).dataSetSummaries())
                .isEmpty();
        assertThatThrownBy(() -> lister.describeDataSet(
                        describe -> describe.awsAccountId(ACCOUNT).dataSetId("patients")))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("user/default/lister is not authorized to perform: quicksight:DescribeDataSet"
                        + " because its actions do not allow it");
    }

    @Test
    void aDataSetIsSeenByThoseThatItIsSharedWith() {
        core.declare("patients");
        QuickSightClient analyst = principal("analyst", List.of("quicksight:*"), List.of());
        assertThatThrownBy(() -> analyst.describeDataSet(
                        describe -> describe.awsAccountId(ACCOUNT).dataSetId("patients")))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("because no permission on it allows it");
        share("analyst", VIEWER);
        assertThat(analyst.describeDataSet(
                                describe -> describe.awsAccountId(ACCOUNT).dataSetId("patients"))
                        .dataSet()
                        .name())
                .isEqualTo("patients");
        assertThat(analyst.listDataSets(list -> list.awsAccountId(ACCOUNT)).dataSetSummaries())
                .hasSize(1);
        assertThatThrownBy(() -> analyst.createIngestion(ingestion ->
                        ingestion.awsAccountId(ACCOUNT).dataSetId("patients").ingestionId("i")))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("quicksight:CreateIngestion on resource");
        administrator.updateDataSetPermissions(update ->
                update.awsAccountId(ACCOUNT).dataSetId("patients").revokePermissions(permission("analyst", VIEWER)));
        assertThat(analyst.listDataSets(list -> list.awsAccountId(ACCOUNT)).dataSetSummaries())
                .isEmpty();
    }

    @Test
    void permissionsAreDescribedAndOnlyKnownOnesAreGranted() {
        core.declare("patients");
        principal("analyst", List.of("quicksight:*"), List.of());
        share("analyst", VIEWER);
        assertThat(administrator
                        .describeDataSetPermissions(
                                describe -> describe.awsAccountId(ACCOUNT).dataSetId("patients"))
                        .permissions())
                .singleElement()
                .satisfies(permission -> assertThat(permission.actions()).containsExactlyInAnyOrderElementsOf(VIEWER));
        assertThatThrownBy(() -> share("nobody", VIEWER))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("user/default/nobody is not known");
        assertThatThrownBy(() -> share("analyst", List.of("quicksight:DeleteDashboard")))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("Actions has 'quicksight:DeleteDashboard'; allowed on a DataSet are");
        assertThatThrownBy(() -> administrator.describeDataSourcePermissions(
                        describe -> describe.awsAccountId(ACCOUNT).dataSourceId("none")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("there is no DataSource 'none'");
    }

    @Test
    void onlySecretsOfThePrincipalMayBeHandedOver() {
        QuickSightClient owner = principal(
                "owner", List.of("quicksight:*"), List.of("arn:aws:secretsmanager:eu-west-1:123456789012:secret:vis*"));
        QuickSightClient other = principal("other", List.of("quicksight:*"), List.of());
        assertThatThrownBy(() -> create(other, "visits"))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("secretsmanager:GetSecretValue on resource: " + SECRET);
        create(owner, "visits");
        assertThat(owner.listDataSources(list -> list.awsAccountId(ACCOUNT)).dataSources())
                .extracting(DataSource::dataSourceId)
                .containsExactly("visits");
        assertThat(other.listDataSources(list -> list.awsAccountId(ACCOUNT)).dataSources())
                .isEmpty();
        assertThatThrownBy(() -> other.deleteDataSource(
                        delete -> delete.awsAccountId(ACCOUNT).dataSourceId("visits")))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("quicksight:DeleteDataSource on resource");
        owner.deleteDataSource(delete -> delete.awsAccountId(ACCOUNT).dataSourceId("visits"));
        assertThat(core.spice().dataSources().list()).isEmpty();
    }

    @Test
    void tagsAreGivenListedAndTaken() {
        create(administrator, "visits");
        String arn = "arn:aws:quicksight:eu-west-1:123456789012:datasource/visits";
        assertThat(administrator
                        .listTagsForResource(list -> list.resourceArn(arn))
                        .tags())
                .containsExactly(tag("team", "care"));
        administrator.tagResource(put -> put.resourceArn(arn).tags(tag("a", "1"), tag("b", "2")));
        administrator.untagResource(remove -> remove.resourceArn(arn).tagKeys("team", "b"));
        assertThat(administrator
                        .listTagsForResource(list -> list.resourceArn(arn))
                        .tags())
                .containsExactly(tag("a", "1"));
        assertThatThrownBy(() -> administrator.listTagsForResource(list -> list.resourceArn(arn + "-2")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("datasource/visits-2");
        assertThatThrownBy(() -> administrator.listTagsForResource(list -> list.resourceArn("arn:aws:s3:::bucket")))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("is no data source or data set of account 123456789012");
    }

    @Test
    void aSearchFindsByNameAndByOwner() {
        create(administrator, "visits");
        core.declare("patients");
        assertThat(administrator
                        .searchDataSources(search -> search.awsAccountId(ACCOUNT)
                                .filters(DataSourceSearchFilter.builder()
                                        .name("DATASOURCE_NAME")
                                        .operator("StringLike")
                                        .value("VIS")
                                        .build()))
                        .dataSourceSummaries())
                .extracting(found -> found.dataSourceId())
                .containsExactly("visits");
        principal("analyst", List.of("quicksight:*"), List.of());
        share("analyst", VIEWER);
        assertThat(sets("DIRECT_QUICKSIGHT_VIEWER_OR_OWNER")).containsExactly("patients");
        assertThat(sets("DIRECT_QUICKSIGHT_OWNER")).isEmpty();
        assertThatThrownBy(() -> sets("MOOD"))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("Filters[0].Name is 'MOOD'; served are [DATASET_NAME");
    }

    @Test
    void aTokenOfOneListIsRefusedByAnother() {
        core.declare("a");
        core.declare("b");
        String token = administrator
                .listDataSets(list -> list.awsAccountId(ACCOUNT).maxResults(1))
                .nextToken();
        assertThatThrownBy(() -> administrator.listDataSources(
                        list -> list.awsAccountId(ACCOUNT).nextToken(token)))
                .isInstanceOf(InvalidNextTokenException.class)
                .hasMessageContaining("did not come from an earlier page of this list");
    }

    @Test
    void aRotatedOrDeletedKeyOpensNothing() {
        QuickSightClient before = principal("p", List.of("quicksight:List*"), List.of());
        before.listDataSets(list -> list.awsAccountId(ACCOUNT));
        try (NewAccessKey fresh = core.spice().principals().rotate("p")) {
            assertUnrecognized(before);
            QuickSightClient after = client(fresh);
            after.listDataSets(list -> list.awsAccountId(ACCOUNT));
            core.spice().principals().delete("p");
            assertUnrecognized(after);
        }
    }

    @Test
    void aSecretAccessKeyIsNowhereOnDisk() throws IOException {
        try (NewAccessKey key = core.spice().principals().create("p", List.of("*"), List.of())) {
            String secret = key.secretAccessKey().reveal(text -> text);
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .as("%s", file)
                            .doesNotContain(secret);
                }
            }
            assertThat(key.toString()).doesNotContain(secret);
        }
    }

    @Test
    void aKeyThatIsShutOpensNoSecretAccessKey() {
        core.keys().set(CoreFixture.SERVICE_OWNED_KEY, KeyState.Disabled);
        assertThatThrownBy(() -> administrator.listDataSets(list -> list.awsAccountId(ACCOUNT)))
                .isInstanceOf(CustomerManagedKeyUnavailableException.class)
                .hasMessageContaining("is Disabled");
    }

    private void assertUnrecognized(QuickSightClient client) {
        assertThatThrownBy(() -> client.listDataSets(list -> list.awsAccountId(ACCOUNT)))
                .isInstanceOfSatisfying(
                        QuickSightException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnrecognizedClientException"));
    }

    private List<String> sets(String filter) {
        return administrator
                .searchDataSets(search -> search.awsAccountId(ACCOUNT)
                        .filters(DataSetSearchFilter.builder()
                                .name(filter)
                                .operator("StringEquals")
                                .value(arn("analyst").toString())
                                .build()))
                .dataSetSummaries()
                .stream()
                .map(found -> found.dataSetId())
                .toList();
    }

    private void share(String principal, List<String> actions) {
        administrator.updateDataSetPermissions(update ->
                update.awsAccountId(ACCOUNT).dataSetId("patients").grantPermissions(permission(principal, actions)));
    }

    private ResourcePermission permission(String principal, List<String> actions) {
        return ResourcePermission.builder()
                .principal(arn(principal).toString())
                .actions(actions)
                .build();
    }

    private Arn arn(String principal) {
        return core.spice().principals().arn(principal);
    }

    private static void create(QuickSightClient client, String id) {
        client.createDataSource(create -> create.awsAccountId(ACCOUNT)
                .dataSourceId(id)
                .name(id)
                .type(DataSourceType.POSTGRESQL)
                .dataSourceParameters(union -> union.postgreSqlParameters(
                        postgres -> postgres.host("127.0.0.1").port(1).database("d")))
                .credentials(credentials -> credentials.secretArn(SECRET))
                .tags(tag("team", "care")));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private QuickSightClient principal(String name, List<String> actions, List<String> secrets) {
        try (NewAccessKey key = core.spice().principals().create(name, actions, secrets)) {
            return client(key);
        }
    }

    private QuickSightClient client(NewAccessKey key) {
        QuickSightClient client = QuickSightClient.builder()
                .endpointOverride(URI.create(server.url().toString()))
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(key.secretAccessKey()
                        .reveal(secret ->
                                AwsBasicCredentials.create(key.principal().accessKeyId(), secret))))
                .build();
        clients.add(client);
        return client;
    }
}
