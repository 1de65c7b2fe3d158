package io.spicerack.catalog;

import io.spicerack.catalog.record.DefinitionRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The definitions of the data sets that were made through the API. */
public final class DefinitionStore {
    private final Handle handle;

    DefinitionStore(Handle handle) {
        this.handle = handle;
    }

    /** Keeps a data set's first definition, or one that replaces it, as the next revision. */
    public void put(DataSetId dataSet, DataSourceId dataSource, String members) {
        handle.createUpdate(
                        """
                        INSERT INTO data_set_definition (data_set_id, revision, data_source_id, members)
                        VALUES (:dataSet, 1, :dataSource, :members)
                        ON CONFLICT (data_set_id) DO UPDATE SET revision = data_set_definition.revision + 1,
                            data_source_id = excluded.data_source_id, members = excluded.members""")
                .bind("dataSet", dataSet)
                .bind("dataSource", dataSource)
                .bind("members", members)
                .execute();
    }

    /** Those that have one: the data sets that were made through the API. */
    public Set<DataSetId> dataSets() {
        return handle.createQuery("SELECT data_set_id FROM data_set_definition")
                .mapTo(DataSetId.class)
                .set();
    }

    /** Empty for a data set that a route declares. */
    public Optional<DefinitionRecord> find(DataSetId dataSet) {
        return handle.createQuery(
                        """
                        SELECT revision, data_source_id AS data_source, members FROM data_set_definition
                        WHERE data_set_id = :dataSet""")
                .bind("dataSet", dataSet)
                .mapTo(DefinitionRecord.class)
                .findOne();
    }
}
