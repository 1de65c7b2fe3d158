package io.spicerack.catalog;

import io.spicerack.model.DataSourceId;
import io.spicerack.tls.ShownProof;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What has been pinned of the servers behind data sources. */
public final class SourcePinStore {
    private final Handle handle;
    private final Clock clock;

    SourcePinStore(Handle handle, Clock clock) {
        this.handle = handle;
        this.clock = clock;
    }

    /** Replaces what was pinned of this kind. */
    public void put(DataSourceId dataSource, ShownProof proof) {
        handle.createUpdate(
                        """
                        INSERT INTO source_pin (data_source_id, kind, encoded, pinned)
                        VALUES (:dataSource, :kind, :encoded, :pinned)
                        ON CONFLICT (data_source_id, kind) DO UPDATE SET encoded = excluded.encoded,
                            pinned = excluded.pinned""")
                .bind("dataSource", dataSource)
                .bind("kind", proof.kind())
                .bind("encoded", Base64.getEncoder().encodeToString(proof.encoded()))
                .bind("pinned", clock.instant())
                .execute();
    }

    public List<ShownProof> list(DataSourceId dataSource) {
        return handle.createQuery(
                        "SELECT kind, encoded FROM source_pin WHERE data_source_id = :dataSource ORDER BY kind")
                .bind("dataSource", dataSource)
                .map(row -> ShownProof.of(
                        row.getColumn("kind", ShownProof.Kind.class),
                        Base64.getDecoder().decode(row.getColumn("encoded", String.class))))
                .list();
    }

    /** False where nothing was pinned. */
    public boolean forget(DataSourceId dataSource) {
        return handle.createUpdate("DELETE FROM source_pin WHERE data_source_id = :dataSource")
                        .bind("dataSource", dataSource)
                        .execute()
                > 0;
    }
}
