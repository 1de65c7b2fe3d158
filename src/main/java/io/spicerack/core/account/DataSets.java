package io.spicerack.core.account;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.record.DataSetRecord;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.SourceReadRecord;
import io.spicerack.catalog.record.VersionContent;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.refresh.SchemaJson;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import io.spicerack.table.Column;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The account's data sets and how each is. Thread-safe. */
public final class DataSets {
    /** One data set as an operator sees it: its current version and its last ingestion, where there are any. */
    public record Status(
            DataSetRecord dataSet, @Nullable VersionRecord current, @Nullable IngestionRecord lastIngestion) {}

    private final Catalog catalog;

    public DataSets(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Makes a data set known that a route declares; declaring it again keeps its versions. */
    public void declare(DataSetId id, String declaredIn) {
        catalog.run(tx -> {
            if (tx.definitions().find(id).isPresent()) {
                throw new IllegalStateException(
                        "data set '" + id + "' was made through the API already; delete it there, or give the one in "
                                + declaredIn + " another id");
            }
            tx.dataSets().declare(id, id.value(), declaredIn);
        });
    }

    public Optional<Status> status(DataSetId id) {
        return catalog.read(tx -> tx.dataSets().find(id).map(dataSet -> status(tx, dataSet)));
    }

    /** What an ingestion read from its data source; empty where its rows came from elsewhere. */
    public Optional<SourceReadRecord> read(DataSetId id, IngestionId ingestion) {
        return catalog.read(tx -> tx.sourceReads().find(id, ingestion));
    }

    /** What a queued ingestion waits for; empty for one that only waits for a place. */
    public Optional<IngestionId> ahead(DataSetId dataSet, IngestionId waiting) {
        return catalog.read(tx -> tx.ingestions().ahead(dataSet, waiting)).map(IngestionRecord::id);
    }

    /** All data sets, by id. */
    public List<Status> status() {
        return catalog.read(tx -> tx.dataSets().list().stream()
                .map(dataSet -> status(tx, dataSet))
                .toList());
    }

    private static Status status(CatalogTransaction tx, DataSetRecord dataSet) {
        return new Status(
                dataSet,
                tx.versions().current(dataSet.id()).orElse(null),
                tx.ingestions().latest(dataSet.id()).orElse(null));
    }

    /** The size of the current version by QuickSight's rule: the sealed one where it was not counted yet. */
    public long spiceBytes(Status status) {
        VersionRecord current = status.current();
        return current == null
                ? 0
                : catalog.read(tx -> tx.contents().find(current.dataSet(), current.id()))
                        .map(VersionContent::logicalBytes)
                        .orElse(current.bytes());
    }

    /** The columns of the current version; none where there is no version. */
    public List<Column> columns(Status status) {
        VersionRecord current = status.current();
        return current == null
                ? List.of()
                : SchemaJson.read(current.schemaJson()).columns();
    }
}
