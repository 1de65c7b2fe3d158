package io.spicerack.ops;

import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.account.DataSets;
import io.spicerack.core.queue.EndedIngestions;
import io.spicerack.core.queue.Ingestions;
import io.spicerack.model.DataSetId;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionStatus;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Counts the ingestions that ended since it was made. Thread-safe. */
final class IngestionTally {
    private static final Set<IngestionStatus> ENDED = Set.of(
            IngestionStatus.COMPLETED, IngestionStatus.FAILED, IngestionStatus.CANCELLED, IngestionStatus.SKIPPED);

    private final DataSets dataSets;
    private final EndedIngestions ended;
    private final Consumer<IngestionRecord> observer;
    private final Map<DataSetId, Map<IngestionStatus, Long>> counts = new TreeMap<>();
    private final Map<DataSetId, Map<IngestionErrorType, Long>> failures = new TreeMap<>();
    private final Map<DataSetId, Long> dropped = new TreeMap<>();

    /** @param observer hears of each, once */
    IngestionTally(DataSets dataSets, Ingestions ingestions, Consumer<IngestionRecord> observer) {
        this.dataSets = dataSets;
        this.ended = ingestions.ended();
        this.observer = observer;
    }

    /** Counts what has ended since the last look. */
    synchronized void look() {
        for (IngestionRecord ingestion : ended.look()) {
            DataSetId dataSet = ingestion.dataSet();
            counts.computeIfAbsent(dataSet, id -> zeros()).merge(ingestion.status(), 1L, Long::sum);
            dropped.merge(dataSet, ingestion.rows().rowsDropped(), Long::sum);
            ErrorInfo error = ingestion.error();
            if (error != null) {
                failures.computeIfAbsent(dataSet, id -> new EnumMap<>(IngestionErrorType.class))
                        .merge(error.type(), 1L, Long::sum);
            }
            observer.accept(ingestion);
        }
    }

    /** How many ended as {@code status}, of all data sets. */
    synchronized long total(IngestionStatus status) {
        look();
        return counts.values().stream()
                .mapToLong(byStatus -> byStatus.getOrDefault(status, 0L))
                .sum();
    }

    /** By data set, then by status, with zeros for those of which none ended; a copy. */
    synchronized Map<DataSetId, Map<IngestionStatus, Long>> counts() {
        look();
        Map<DataSetId, Map<IngestionStatus, Long>> copy = new TreeMap<>();
        dataSets.views().forEach(view -> copy.put(view.dataSet().id(), zeros()));
        counts.forEach((dataSet, byStatus) -> copy.put(dataSet, new EnumMap<>(byStatus)));
        return copy;
    }

    /** Those that FAILED, by data set and type; a copy. */
    synchronized Map<DataSetId, Map<IngestionErrorType, Long>> failures() {
        Map<DataSetId, Map<IngestionErrorType, Long>> copy = new TreeMap<>();
        failures.forEach((dataSet, byType) -> copy.put(dataSet, new EnumMap<>(byType)));
        return copy;
    }

    /** Rows that were read and not sealed, by data set; a copy. */
    synchronized Map<DataSetId, Long> dropped() {
        return new TreeMap<>(dropped);
    }

    private static Map<IngestionStatus, Long> zeros() {
        Map<IngestionStatus, Long> zeros = new EnumMap<>(IngestionStatus.class);
        ENDED.forEach(status -> zeros.put(status, 0L));
        return zeros;
    }
}
