package io.spicerack.api;

import static org.awaitility.Awaitility.await;

import io.spicerack.camel.DataSetProbe;
import io.spicerack.camel.PipelineFixture;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.ReconcileMode;
import io.spicerack.model.Secret;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.quicksight.QuickSightClient;
import software.amazon.awssdk.services.quicksight.model.CreateDataSetRequest;
import software.amazon.awssdk.services.quicksight.model.CreateDataSetResponse;
import software.amazon.awssdk.services.quicksight.model.DataSet;
import software.amazon.awssdk.services.quicksight.model.DataSetImportMode;
import software.amazon.awssdk.services.quicksight.model.DataSource;
import software.amazon.awssdk.services.quicksight.model.Ingestion;
import software.amazon.awssdk.services.quicksight.model.InputColumn;
import software.amazon.awssdk.services.quicksight.model.InputColumnDataType;
import software.amazon.awssdk.services.quicksight.model.LogicalTable;
import software.amazon.awssdk.services.quicksight.model.PhysicalTable;
import software.amazon.awssdk.services.quicksight.model.TransformOperation;

/** The whole service under the SDK's client: the API, the routes that are shipped, and two real databases. */
final class ServiceFixture implements AutoCloseable {
    static final String ACCOUNT = PipelineFixture.ACCOUNT.id();

    private static final String KEY = "AKIASPICERACKTESTKEY";
    private static final String SECRET = "a-secret-access-key-for-tests-only";

    final PipelineFixture pipeline;
    final TestDatabase postgres = TestDatabases.postgres().newDatabase();
    QuickSightClient client;
    private QuickSightServer server;

    static ServiceFixture open(Path directory) {
        return new ServiceFixture(directory, ReconcileMode.COUNTS);
    }

    ServiceFixture(Path directory, ReconcileMode reconcile) {
        pipeline = PipelineFixture.open(directory);
        pipeline.routes().shared();
        pipeline.reconcile(reconcile).restart();
        pipeline.postgres("pg", postgres);
        server = serve();
        client = client();
    }

    /** Stops the service and starts it over the same directory. */
    void restart() {
        client.close();
        server.close();
        pipeline.restart();
        server = serve();
        client = client();
    }

    private QuickSightServer serve() {
        return QuickSightServer.start(
                new ApiConfig(
                        "127.0.0.1",
                        0,
                        PipelineFixture.ACCOUNT,
                        Optional.of(new ApiConfig.Owner(KEY, Secret.of(SECRET)))),
                pipeline.spice(),
                Clock.systemUTC());
    }

    private QuickSightClient client() {
        return client(KEY, SECRET);
    }

    QuickSightClient client(String key, String secret) {
        return QuickSightClient.builder()
                .endpointOverride(server.url())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret)))
                .build();
    }

    DataSetProbe probe() {
        return pipeline.probe();
    }

    static String dataSourceArn(String id) {
        return "arn:aws:quicksight:eu-west-1:" + ACCOUNT + ":datasource/" + id;
    }

    static InputColumn column(String name, InputColumnDataType type) {
        return InputColumn.builder().name(name).type(type).build();
    }

    /** A table of the data source {@code pg}. */
    static PhysicalTable table(String name, InputColumn... columns) {
        return PhysicalTable.builder()
                .relationalTable(table -> table.dataSourceArn(dataSourceArn("pg"))
                        .schema("public")
                        .name(name)
                        .inputColumns(columns))
                .build();
    }

    static PhysicalTable query(String dataSource, String sql, InputColumn... columns) {
        return PhysicalTable.builder()
                .customSql(table -> table.dataSourceArn(dataSourceArn(dataSource))
                        .name("q")
                        .sqlQuery(sql)
                        .columns(columns.length == 0 ? null : List.of(columns)))
                .build();
    }

    @SuppressWarnings("deprecation") // LogicalTableMap gave way to DataPrepConfiguration, which is refused
    static CreateDataSetRequest request(String id, PhysicalTable table, TransformOperation... transforms) {
        CreateDataSetRequest.Builder request = CreateDataSetRequest.builder()
                .awsAccountId(ACCOUNT)
                .dataSetId(id)
                .name("The " + id)
                .importMode(DataSetImportMode.SPICE)
                .physicalTableMap(Map.of("t", table));
        if (transforms.length > 0) {
            request.logicalTableMap(Map.of("l", logical(transforms)));
        }
        return request.build();
    }

    static LogicalTable logical(TransformOperation... transforms) {
        return LogicalTable.builder()
                .alias("l")
                .source(source -> source.physicalTableId("t"))
                .dataTransforms(transforms)
                .build();
    }

    /** Creates a data set and waits for its INITIAL_INGESTION, which must complete. */
    Ingestion created(CreateDataSetRequest request) {
        CreateDataSetResponse created = client.createDataSet(request);
        return completed(request.dataSetId(), created.ingestionId());
    }

    Ingestion completed(String dataSet, String id) {
        Ingestion ended = ended(dataSet, id);
        if (!ended.ingestionStatusAsString().equals("COMPLETED")) {
            throw new AssertionError(dataSet + " ended " + ended.ingestionStatus() + ": " + ended.errorInfo());
        }
        return ended;
    }

    Ingestion ended(String dataSet, String id) {
        probe().ended(new DataSetId(dataSet), new IngestionId(id));
        return ingestion(dataSet, id);
    }

    Ingestion ingestion(String dataSet, String id) {
        return client.describeIngestion(describe ->
                        describe.awsAccountId(ACCOUNT).dataSetId(dataSet).ingestionId(id))
                .ingestion();
    }

    Ingestion refreshed(String dataSet, String id, String type) {
        client.createIngestion(create ->
                create.awsAccountId(ACCOUNT).dataSetId(dataSet).ingestionId(id).ingestionType(type));
        return ended(dataSet, id);
    }

    DataSet described(String dataSet) {
        return client.describeDataSet(describe -> describe.awsAccountId(ACCOUNT).dataSetId(dataSet))
                .dataSet();
    }

    DataSource tested(String id) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> client.describeDataSource(describe ->
                                        describe.awsAccountId(ACCOUNT).dataSourceId(id))
                                .dataSource(),
                        source -> !source.statusAsString().endsWith("IN_PROGRESS"));
    }

    static TransformOperation transform(Consumer<TransformOperation.Builder> operation) {
        TransformOperation.Builder builder = TransformOperation.builder();
        operation.accept(builder);
        return builder.build();
    }

    @Override
    public void close() {
        client.close();
        server.close();
        pipeline.close();
    }
}
