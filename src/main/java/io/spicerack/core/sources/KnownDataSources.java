package io.spicerack.core.sources;

import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;

/** The data sources that the catalog has. */
final class KnownDataSources {
    private KnownDataSources() {}

    /** Throws with those that there are where this one is not among them. */
    static DataSourceRecord existing(CatalogTransaction tx, DataSourceId id) {
        return tx.dataSources()
                .find(id)
                .orElseThrow(() -> new IngestionException(
                        IngestionErrorType.DATA_SOURCE_NOT_FOUND,
                        "there is no data source '" + id + "'; the catalog has "
                                + tx.dataSources().list().stream()
                                        .map(known -> known.id().value())
                                        .toList()
                                + ". Declare it in config/catalog/ or correct the route"));
    }
}
