package io.spicerack.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.model.Account;
import io.spicerack.model.DataSetId;
import io.spicerack.refresh.DataSets;
import io.spicerack.refresh.Spice;
import java.util.List;
import java.util.Set;

/** The data sets that routes declare. Thread-safe. */
final class DataSetOperations {
    private final Spice spice;
    private final DataSets dataSets;
    private final Account account;
    private final Access access;

    DataSetOperations(Spice spice, Account account, Access access) {
        this.spice = spice;
        this.dataSets = spice.dataSets();
        this.account = account;
        this.access = access;
    }

    List<Operation> all() {
        return List.of(
                Operation.of("DescribeDataSet", "GET /data-sets/{DataSetId}", 200, this::describe),
                Operation.of("ListDataSets", "GET /data-sets", 200, Operation.PAGES, this::list),
                Operation.of("SearchDataSets", "POST /search/data-sets", 200, this::search));
    }

    /** The status of a data set, or QuickSight's error. */
    static DataSets.Status known(DataSets dataSets, DataSetId id) {
        return dataSets.status(id)
                .orElseThrow(() -> ApiError.notFound(
                        "DATA_SET",
                        "there is no data set '" + id
                                + "'. A data set is declared by a route that starts from spice:ingestions"));
    }

    private ObjectNode describe(Call call) {
        call.input().allow(Set.of());
        DataSets.Status status = known(dataSets, call.id("DataSetId", DataSetId::new));
        ObjectNode dataSet = summary(status)
                .put(
                        "ConsumedSpiceCapacityInBytes",
                        status.current() == null ? 0 : status.current().bytes());
        ObjectNode body = Json.object();
        body.set("DataSet", dataSet);
        return body;
    }

    private ObjectNode list(Call call) {
        call.input().allow(Set.of());
        return page(Page.of(call, "ListDataSets"), visible(call));
    }

    private ObjectNode search(Call call) {
        Input input = call.input().allow(Set.of("Filters", "NextToken", "MaxResults"));
        SearchFilter filter = SearchFilter.of(ResourceKind.DATA_SET, input);
        List<DataSets.Status> found = visible(call).stream()
                .filter(status -> filter.matches(
                        status.dataSet().name(),
                        account.dataSet(status.dataSet().id()),
                        spice.permissions()))
                .toList();
        return page(Page.of(input, "SearchDataSets"), found);
    }

    private List<DataSets.Status> visible(Call call) {
        return dataSets.status().stream()
                .filter(status -> access.mayDescribe(
                        call.principal(),
                        ResourceKind.DATA_SET,
                        account.dataSet(status.dataSet().id())))
                .toList();
    }

    private ObjectNode page(Page page, List<DataSets.Status> all) {
        List<DataSets.Status> shown =
                page.cut(all, status -> status.dataSet().id().value());
        return page.body(
                "DataSetSummaries", shown, status -> status.dataSet().id().value(), this::summary);
    }

    private ObjectNode summary(DataSets.Status status) {
        ObjectNode summary = Json.object()
                .put("Arn", account.dataSet(status.dataSet().id()).toString())
                .put("DataSetId", status.dataSet().id().value())
                .put("Name", status.dataSet().name())
                .put("ImportMode", "SPICE");
        summary.set("CreatedTime", Json.epochSeconds(status.dataSet().created()));
        summary.set("LastUpdatedTime", Json.epochSeconds(status.dataSet().updated()));
        return summary;
    }
}
