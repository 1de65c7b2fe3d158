package io.spicerack.refresh;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.DataSetRecord;
import io.spicerack.catalog.IngestionRecord;
import io.spicerack.catalog.SourceReadRecord;
import io.spicerack.catalog.VersionRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The account's data sets and how each is. Thread-safe. */
public final class DataSets {
    /** One data set as an operator sees it: its current version and its last ingestion, where there are any. */
    public record Status(
            DataSetRecord dataSet, @Nullable VersionRecord current, @Nullable IngestionRecord lastIngestion) {}

    private final Catalog catalog;

    DataSets(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Makes a data set known that a route declares; declaring it again keeps its versions. */
    public void declare(DataSetId id, String declaredIn) {
        catalog.run(tx -> tx.dataSets().declare(id, id.value(), declaredIn));
    }

    public Optional<Status> status(DataSetId id) {
        return status().stream()
                .filter(known -> known.dataSet().id().equals(id))
                .findFirst();
    }

    /** What an ingestion read from its data source; empty where its rows came from elsewhere. */
    public Optional<SourceReadRecord> read(DataSetId id, IngestionId ingestion) {
        return catalog.read(tx -> tx.sourceReads().find(id, ingestion));
    }

    /** All data sets, by id. */
    public List<Status> status() {
        return catalog.read(tx -> tx.dataSets().list().stream()
                .map(dataSet -> new Status(
                        dataSet,
                        tx.versions().current(dataSet.id()).orElse(null),
                        tx.ingestions().latest(dataSet.id()).orElse(null)))
                .toList());
    }
}
