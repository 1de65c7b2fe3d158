package io.spicerack.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.core.account.DefinedDataSets;
import io.spicerack.http.JsonInput;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSourceId;
import io.spicerack.prepare.DataSetDefinition;
import io.spicerack.prepare.DefinitionReader;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What CreateDataSet and UpdateDataSet say of a data set. */
final class DataSetInput {
    /** They are kept, and given back as they came; the last three say who sees what, and are enforced as well. */
    static final List<String> KEPT = List.of(
            "PhysicalTableMap",
            "LogicalTableMap",
            "ColumnGroups",
            "FieldFolders",
            "DataSetUsageConfiguration",
            "PerformanceConfiguration",
            "RowLevelPermissionDataSet",
            "RowLevelPermissionTagConfiguration",
            "ColumnLevelPermissionRules");

    static final Set<String> UPDATE =
            Stream.concat(Stream.of("Name", "ImportMode"), KEPT.stream()).collect(Collectors.toUnmodifiableSet());
    static final Set<String> CREATE = Stream.concat(Stream.of("DataSetId", "Permissions", "Tags"), UPDATE.stream())
            .collect(Collectors.toUnmodifiableSet());

    private DataSetInput() {}

    static DefinedDataSets.Definition definition(JsonInput input, Account account) {
        String mode = input.text("ImportMode", 128);
        if (!mode.equals("SPICE")) {
            throw input.refused(
                    "ImportMode",
                    "is '" + mode
                            + "'; only SPICE is served: a data set here is a sealed copy of its source, which queries"
                            + " never reach");
        }
        ObjectNode members = input.copy(KEPT);
        DataSetDefinition definition = ApiError.translated("DATA_SET", () -> DefinitionReader.of(members));
        return new DefinedDataSets.Definition(
                input.text("Name", 128), dataSource(definition.dataSource(), account), members.toString());
    }

    private static DataSourceId dataSource(Arn arn, Account account) {
        String prefix = "datasource/";
        if (arn.resource().startsWith(prefix)) {
            try {
                DataSourceId id = new DataSourceId(arn.resource().substring(prefix.length()));
                if (account.dataSource(id).equals(arn)) {
                    return id;
                }
            } catch (IllegalArgumentException e) {
                // the same words below
            }
        }
        throw ApiError.badParameter("PhysicalTableMap has DataSourceArn " + arn
                + ", which is no data source of account " + account.id() + " in " + account.region());
    }
}
