package io.spicerack.core.sources;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.database.Fellows;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.SourceBudget;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The budgets of the data sources, and what of them is in use at the moment. Thread-safe. */
public final class SourceBudgets {
    private final Catalog catalog;
    private final SourceBudget defaults;
    private final Map<DataSourceId, ConnectionPlaces> places = new ConcurrentHashMap<>();
    private final Map<DataSourceId, RateLimit> rates = new ConcurrentHashMap<>();

    SourceBudgets(Catalog catalog, SourceBudget defaults) {
        this.catalog = catalog;
        this.defaults = defaults;
    }

    /** Replaces what a data source says of its own; it counts from the next refresh on. */
    public void declare(DataSourceId dataSource, SourceBudget budget) {
        catalog.run(tx -> tx.sourceBudgets().put(dataSource, budget));
    }

    /** What holds now: its own word, else the settings'. */
    public SourceBudget of(DataSourceId dataSource) {
        return catalog.read(tx -> tx.sourceBudgets().find(dataSource)).over(defaults);
    }

    ConnectionPlaces places(DataSourceId dataSource) {
        return places.computeIfAbsent(dataSource, id -> new ConnectionPlaces(catalog, id));
    }

    RateLimit rate(DataSourceId dataSource) {
        return rates.computeIfAbsent(dataSource, id -> new RateLimit(this::nodes));
    }

    /** Each of several nodes lets its part of the bytes through. */
    private int nodes() {
        return catalog.fellows().map(Fellows::living).orElse(1);
    }
}
