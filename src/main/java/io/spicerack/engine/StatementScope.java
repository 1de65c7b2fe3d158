package io.spicerack.engine;

import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.engine.pipe.Definition;
import io.spicerack.engine.pipe.ListingDefinition;
import io.spicerack.engine.pipe.NamedTables;
import io.spicerack.engine.pipe.NamedTables.NamedTable;
import io.spicerack.engine.pipe.TableDefinition;
import io.spicerack.model.DataSetId;
import io.spicerack.query.QueryCaller;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryableDataSet;
import io.spicerack.query.QueryableDataSet.Version;
import io.spicerack.query.QueryableDataSets;
import io.spicerack.query.SqlState;
import io.spicerack.table.Column;
import io.spicerack.table.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the tables are that a statement names, for its caller: data sets that they may query, lists of these, and catalogs. What
 * they may not query is not there.
 *
 * @param columns of each data set that is read, those that the statement may read
 * @param versions that the definition is of
 */
record StatementScope(Definition definition, Map<DataSetId, List<String>> columns, Map<DataSetId, Version> versions) {
    /** Whether an open data set is what the definition is of: its version, and what of it the caller is shown. */
    boolean isOf(OpenDataSet open) {
        Version version = versions.get(open.version().dataSet());
        return version != null
                && version.id().equals(open.version().id())
                && version.columns().equals(open.schema().columns())
                && version.rows().isPresent() == open.view().rows().isEmpty();
    }

    private static final Set<String> CATALOGS = Set.of("pg_catalog", "information_schema", "pgcat", "pginfo");
    private static final String CATALOG_NAME = "pg_";

    static StatementScope of(NamedTables named, QueryCaller caller) throws QueryRefusal {
        List<QueryableDataSet> dataSets = lookedUp(named, caller.dataSets());
        Map<DataSetId, Version> read = new LinkedHashMap<>();
        Set<String> listings = new HashSet<>();
        boolean catalog = false;
        for (NamedTable table : named.tables()) {
            String name = small(table.name());
            Optional<QueryableDataSet> dataSet =
                    CATALOGS.contains(table.schema()) ? Optional.empty() : found(table.name(), dataSets);
            if (dataSet.isPresent()) {
                read.put(dataSet.get().id(), published(dataSet.get()));
            } else if (!CATALOGS.contains(table.schema()) && CallerListings.NAMES.contains(name)) {
                listings.add(name);
            } else if (CATALOGS.contains(table.schema())
                    || (table.schema().isEmpty() && name.startsWith(CATALOG_NAME))) {
                catalog = true;
            } else {
                throw new QueryRefusal(SqlState.UNDEFINED_TABLE, "relation \"" + table.name() + "\" does not exist");
            }
        }
        List<TableDefinition> tables = new ArrayList<>();
        for (QueryableDataSet dataSet : dataSets) {
            Optional<Version> version = Optional.ofNullable(read.get(dataSet.id()));
            if (version.isPresent()) {
                tables.add(table(dataSet, version.get(), true));
            } else if (catalog && dataSet.current().isPresent()) {
                tables.add(table(dataSet, dataSet.current().get(), false));
            }
        }
        List<ListingDefinition> lists = CallerListings.of(catalog ? CallerListings.NAMES : listings, dataSets);
        return new StatementScope(
                new Definition(caller.principal(), tables, lists), columns(read, named), Map.copyOf(read));
    }

    /** All of them where the statement may tell of all, and else those that it names. */
    private static List<QueryableDataSet> lookedUp(NamedTables named, QueryableDataSets dataSets) {
        Set<String> names = new HashSet<>();
        for (NamedTable table : named.tables()) {
            String name = small(table.name());
            if (CATALOGS.contains(table.schema())
                    || name.startsWith(CATALOG_NAME)
                    || CallerListings.NAMES.contains(name)) {
                return dataSets.list();
            }
            names.add(table.name());
        }
        return dataSets.named(names);
    }

    /** By its id letter by letter, or else by the only one that differs in capitals alone, since SQL may drop these. */
    private static Optional<QueryableDataSet> found(String name, List<QueryableDataSet> dataSets) {
        Optional<QueryableDataSet> same = dataSets.stream()
                .filter(each -> each.id().toString().equals(name))
                .findFirst();
        if (same.isPresent()) {
            return same;
        }
        List<QueryableDataSet> alike = dataSets.stream()
                .filter(each -> each.id().toString().equalsIgnoreCase(name))
                .toList();
        return alike.size() == 1 ? Optional.of(alike.get(0)) : Optional.empty();
    }

    private static Version published(QueryableDataSet dataSet) throws QueryRefusal {
        Version version = dataSet.current()
                .orElseThrow(() -> new QueryRefusal(
                        SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                        "data set '" + dataSet.id() + "' has no version to read; refresh it first"));
        Set<String> names = new HashSet<>();
        for (Column column : version.columns()) {
            if (!names.add(small(column.name()))) {
                throw new QueryRefusal(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "data set '" + dataSet.id() + "' has two columns \"" + column.name()
                                + "\" that differ in capitals alone, which SQL does not tell apart. Give one another name in"
                                + " its query");
            }
        }
        return version;
    }

    private static TableDefinition table(QueryableDataSet dataSet, Version version, boolean read) {
        return new TableDefinition(
                dataSet.id().toString(), dataSet.name(), version.rows(), read, new Schema(version.columns()));
    }

    private static Map<DataSetId, List<String>> columns(Map<DataSetId, Version> read, NamedTables named) {
        Set<String> wanted = Set.copyOf(named.columns());
        Map<DataSetId, List<String>> columns = new LinkedHashMap<>();
        read.forEach((dataSet, version) -> columns.put(
                dataSet,
                version.columns().stream()
                        .map(Column::name)
                        .filter(name -> named.all() || wanted.contains(small(name)))
                        .toList()));
        return columns;
    }

    private static String small(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
