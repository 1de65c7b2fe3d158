package io.spicerack.prepare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.model.Arn;
import io.spicerack.model.DefinitionException;
import io.spicerack.source.TableQuery.From;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads PhysicalTableMap and LogicalTableMap: one table of one data source, with or without transforms. */
public final class DefinitionReader {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MOST_COLUMNS = 2048;

    private DefinitionReader() {}

    /** Reads the members of CreateDataSet or UpdateDataSet; {@link DefinitionException} names one that is not served. */
    public static DataSetDefinition of(ObjectNode members) {
        DefinitionObject all = new DefinitionObject("", members);
        DataSetDefinition definition = read(all);
        KeptMembers.check(all, definition.outputColumns());
        return definition;
    }

    /** Reads what the catalog keeps. */
    public static DataSetDefinition parse(String members) {
        try {
            return of((ObjectNode) MAPPER.readTree(members));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the catalog's definition of a data set is no JSON", e);
        }
    }

    private static DataSetDefinition read(DefinitionObject members) {
        Map.Entry<String, DefinitionObject> physical = one(members, "PhysicalTableMap");
        PhysicalTable table = table(physical.getValue());
        if (!members.has("LogicalTableMap")) {
            return new DataSetDefinition(table, List.of());
        }
        DefinitionObject logical =
                one(members, "LogicalTableMap").getValue().allow("Alias", "DataTransforms", "Source");
        logical.text("Alias", 64);
        DefinitionObject source = logical.needed("Source");
        source.only("PhysicalTableId");
        String id = source.text("PhysicalTableId", 64);
        if (!id.equals(physical.getKey())) {
            throw source.refused(
                    "PhysicalTableId", "is '" + id + "'; PhysicalTableMap has only '" + physical.getKey() + "'");
        }
        List<Transform> transforms = TransformReader.read(logical);
        if (table.columns().isEmpty() && !transforms.isEmpty()) {
            throw logical.refused(
                    "DataTransforms", "needs the Columns of CustomSql, which are missing: give their names and types");
        }
        return new DataSetDefinition(table, transforms);
    }

    private static Map.Entry<String, DefinitionObject> one(DefinitionObject members, String name) {
        Map<String, DefinitionObject> entries = members.needed(name).entries();
        if (entries.size() != 1) {
            throw members.refused(
                    name,
                    "has " + entries.size() + " members; one is served, since tables are not joined here: join them in"
                            + " the SqlQuery of a CustomSql");
        }
        Map.Entry<String, DefinitionObject> entry =
                entries.entrySet().iterator().next();
        if (!entry.getKey().matches("[0-9a-zA-Z-]{1,64}")) {
            throw members.refused(name, "has an id that is not 1 to 64 letters, digits and hyphens");
        }
        return entry;
    }

    private static PhysicalTable table(DefinitionObject union) {
        String kind = union.only("RelationalTable", "CustomSql");
        DefinitionObject table = union.needed(kind);
        return kind.equals("CustomSql") ? customSql(table) : relational(table);
    }

    private static PhysicalTable relational(DefinitionObject table) {
        table.allow("DataSourceArn", "Catalog", "Schema", "Name", "InputColumns");
        From from = new From.Table(
                table.optionalText("Catalog", 256).orElse(null),
                table.optionalText("Schema", 256).orElse(null),
                table.text("Name", 256));
        return new PhysicalTable(dataSource(table), from, columns(table, "InputColumns"));
    }

    private static PhysicalTable customSql(DefinitionObject table) {
        table.allow("DataSourceArn", "Name", "SqlQuery", "Columns");
        table.text("Name", 128);
        return new PhysicalTable(
                dataSource(table),
                new From.Query(table.text("SqlQuery", 168_000)),
                table.has("Columns") ? columns(table, "Columns") : List.of());
    }

    private static Arn dataSource(DefinitionObject table) {
        String text = table.text("DataSourceArn", 2048);
        try {
            return Arn.parse(text);
        } catch (IllegalArgumentException e) {
            throw table.refused("DataSourceArn", "is no ARN: " + e.getMessage());
        }
    }

    private static List<InputColumn> columns(DefinitionObject table, String name) {
        List<InputColumn> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (DefinitionObject column : table.objects(name, 1, MOST_COLUMNS)) {
            column.allow("Name", "Id", "Type", "SubType");
            if (column.has("SubType")) {
                column.constant("SubType", TransformReader.SubType.class);
            }
            InputColumn input =
                    new InputColumn(column.text("Name", 128), column.constant("Type", InputColumn.Type.class));
            if (!names.add(input.name())) {
                throw column.refused("Name", "is '" + input.name() + "', which another column has already");
            }
            columns.add(input);
        }
        return columns;
    }
}
