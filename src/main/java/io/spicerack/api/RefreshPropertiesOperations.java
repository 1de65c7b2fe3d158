package io.spicerack.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.catalog.record.RefreshProperties;
import io.spicerack.core.Spice;
import io.spicerack.core.account.DefinedDataSets;
import io.spicerack.http.JsonBody;
import io.spicerack.http.JsonInput;
import io.spicerack.model.DataSetId;
import io.spicerack.model.LookbackWindow;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** How a data set is refreshed incrementally. Thread-safe. */
final class RefreshPropertiesOperations {
    private static final String PATH = " /data-sets/{DataSetId}/refresh-properties";
    private static final String ROOT = "DataSetRefreshProperties";

    private final Spice spice;
    private final DefinedDataSets dataSets;

    RefreshPropertiesOperations(Spice spice) {
        this.spice = spice;
        this.dataSets = spice.definedDataSets();
    }

    List<Operation> all() {
        return List.of(
                Operation.of("PutDataSetRefreshProperties", "PUT" + PATH, 200, this::put),
                Operation.of("DescribeDataSetRefreshProperties", "GET" + PATH, 200, this::describe),
                Operation.of("DeleteDataSetRefreshProperties", "DELETE" + PATH, 200, this::delete));
    }

    private ObjectNode put(OperationCall call) {
        DataSetId dataSet = known(call);
        JsonInput properties = call.input()
                .allow(Set.of(ROOT))
                .object(ROOT)
                .orElseThrow(() -> call.input().missing(ROOT))
                .allow(Set.of("RefreshConfiguration", "FailureConfiguration"));
        RefreshProperties given = new RefreshProperties(
                properties
                        .object("RefreshConfiguration")
                        .map(RefreshPropertiesOperations::window)
                        .orElse(null),
                properties
                        .object("FailureConfiguration")
                        .map(RefreshPropertiesOperations::alert)
                        .orElse(null));
        ApiError.translated("DATA_SET", () -> {
            dataSets.putRefreshProperties(dataSet, given);
            return dataSet;
        });
        return JsonBody.object();
    }

    private ObjectNode describe(OperationCall call) {
        call.input().allow(Set.of());
        DataSetId dataSet = known(call);
        RefreshProperties properties = dataSets.refreshProperties(dataSet).orElseThrow(() -> none(dataSet));
        ObjectNode body = JsonBody.object();
        ObjectNode json = body.putObject(ROOT);
        LookbackWindow window = properties.window();
        if (window != null) {
            json.putObject("RefreshConfiguration")
                    .putObject("IncrementalRefresh")
                    .putObject("LookbackWindow")
                    .put("ColumnName", window.columnName())
                    .put("Size", window.size())
                    .put("SizeUnit", window.sizeUnit().name());
        }
        if (properties.alertStatus() != null) {
            json.putObject("FailureConfiguration").putObject("EmailAlert").put("AlertStatus", properties.alertStatus());
        }
        return body;
    }

    private ObjectNode delete(OperationCall call) {
        call.input().allow(Set.of());
        DataSetId dataSet = known(call);
        if (!ApiError.translated("DATA_SET", () -> dataSets.deleteRefreshProperties(dataSet))) {
            throw none(dataSet);
        }
        return JsonBody.object();
    }

    private DataSetId known(OperationCall call) {
        return DataSetOperations.known(spice.dataSets(), call.id("DataSetId", DataSetId::new))
                .dataSet()
                .id();
    }

    private static ApiError none(DataSetId dataSet) {
        return ApiError.notFound("DATA_SET", "data set '" + dataSet + "' has no refresh properties");
    }

    private static LookbackWindow window(JsonInput configuration) {
        JsonInput window = configuration
                .allow(Set.of("IncrementalRefresh"))
                .object("IncrementalRefresh")
                .orElseThrow(() -> configuration.missing("IncrementalRefresh"))
                .allow(Set.of("LookbackWindow"))
                .object("LookbackWindow")
                .orElseThrow(() -> configuration.missing("IncrementalRefresh.LookbackWindow"))
                .allow(Set.of("ColumnName", "Size", "SizeUnit"));
        String unit = window.text("SizeUnit", 16);
        LookbackWindow.SizeUnit known = Arrays.stream(LookbackWindow.SizeUnit.values())
                .filter(each -> each.name().equals(unit))
                .findFirst()
                .orElseThrow(() -> window.refused(
                        "SizeUnit",
                        "is '" + unit + "'; allowed are " + Arrays.toString(LookbackWindow.SizeUnit.values())));
        int size = window.integer("Size", 1, Integer.MAX_VALUE);
        try {
            return new LookbackWindow(window.text("ColumnName", 128), size, known);
        } catch (IllegalArgumentException e) {
            throw window.refused("Size", "is " + size + ": " + e.getMessage());
        }
    }

    private static String alert(JsonInput configuration) {
        JsonInput alert = configuration
                .allow(Set.of("EmailAlert"))
                .object("EmailAlert")
                .orElseThrow(() -> configuration.missing("EmailAlert"))
                .allow(Set.of("AlertStatus"));
        String status = alert.text("AlertStatus", 16);
        if (!Set.of("ENABLED", "DISABLED").contains(status)) {
            throw alert.refused("AlertStatus", "is '" + status + "'; allowed are [DISABLED, ENABLED]");
        }
        return status;
    }
}
