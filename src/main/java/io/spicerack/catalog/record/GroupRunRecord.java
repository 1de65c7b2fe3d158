package io.spicerack.catalog.record;

import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionStatus;
import java.util.Map;

/**
 * One refresh of a group: the ingestions that were asked for together. Immutable.
 *
 * @param members each data set with the status of its ingestion
 */
public record GroupRunRecord(String id, String group, Map<DataSetId, IngestionStatus> members) {
    public GroupRunRecord {
        members = Map.copyOf(members);
    }
}
