package io.spicerack.catalog;

import io.spicerack.catalog.record.GroupRunRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Which ingestions belong together. */
public final class GroupStore {
    private final Handle handle;

    GroupStore(Handle handle) {
        this.handle = handle;
    }

    /** Puts a queued ingestion into a run of its group. */
    public void add(String run, String group, DataSetId dataSet, IngestionId ingestion) {
        handle.createUpdate(
                        """
                        INSERT INTO group_ingestion (run_id, group_name, data_set_id, ingestion_id)
                        VALUES (:run, :group, :dataSet, :ingestion)""")
                .bind("run", run)
                .bind("group", group)
                .bind("dataSet", dataSet)
                .bind("ingestion", ingestion)
                .execute();
    }

    /** The run that an ingestion belongs to; empty for one on its own. */
    public Optional<GroupRunRecord> run(DataSetId dataSet, IngestionId ingestion) {
        Map<DataSetId, IngestionStatus> members = new LinkedHashMap<>();
        String[] names = new String[2];
        handle.createQuery(
                        """
                        SELECT m.run_id, m.group_name, m.data_set_id, i.status FROM group_ingestion g
                        JOIN group_ingestion m ON m.run_id = g.run_id
                        JOIN ingestion i ON i.data_set_id = m.data_set_id AND i.ingestion_id = m.ingestion_id
                        WHERE g.data_set_id = :dataSet AND g.ingestion_id = :ingestion""")
                .bind("dataSet", dataSet)
                .bind("ingestion", ingestion)
                .map(row -> {
                    names[0] = row.getColumn("run_id", String.class);
                    names[1] = row.getColumn("group_name", String.class);
                    return Map.entry(
                            row.getColumn("data_set_id", DataSetId.class),
                            row.getColumn("status", IngestionStatus.class));
                })
                .forEach(member -> members.put(member.getKey(), member.getValue()));
        return members.isEmpty() ? Optional.empty() : Optional.of(new GroupRunRecord(names[0], names[1], members));
    }
}
