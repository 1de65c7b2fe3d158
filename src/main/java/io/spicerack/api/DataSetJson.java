package io.spicerack.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.catalog.record.DataSetRecord;
import io.spicerack.catalog.record.DefinitionRecord;
import io.spicerack.core.account.DataSetView;
import io.spicerack.core.account.DataSets;
import io.spicerack.core.account.DefinedDataSets;
import io.spicerack.http.JsonBody;
import io.spicerack.model.Account;
import io.spicerack.prepare.AccessRules;
import io.spicerack.prepare.AccessRulesReader;
import io.spicerack.prepare.DeclaredColumns;
import io.spicerack.prepare.DefinitionReader;
import io.spicerack.prepare.OutputColumn;
import io.spicerack.table.Column;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** QuickSight's DataSet and DataSetSummary structures. Thread-safe. */
final class DataSetJson {
    private final DataSets dataSets;
    private final DefinedDataSets definedDataSets;
    private final Account account;

    DataSetJson(DataSets dataSets, DefinedDataSets definedDataSets, Account account) {
        this.dataSets = dataSets;
        this.definedDataSets = definedDataSets;
        this.account = account;
    }

    /** @param definition none of one that a route declares */
    ObjectNode summary(DataSetRecord known, @Nullable DefinitionRecord definition) {
        ObjectNode summary = head(known);
        if (definition != null) {
            AccessRules rules = AccessRulesReader.parse(definition.members());
            JsonNode dataSet = members(definition).path("RowLevelPermissionDataSet");
            if (!dataSet.isMissingNode()) {
                summary.set("RowLevelPermissionDataSet", dataSet);
            }
            summary.put(
                    "RowLevelPermissionTagConfigurationApplied", rules.tags().isPresent());
            summary.put("ColumnLevelPermissionRulesApplied", !rules.columns().isEmpty());
        }
        return summary;
    }

    private ObjectNode head(DataSetRecord known) {
        ObjectNode summary = JsonBody.object()
                .put("Arn", account.dataSet(known.id()).toString())
                .put("DataSetId", known.id().value())
                .put("Name", known.name())
                .put("ImportMode", "SPICE");
        summary.set("CreatedTime", JsonBody.epochSeconds(known.created()));
        summary.set("LastUpdatedTime", JsonBody.epochSeconds(known.updated()));
        return summary;
    }

    /** Of a data set that a route declares, the tables are the route's; the columns are those of the current version. */
    ObjectNode dataSet(DataSetView view) {
        ObjectNode dataSet = head(view.dataSet()).put("ConsumedSpiceCapacityInBytes", dataSets.spiceBytes(view));
        Optional<DefinitionRecord> kept =
                definedDataSets.definition(view.dataSet().id());
        kept.ifPresent(definition -> dataSet.setAll(members(definition)));
        List<OutputColumn> columns = kept.map(definition ->
                        DefinitionReader.parse(definition.members()).outputColumns())
                .filter(declared -> !declared.isEmpty())
                .orElseGet(() ->
                        dataSets.columns(view).stream().map(DataSetJson::sealed).toList());
        dataSet.set("OutputColumns", JsonBody.array(columns, DataSetJson::column));
        return dataSet;
    }

    private static ObjectNode members(DefinitionRecord definition) {
        try {
            JsonNode members = JsonBody.MAPPER.readTree(definition.members());
            // what was kept before members were checked may break a client's reading of all others
            return ModelCheck.MODEL.typed("CreateDataSet", (ObjectNode) members);
        } catch (IOException e) {
            throw new IllegalStateException("the catalog's definition of a data set is no JSON", e);
        }
    }

    private static OutputColumn sealed(Column column) {
        return new OutputColumn(column.name(), DeclaredColumns.outputType(column.type()), null);
    }

    private static ObjectNode column(OutputColumn column) {
        ObjectNode json = JsonBody.object()
                .put("Name", column.name())
                .put("Type", column.type().name());
        if (column.description() != null) {
            json.put("Description", column.description());
        }
        return json;
    }
}
