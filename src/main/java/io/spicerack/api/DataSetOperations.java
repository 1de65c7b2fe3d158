package io.spicerack.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.catalog.record.DataSetRecord;
import io.spicerack.catalog.record.DefinitionRecord;
import io.spicerack.core.account.DataSetView;
import io.spicerack.core.account.DataSets;
import io.spicerack.core.account.DefinedDataSets;
import io.spicerack.core.account.Permissions;
import io.spicerack.core.sources.DataSources;
import io.spicerack.http.JsonBody;
import io.spicerack.http.JsonInput;
import io.spicerack.http.Paging;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionId;
import io.spicerack.prepare.AccessRules;
import io.spicerack.prepare.AccessRulesReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Data sets: those of routes are looked at, those of the API are also made, changed and deleted. Thread-safe. */
final class DataSetOperations {
    private static final String ONE = "/data-sets/{DataSetId}";

    private final DataSets dataSets;
    private final DefinedDataSets definedDataSets;
    private final Permissions permissions;
    private final DataSources dataSources;
    private final Account account;
    private final Access access;
    private final DataSetJson json;
    private final Sharing sharing;

    DataSetOperations(
            DataSets dataSets,
            DefinedDataSets definedDataSets,
            DataSources dataSources,
            Permissions permissions,
            Sharing sharing,
            Account account,
            Access access) {
        this.dataSets = dataSets;
        this.definedDataSets = definedDataSets;
        this.permissions = permissions;
        this.dataSources = dataSources;
        this.account = account;
        this.access = access;
        this.json = new DataSetJson(dataSets, definedDataSets, account);
        this.sharing = sharing;
    }

    List<Operation> all() {
        return List.of(
                Operation.of("CreateDataSet", "POST /data-sets", 201, this::create),
                Operation.of("UpdateDataSet", "PUT " + ONE, 200, this::update),
                Operation.of("DescribeDataSet", "GET " + ONE, 200, this::describe),
                Operation.of("DeleteDataSet", "DELETE " + ONE, 200, this::delete),
                Operation.of("ListDataSets", "GET /data-sets", 200, Operation.PAGES, this::list),
                Operation.of("SearchDataSets", "POST /search/data-sets", 200, this::search));
    }

    /** A data set, or QuickSight's error. */
    static DataSetView known(DataSets dataSets, DataSetId id) {
        return dataSets.view(id)
                .orElseThrow(() -> ApiError.notFound(
                        "DATA_SET",
                        "there is no data set '" + id
                                + "'. CreateDataSet makes one, or a route that starts from spice:ingestions"));
    }

    private ObjectNode describe(OperationCall call) {
        call.input().allow(Set.of());
        ObjectNode body = JsonBody.object();
        body.set("DataSet", json.dataSet(known(dataSets, call.id("DataSetId", DataSetId::new))));
        return body;
    }

    private ObjectNode create(OperationCall call) {
        JsonInput input = call.input().allow(DataSetInput.CREATE);
        DataSetId id = input.parsed("DataSetId", DataSetId::new).orElseThrow(() -> input.missing("DataSetId"));
        DefinedDataSets.Definition definition = DataSetInput.definition(input, account);
        List<Permissions.Change> shared = PermissionOperations.atCreate(ResourceKind.DATA_SET, input);
        Map<String, String> tags = TagOperations.given(input);
        sharing.check(input, shared);
        checkDataSource(call, definition.dataSource());
        checkRules(call, id, definition);
        IngestionId ingestion = ApiError.translated("DATA_SET", () -> definedDataSets.create(id, definition));
        sharing.share(call.principal(), ResourceKind.DATA_SET, account.dataSet(id), shared, tags);
        return named(id, ingestion);
    }

    private ObjectNode update(OperationCall call) {
        JsonInput input = call.input().allow(DataSetInput.UPDATE);
        DataSetId id =
                known(dataSets, call.id("DataSetId", DataSetId::new)).dataSet().id();
        DefinedDataSets.Definition definition = DataSetInput.definition(input, account);
        checkDataSource(call, definition.dataSource());
        checkRules(call, id, definition);
        return named(id, ApiError.translated("DATA_SET", () -> definedDataSets.update(id, definition)));
    }

    private ObjectNode delete(OperationCall call) {
        call.input().allow(Set.of());
        DataSetId id =
                known(dataSets, call.id("DataSetId", DataSetId::new)).dataSet().id();
        ApiError.translated("DATA_SET", () -> {
            definedDataSets.delete(id, account.dataSet(id));
            return id;
        });
        return JsonBody.object().put("Arn", account.dataSet(id).toString()).put("DataSetId", id.value());
    }

    /** Whoever makes a data set hands out what its data source shows: that takes a right of its own. */
    private void checkDataSource(OperationCall call, DataSourceId dataSource) {
        access.check(call.principal(), ResourceKind.PREFIX + "PassDataSource", account.dataSource(dataSource));
        if (!dataSources.exists(dataSource)) {
            throw ApiError.notFound("DATA_SOURCE", "there is no data source '" + dataSource + "'");
        }
    }

    /** Whoever chooses rows by another data set shows what is in it: that takes the same right as to hand it on. */
    private void checkRules(OperationCall call, DataSetId id, DefinedDataSets.Definition definition) {
        AccessRulesReader.parse(definition.members())
                .dataSet()
                .map(AccessRules.RulesDataSet::arn)
                .ifPresent(rules -> {
                    if (rules.equals(account.dataSet(id))) {
                        throw ApiError.badParameter(
                                "RowLevelPermissionDataSet.Arn is the data set's own; its rules are in another");
                    }
                    access.check(call.principal(), ResourceKind.PREFIX + "PassDataSet", rules);
                    String name = rules.resource().substring(rules.resource().indexOf('/') + 1);
                    boolean there = dataSets.all().stream()
                            .anyMatch(known -> known.id().value().equals(name)
                                    && account.dataSet(known.id()).equals(rules));
                    if (!there) {
                        throw ApiError.notFound(
                                "DATA_SET", "RowLevelPermissionDataSet.Arn names no data set: " + rules);
                    }
                });
    }

    private ObjectNode named(DataSetId id, IngestionId ingestion) {
        return JsonBody.object()
                .put("Arn", account.dataSet(id).toString())
                .put("DataSetId", id.value())
                .put("IngestionArn", account.ingestion(id, ingestion).toString())
                .put("IngestionId", ingestion.value());
    }

    private ObjectNode list(OperationCall call) {
        call.input().allow(Set.of());
        return page(ListPages.of(call, "ListDataSets"), visible(call));
    }

    private ObjectNode search(OperationCall call) {
        JsonInput input = call.input().allow(Set.of("Filters", "NextToken", "MaxResults"));
        SearchFilter filter = SearchFilter.of(ResourceKind.DATA_SET, input);
        List<DataSetRecord> found = visible(call).stream()
                .filter(dataSet -> filter.matches(dataSet.name(), account.dataSet(dataSet.id()), permissions))
                .toList();
        return page(ListPages.of(input, "SearchDataSets"), found);
    }

    private List<DataSetRecord> visible(OperationCall call) {
        Predicate<Arn> visible = access.describable(call.principal(), ResourceKind.DATA_SET);
        return dataSets.all().stream()
                .filter(dataSet -> visible.test(account.dataSet(dataSet.id())))
                .toList();
    }

    private ObjectNode page(Paging page, List<DataSetRecord> all) {
        List<DataSetRecord> shown = page.cut(all, dataSet -> dataSet.id().value());
        Map<DataSetId, DefinitionRecord> definitions = definedDataSets.definitions(
                shown.stream().map(DataSetRecord::id).toList());
        return ListPages.body(
                page,
                "DataSetSummaries",
                shown,
                dataSet -> dataSet.id().value(),
                dataSet -> json.summary(dataSet, definitions.get(dataSet.id())));
    }
}
