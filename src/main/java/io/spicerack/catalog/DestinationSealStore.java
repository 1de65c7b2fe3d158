package io.spicerack.catalog;

import io.spicerack.model.DataSourceId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What proves of a data source that the core wrote where it is; it goes with its data source. */
public final class DestinationSealStore {
    private final Handle handle;

    DestinationSealStore(Handle handle) {
        this.handle = handle;
    }

    /** Replaces the seal of a data source that exists. */
    public void put(DataSourceId dataSource, String seal) {
        handle.createUpdate("INSERT INTO destination_seal (data_source_id, seal) VALUES (:id, :seal)"
                        + " ON CONFLICT (data_source_id) DO UPDATE SET seal = excluded.seal")
                .bind("id", dataSource)
                .bind("seal", seal)
                .execute();
    }

    public Optional<String> find(DataSourceId dataSource) {
        return handle.createQuery("SELECT seal FROM destination_seal WHERE data_source_id = :id")
                .bind("id", dataSource)
                .mapTo(String.class)
                .findOne();
    }
}
