package io.spicerack.core.queue;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.NodeRecord;
import io.spicerack.core.refresh.RunningRefresh;
import io.spicerack.model.DataSetId;
import java.util.List;

/** The nodes that use the catalog, in turn or at once, as one that works sees them. Thread-safe. */
public final class Nodes {
    private final Catalog catalog;
    private final Ingestions ingestions;

    public Nodes(Catalog catalog, Ingestions ingestions) {
        this.catalog = catalog;
        this.ingestions = ingestions;
    }

    /** Those that work first; none where one node uses the catalog alone. */
    public List<NodeRecord> list() {
        return catalog.read(tx -> tx.nodes().list());
    }

    /** The data sets whose refreshes run on a node that works. */
    public List<DataSetId> running(NodeRecord node) {
        if (catalog.fellows().isPresent()) {
            return catalog.read(tx -> tx.nodeIngestions().running()).getOrDefault(node.id(), List.of());
        }
        return ingestions.running().stream()
                .map(RunningRefresh::dataSet)
                .sorted()
                .toList();
    }
}
