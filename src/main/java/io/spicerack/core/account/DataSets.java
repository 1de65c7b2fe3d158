package io.spicerack.core.account;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.record.DataSetRecord;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.SourceReadRecord;
import io.spicerack.catalog.record.VersionContent;
import io.spicerack.catalog.record.VersionProof;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.keys.KeyRegistrations;
import io.spicerack.core.refresh.SchemaJson;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import io.spicerack.table.Column;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The account's data sets and how each is. Thread-safe. */
public final class DataSets {
    /** What one transaction sees of a data set. */
    private record Kept(
            DataSetRecord dataSet, @Nullable VersionRecord current, @Nullable IngestionRecord lastIngestion) {}

    /** A data set and its current version, where there is one. */
    public record Current(DataSetRecord dataSet, @Nullable VersionRecord version) {}

    private final Catalog catalog;
    private final KeyRegistrations registrations;
    /** What was declared for many at once, until the route of each asks for it; a look for each would be most of its start. */
    private final Map<DataSetId, String> declared = new ConcurrentHashMap<>();

    public DataSets(Catalog catalog, KeyRegistrations registrations) {
        this.catalog = catalog;
        this.registrations = registrations;
    }

    /** Makes a data set known that a route declares; declaring it again keeps its versions. */
    public void declare(DataSetId id, String declaredIn) {
        if (declared.remove(id, declaredIn)) {
            return;
        }
        if (catalog.read(tx -> tx.dataSets().find(id))
                .filter(known -> declaredIn.equals(known.declaredIn()))
                .isPresent()) {
            return;
        }
        catalog.run(tx -> {
            if (tx.definitions().find(id).isPresent()) {
                throw new IllegalStateException(
                        "data set '" + id + "' was made through the API already; delete it there, or give the one in "
                                + declaredIn + " another id");
            }
            tx.dataSets().declare(id, id.value(), declaredIn);
        });
    }

    /** The same for many that are not known so yet, in one transaction; what cannot be is left to its route, which says why. */
    public void declare(Map<DataSetId, String> files) {
        Map<DataSetId, String> fresh = new TreeMap<>(files);
        Map<DataSetId, String> there = new TreeMap<>(files);
        catalog.read(tx -> tx.dataSets().list())
                .forEach(known -> fresh.remove(known.id(), String.valueOf(known.declaredIn())));
        if (!fresh.isEmpty()) {
            catalog.run(tx -> {
                Set<DataSetId> ofTheApi = tx.definitions().dataSets();
                fresh.keySet().removeAll(ofTheApi);
                there.keySet().removeAll(ofTheApi);
                tx.dataSets().declare(fresh);
            });
        }
        declared.clear();
        declared.putAll(there);
    }

    /** All of them, without how each is. */
    public List<DataSetRecord> all() {
        return catalog.read(tx -> tx.dataSets().list());
    }

    public Optional<DataSetView> view(DataSetId id) {
        return catalog.read(tx -> tx.dataSets().find(id).map(dataSet -> kept(tx, dataSet)))
                .map(kept -> view(kept, registrations::drifted));
    }

    /** Less of it than {@link #view} has, for who asks at each statement. */
    public Optional<Current> current(DataSetId id) {
        return catalog.read(tx -> tx.dataSets()
                .find(id)
                .map(dataSet -> new Current(dataSet, tx.versions().current(id).orElse(null))));
    }

    /** What an ingestion read from its data source; empty where its rows came from elsewhere. */
    public Optional<SourceReadRecord> read(DataSetId id, IngestionId ingestion) {
        return catalog.read(tx -> tx.sourceReads().find(id, ingestion));
    }

    /** How a version was proven; empty for one that was published before that was kept. */
    public Optional<VersionProof> proof(VersionRecord version) {
        return catalog.read(tx -> tx.proofs().find(version.dataSet(), version.id()));
    }

    /** Why the newest refresh of each data set read nothing; those whose newest was not skipped are left out. */
    public Map<DataSetId, String> skipped() {
        return catalog.read(tx -> tx.ingestions().skipped());
    }

    /** When each data set's source was last found to have nothing new, and a refresh was skipped. */
    public Map<DataSetId, Instant> lastSkipped() {
        return catalog.read(tx -> tx.ingestions().lastSkipped());
    }

    /** What a queued ingestion waits for; empty for one that only waits for a place. */
    public Optional<IngestionId> ahead(DataSetId dataSet, IngestionId waiting) {
        return catalog.read(tx -> tx.ingestions().ahead(dataSet, waiting)).map(IngestionRecord::id);
    }

    /** All data sets, by id. */
    public List<DataSetView> views() {
        List<Kept> all = catalog.read(tx -> {
            Map<DataSetId, VersionRecord> current =
                    tx.versions().current().stream().collect(toMap(VersionRecord::dataSet, version -> version));
            Map<DataSetId, IngestionRecord> latest =
                    tx.ingestions().latest().stream().collect(toMap(IngestionRecord::dataSet, found -> found));
            return tx.dataSets().list().stream()
                    .map(dataSet -> new Kept(dataSet, current.get(dataSet.id()), latest.get(dataSet.id())))
                    .toList();
        });
        Predicate<VersionRecord> drifted = registrations.drift();
        return all.stream().map(kept -> view(kept, drifted)).toList();
    }

    /** What the current version and the newest ingestion of each data set read from its source. */
    public Map<DataSetId, Map<IngestionId, SourceReadRecord>> reads() {
        return catalog.read(tx -> tx.sourceReads().shown()).stream()
                .collect(groupingBy(
                        SourceReadRecord::dataSet,
                        toMap(SourceReadRecord::ingestion, read -> read, (read, same) -> same)));
    }

    /** How the current version of each data set was proven; those that were published before that was kept are left out. */
    public Map<DataSetId, VersionProof> proofs() {
        return catalog.read(tx -> tx.proofs().ofCurrent());
    }

    private static Kept kept(CatalogTransaction tx, DataSetRecord dataSet) {
        return new Kept(
                dataSet,
                tx.versions().current(dataSet.id()).orElse(null),
                tx.ingestions().latest(dataSet.id()).orElse(null));
    }

    private static DataSetView view(Kept kept, Predicate<VersionRecord> drifted) {
        VersionRecord current = kept.current();
        return new DataSetView(kept.dataSet(), current, current != null && drifted.test(current), kept.lastIngestion());
    }

    /** The size of the current version by QuickSight's rule: the sealed one where it was not counted yet. */
    public long spiceBytes(DataSetView view) {
        VersionRecord current = view.current();
        return current == null
                ? 0
                : catalog.read(tx -> tx.contents().find(current.dataSet(), current.id()))
                        .map(VersionContent::logicalBytes)
                        .orElse(current.bytes());
    }

    /** The columns of the current version; none where there is no version. */
    public List<Column> columns(DataSetView view) {
        VersionRecord current = view.current();
        return current == null ? List.of() : columns(current);
    }

    public static List<Column> columns(VersionRecord version) {
        return SchemaJson.read(version.schemaJson()).columns();
    }
}
