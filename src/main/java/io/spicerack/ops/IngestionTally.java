package io.spicerack.ops;

import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.Spice;
import io.spicerack.core.account.DataSetView;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts the ingestions that ended since it was made. Each look counts what is new among a data set's newest
 * {@value #LOOK_BACK}; it must look before more than that end. Thread-safe.
 */
public final class IngestionTally {
    private static final int LOOK_BACK = 100;
    private static final Set<IngestionStatus> ENDED =
            Set.of(IngestionStatus.COMPLETED, IngestionStatus.FAILED, IngestionStatus.CANCELLED);

    private final Spice spice;
    private final Map<DataSetId, Set<IngestionId>> counted = new HashMap<>();
    private final Map<DataSetId, Map<IngestionStatus, Long>> counts = new TreeMap<>();

    public IngestionTally(Spice spice) {
        this.spice = spice;
        look();
        counts.values().forEach(byStatus -> byStatus.replaceAll((status, count) -> 0L));
    }

    /** Counts what has ended since the last look. */
    synchronized void look() {
        for (DataSetView view : spice.dataSets().views()) {
            look(view.dataSet().id());
        }
    }

    private void look(DataSetId dataSet) {
        Set<IngestionId> before = counted.getOrDefault(dataSet, Set.of());
        Set<IngestionId> now = new HashSet<>();
        Map<IngestionStatus, Long> byStatus = counts.computeIfAbsent(dataSet, id -> zeros());
        for (IngestionRecord ingestion : spice.ingestions().list(dataSet, LOOK_BACK)) {
            if (ENDED.contains(ingestion.status())) {
                now.add(ingestion.id());
                if (!before.contains(ingestion.id())) {
                    byStatus.merge(ingestion.status(), 1L, Long::sum);
                }
            }
        }
        counted.put(dataSet, now);
    }

    /** How many ended as {@code status}, of all data sets. */
    synchronized long total(IngestionStatus status) {
        look();
        return counts.values().stream()
                .mapToLong(byStatus -> byStatus.getOrDefault(status, 0L))
                .sum();
    }

    /** By data set, then by status; a copy. */
    synchronized Map<DataSetId, Map<IngestionStatus, Long>> counts() {
        look();
        Map<DataSetId, Map<IngestionStatus, Long>> copy = new TreeMap<>();
        counts.forEach((dataSet, byStatus) -> copy.put(dataSet, new EnumMap<>(byStatus)));
        return copy;
    }

    private static Map<IngestionStatus, Long> zeros() {
        Map<IngestionStatus, Long> zeros = new EnumMap<>(IngestionStatus.class);
        ENDED.forEach(status -> zeros.put(status, 0L));
        return zeros;
    }
}
