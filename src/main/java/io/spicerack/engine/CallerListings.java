package io.spicerack.engine;

import io.spicerack.engine.pipe.ListingDefinition;
import io.spicerack.query.QueryableDataSet;
import io.spicerack.query.QueryableDataSet.Version;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Lists of what a caller may see, as tables of schema spice. No key is used for them. */
final class CallerListings {
    static final Set<String> NAMES = Set.of("data_sets", "versions", "ingestions", "keys");

    private static final ColumnType TEXT = new ColumnType.Text();
    private static final ColumnType NUMBER = new ColumnType.Int(64);
    private static final ColumnType INSTANT = new ColumnType.Timestamp(true);

    private CallerListings() {}

    static List<ListingDefinition> of(Collection<String> names, List<QueryableDataSet> dataSets) {
        List<ListingDefinition> listings = new ArrayList<>();
        for (String name : names) {
            boolean taken =
                    dataSets.stream().anyMatch(each -> each.id().toString().equalsIgnoreCase(name));
            if (!taken) {
                listings.add(listing(name, dataSets));
            }
        }
        return listings;
    }

    private static ListingDefinition listing(String name, List<QueryableDataSet> dataSets) {
        return switch (name) {
            case "versions" ->
                new ListingDefinition(
                        name,
                        List.of(
                                new Column("data_set", TEXT),
                                new Column("version", TEXT),
                                new Column("rows", NUMBER),
                                new Column("bytes", NUMBER),
                                new Column("published", INSTANT)),
                        rows(
                                dataSets,
                                (dataSet, version) -> row(
                                        dataSet.id(),
                                        version.id(),
                                        size(version.rows()),
                                        size(version.bytes()),
                                        version.published())));
            case "ingestions" ->
                new ListingDefinition(
                        name,
                        List.of(
                                new Column("data_set", TEXT),
                                new Column("ingestion", TEXT),
                                new Column("version", TEXT),
                                new Column("published", INSTANT)),
                        rows(
                                dataSets,
                                (dataSet, version) ->
                                        row(dataSet.id(), version.ingestion(), version.id(), version.published())));
            case "keys" ->
                new ListingDefinition(
                        name,
                        List.of(new Column("data_set", TEXT), new Column("key", TEXT)),
                        rows(dataSets, (dataSet, version) -> row(dataSet.id(), version.key())));
            default ->
                new ListingDefinition(
                        name,
                        List.of(
                                new Column("id", TEXT),
                                new Column("name", TEXT),
                                new Column("rows", NUMBER),
                                new Column("columns", NUMBER)),
                        dataSets.stream().map(CallerListings::dataSet).toList());
        };
    }

    private static List<Optional<String>> dataSet(QueryableDataSet dataSet) {
        Optional<Version> version = dataSet.current();
        return List.of(
                Optional.of(dataSet.id().toString()),
                Optional.of(dataSet.name()),
                version.flatMap(current -> size(current.rows())).map(Object::toString),
                version.map(current -> Integer.toString(current.columns().size())));
    }

    private interface Row {
        List<Optional<String>> of(QueryableDataSet dataSet, Version version);
    }

    private static List<List<Optional<String>>> rows(List<QueryableDataSet> dataSets, Row row) {
        List<List<Optional<String>>> rows = new ArrayList<>();
        for (QueryableDataSet dataSet : dataSets) {
            dataSet.current().ifPresent(version -> rows.add(row.of(dataSet, version)));
        }
        return rows;
    }

    private static List<Optional<String>> row(Object... values) {
        List<Optional<String>> row = new ArrayList<>();
        for (Object value : values) {
            row.add(value instanceof Optional<?> size ? size.map(Object::toString) : Optional.of(value.toString()));
        }
        return row;
    }

    /** None where rows are kept from the caller. */
    private static Optional<Long> size(OptionalLong size) {
        return size.isPresent() ? Optional.of(size.getAsLong()) : Optional.empty();
    }
}
