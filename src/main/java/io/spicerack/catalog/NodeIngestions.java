package io.spicerack.catalog;

import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Which of several nodes runs which ingestion. */
public final class NodeIngestions {
    private static final String OF_NOBODY =
            " FROM ingestion WHERE status = 'RUNNING' AND (node_id IS NULL OR node_id NOT IN (SELECT node_id FROM node"
                    + " WHERE lost = 0))";

    private final Handle handle;

    NodeIngestions(Handle handle) {
        this.handle = handle;
    }

    /** Those that a node runs. */
    public List<IngestionRecord> of(String node) {
        return handle.createQuery(
                        "SELECT * FROM ingestion WHERE status = 'RUNNING' AND node_id = :node ORDER BY +place")
                .bind("node", node)
                .map(IngestionStore::read)
                .list();
    }

    /** The data sets whose ingestions run, by node. */
    public Map<String, List<DataSetId>> running() {
        Map<String, List<DataSetId>> running = new TreeMap<>();
        handle.createQuery("SELECT node_id, data_set_id FROM ingestion WHERE status = 'RUNNING'"
                        + " AND node_id IS NOT NULL ORDER BY data_set_id")
                .map(row -> Map.entry(
                        row.getColumn("node_id", String.class), row.getColumn("data_set_id", DataSetId.class)))
                .forEach(each -> running.merge(each.getKey(), List.of(each.getValue()), NodeIngestions::joined));
        return running;
    }

    private static List<DataSetId> joined(List<DataSetId> some, List<DataSetId> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** Those that RUN for nodes that are gone. */
    public List<IngestionRecord> ofNobody() {
        return handle.createQuery("SELECT *" + OF_NOBODY + " ORDER BY +place")
                .map(IngestionStore::read)
                .list();
    }

    /** Whether a data set has one that runs, so that a version of it may be on its way. */
    public boolean runs(DataSetId dataSet) {
        return handle.createQuery(
                        "SELECT EXISTS (SELECT 1 FROM ingestion WHERE status = 'RUNNING' AND data_set_id = :dataSet)")
                .bind("dataSet", dataSet)
                .mapTo(Boolean.class)
                .one();
    }

    /** Asks the node that runs it to end it. */
    public void stop(DataSetId dataSet, IngestionId ingestion, String why) {
        handle.createUpdate(
                        "UPDATE ingestion SET stop = :why WHERE data_set_id = :dataSet AND ingestion_id = :ingestion"
                                + " AND status = 'RUNNING'")
                .bind("why", why)
                .bind("dataSet", dataSet)
                .bind("ingestion", ingestion)
                .execute();
    }

    /** Why those that a node runs are to end, where somebody has asked for it. */
    public Map<IngestionId, String> stops(String node) {
        Map<IngestionId, String> stops = new HashMap<>();
        handle.createQuery("SELECT ingestion_id, stop FROM ingestion WHERE status = 'RUNNING' AND node_id = :node"
                        + " AND stop IS NOT NULL")
                .bind("node", node)
                .map(row -> Map.entry(
                        row.getColumn("ingestion_id", IngestionId.class), row.getColumn("stop", String.class)))
                .forEach(each -> stops.put(each.getKey(), each.getValue()));
        return stops;
    }
}
