package io.spicerack.api;

import static io.spicerack.api.ApiFixture.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spicerack.TakesLong;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.WithCore;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.quicksight.QuickSightClient;
import software.amazon.awssdk.services.quicksight.model.DataSetFilterAttribute;
import software.amazon.awssdk.services.quicksight.model.DataSetImportMode;
import software.amazon.awssdk.services.quicksight.model.DataSetSearchFilter;
import software.amazon.awssdk.services.quicksight.model.DataSourceParameters;
import software.amazon.awssdk.services.quicksight.model.FilterOperator;
import software.amazon.awssdk.services.quicksight.model.PhysicalTable;
import software.amazon.awssdk.services.quicksight.model.QuickSightException;
import software.amazon.awssdk.services.quicksight.model.Tag;

/** AWS's SDK for Java tries again by itself where an answer is lost: each call ends as it would on AWS. */
@TakesLong
@WithCore
class LostAnswersTest {
    private static final String SOURCE = "arn:aws:quicksight:eu-west-1:" + ACCOUNT + ":datasource/lost";
    private static final String SET = "arn:aws:quicksight:eu-west-1:" + ACCOUNT + ":dataset/lost";
    private static final String DONE = "done";

    private final CoreFixture core;

    LostAnswersTest(CoreFixture core) {
        this.core = core;
    }

    @Test
    void everyKindOfCallEndsAsOnAwsWhenItsAnswerIsLost() throws Exception {
        try (QuickSightServer server = ApiFixture.serve(core, java.time.Clock.systemUTC());
                LosingProxy proxy = LosingProxy.to(server.url());
                QuickSightClient client = client(proxy.url())) {
            Map<String, String> ends = new LinkedHashMap<>();
            calls().forEach((name, call) -> {
                int before = proxy.requests();
                proxy.lose(1);
                ends.put(name, end(client, call) + ", " + (proxy.requests() - before) + " requests");
            });
            // what AWS says to the second of two requests, where the first one made or ended what it is about
            assertThat(ends)
                    .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                            Map.entry("CreateDataSource", "ResourceExistsException, 2 requests"),
                            Map.entry("DescribeDataSource", "done, 2 requests"),
                            Map.entry("UpdateDataSource", "done, 2 requests"),
                            Map.entry("TagResource", "done, 2 requests"),
                            Map.entry("ListTagsForResource", "done, 2 requests"),
                            Map.entry("UntagResource", "done, 2 requests"),
                            Map.entry("SearchDataSets", "done, 2 requests"),
                            Map.entry("ListDataSources", "done, 2 requests"),
                            Map.entry("CreateDataSet", "ResourceExistsException, 2 requests"),
                            Map.entry("UpdateDataSet", "done, 2 requests"),
                            Map.entry("CreateIngestion", "ResourceExistsException, 2 requests"),
                            Map.entry("CancelIngestion", "done, 2 requests"),
                            Map.entry("DeleteDataSet", "ResourceNotFoundException, 2 requests"),
                            Map.entry("DeleteDataSource", "ResourceNotFoundException, 2 requests")));
            assertThat(core.spice().tags().of(io.spicerack.model.Arn.parse(SET)))
                    .isEmpty();
        }
    }

    private static String end(QuickSightClient client, Function<QuickSightClient, SdkResponse> call) {
        @Nullable
        QuickSightException refused = catchThrowableOfType(QuickSightException.class, () -> call.apply(client));
        return refused == null ? DONE : refused.awsErrorDetails().errorCode();
    }

    private static Map<String, Function<QuickSightClient, SdkResponse>> calls() {
        DataSourceParameters place = DataSourceParameters.builder()
                .postgreSqlParameters(there -> there.host("127.0.0.1").port(1).database("none"))
                .build();
        PhysicalTable table = PhysicalTable.builder()
                .customSql(query -> query.dataSourceArn(SOURCE).name("q").sqlQuery("SELECT 1 AS one"))
                .build();
        Map<String, Function<QuickSightClient, SdkResponse>> calls = new LinkedHashMap<>();
        calls.put(
                "CreateDataSource",
                client -> client.createDataSource(create -> create.awsAccountId(ACCOUNT)
                        .dataSourceId("lost")
                        .name("Lost")
                        .type("POSTGRESQL")
                        .dataSourceParameters(place)
                        .credentials(with ->
                                with.credentialPair(pair -> pair.username("u").password("p")))));
        calls.put(
                "DescribeDataSource",
                client -> client.describeDataSource(
                        one -> one.awsAccountId(ACCOUNT).dataSourceId("lost")));
        calls.put(
                "UpdateDataSource",
                client -> client.updateDataSource(update -> update.awsAccountId(ACCOUNT)
                        .dataSourceId("lost")
                        .name("Found")
                        .dataSourceParameters(place)
                        .credentials(with ->
                                with.credentialPair(pair -> pair.username("u").password("p")))));
        calls.put(
                "TagResource",
                client -> client.tagResource(tag -> tag.resourceArn(SOURCE)
                        .tags(Tag.builder().key("ward").value("north").build())));
        calls.put("ListTagsForResource", client -> client.listTagsForResource(list -> list.resourceArn(SOURCE)));
        calls.put(
                "UntagResource",
                client ->
                        client.untagResource(untag -> untag.resourceArn(SOURCE).tagKeys("ward")));
        calls.put(
                "CreateDataSet",
                client -> client.createDataSet(create -> create.awsAccountId(ACCOUNT)
                        .dataSetId("lost")
                        .name("Lost")
                        .importMode(DataSetImportMode.SPICE)
                        .physicalTableMap(Map.of("t", table))));
        calls.put(
                "UpdateDataSet",
                client -> client.updateDataSet(update -> update.awsAccountId(ACCOUNT)
                        .dataSetId("lost")
                        .name("Found")
                        .importMode(DataSetImportMode.SPICE)
                        .physicalTableMap(Map.of("t", table))));
        calls.put(
                "SearchDataSets",
                client -> client.searchDataSets(search -> search.awsAccountId(ACCOUNT)
                        .filters(DataSetSearchFilter.builder()
                                .name(DataSetFilterAttribute.DATASET_NAME)
                                .operator(FilterOperator.STRING_EQUALS)
                                .value("Found")
                                .build())));
        calls.put("ListDataSources", client -> client.listDataSources(list -> list.awsAccountId(ACCOUNT)));
        calls.put(
                "CreateIngestion",
                client -> client.createIngestion(
                        create -> create.awsAccountId(ACCOUNT).dataSetId("lost").ingestionId("one")));
        calls.put(
                "CancelIngestion",
                client -> client.cancelIngestion(
                        cancel -> cancel.awsAccountId(ACCOUNT).dataSetId("lost").ingestionId("one")));
        calls.put(
                "DeleteDataSet",
                client -> client.deleteDataSet(
                        delete -> delete.awsAccountId(ACCOUNT).dataSetId("lost")));
        calls.put(
                "DeleteDataSource",
                client -> client.deleteDataSource(
                        delete -> delete.awsAccountId(ACCOUNT).dataSourceId("lost")));
        return calls;
    }

    private static QuickSightClient client(URI proxy) {
        return QuickSightClient.builder()
                .endpointOverride(proxy)
                .region(Region.EU_WEST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ApiFixture.KEY, ApiFixture.SECRET)))
                .build();
    }
}
