package io.spicerack.prepare;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The members that do not say what a data set is made of: they are checked, kept and given back. Some mean something to
 * programs that show data alone; those that keep rows and columns from readers are enforced where a data set is read.
 */
final class KeptMembers {
    private KeptMembers() {}

    static void check(DefinitionObject members, List<OutputColumn> columns) {
        Map<String, OutputColumn.Type> types = new HashMap<>();
        columns.forEach(column -> types.put(column.name(), column.type()));
        AccessRulesReader.check(members, types);
        Set<String> names = types.keySet();
        if (members.has("ColumnGroups")) {
            for (DefinitionObject union : members.objects("ColumnGroups", 1, 8)) {
                union.only("GeoSpatialColumnGroup");
                DefinitionObject group = union.needed("GeoSpatialColumnGroup").allow("Name", "CountryCode", "Columns");
                group.text("Name", 64);
                known(group, "Columns", group.texts("Columns", 1, 16, 128), names);
            }
        }
        members.object("FieldFolders").ifPresent(folders -> folders(folders, names));
        members.object("DataSetUsageConfiguration")
                .ifPresent(usage -> usage.allow("DisableUseAsDirectQuerySource", "DisableUseAsImportedSource"));
        members.object("PerformanceConfiguration").ifPresent(performance -> performance(performance, names));
    }

    private static void folders(DefinitionObject folders, Set<String> names) {
        Set<String> placed = new HashSet<>();
        folders.entries().forEach((path, folder) -> {
            folder.allow("description", "columns");
            if (folder.has("columns")) {
                List<String> columns = folder.texts("columns", 0, 5000, 128);
                known(folder, "columns", columns, names);
                columns.stream()
                        .filter(column -> !placed.add(column))
                        .findFirst()
                        .ifPresent(twice -> {
                            throw folder.refused("columns", "has '" + twice + "', which is in another folder already");
                        });
            }
        });
    }

    private static void performance(DefinitionObject performance, Set<String> names) {
        performance.allow("UniqueKeys");
        if (performance.has("UniqueKeys")) {
            performance
                    .objects("UniqueKeys", 1, 1)
                    .forEach(key ->
                            known(key, "ColumnNames", key.allow("ColumnNames").texts("ColumnNames", 1, 1, 128), names));
        }
    }

    /** No names are known where a query does not declare its columns. */
    private static void known(DefinitionObject member, String name, List<String> columns, Set<String> names) {
        columns.stream()
                .filter(column -> !names.isEmpty() && !names.contains(column))
                .findFirst()
                .ifPresent(missing -> {
                    throw member.refused(name, "has '" + missing + "', which is no column of the data set");
                });
    }
}
