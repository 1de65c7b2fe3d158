package io.spicerack.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.model.Account;
import io.spicerack.model.DataSetId;
import io.spicerack.refresh.DataSets;
import java.util.List;
import java.util.Set;

/** The data sets that routes declare. Thread-safe. */
final class DataSetOperations {
    private final DataSets dataSets;
    private final Account account;

    DataSetOperations(DataSets dataSets, Account account) {
        this.dataSets = dataSets;
        this.account = account;
    }

    List<Operation> all() {
        return List.of(
                Operation.of("DescribeDataSet", "GET /data-sets/{DataSetId}", 200, this::describe),
                Operation.of("ListDataSets", "GET /data-sets", 200, Operation.PAGES, this::list));
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
        Page page = Page.of(call);
        List<DataSets.Status> shown =
                page.cut(dataSets.status(), status -> status.dataSet().id().value());
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
