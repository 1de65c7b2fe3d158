package io.spicerack.catalog;

import io.spicerack.model.DataSourceId;
import io.spicerack.model.VersionId;
import org.jdbi.v3.core.Handle;

/** What nodes that work at once have in use, as the others are to know it: versions, and connections to data sources. */
public final class NodeHolds {
    private final Handle handle;

    NodeHolds(Handle handle) {
        this.handle = handle;
    }

    /** From now on the version stays, until the node lets go of it or is gone. */
    public void hold(VersionId version, String node) {
        handle.createUpdate("INSERT INTO version_hold (version_id, node_id) VALUES (:version, :node)"
                        + " ON CONFLICT (version_id, node_id) DO NOTHING")
                .bind("version", version)
                .bind("node", node)
                .execute();
    }

    public void release(VersionId version, String node) {
        handle.createUpdate("DELETE FROM version_hold WHERE version_id = :version AND node_id = :node")
                .bind("version", version)
                .bind("node", node)
                .execute();
    }

    /** Whether another node holds it. */
    public boolean isHeldElsewhere(VersionId version, String node) {
        return handle.createQuery("SELECT EXISTS (SELECT 1 FROM version_hold JOIN node USING (node_id)"
                        + " WHERE version_id = :version AND node_id <> :node AND lost = 0)")
                .bind("version", version)
                .bind("node", node)
                .mapTo(Boolean.class)
                .one();
    }

    /** How many connections to a data source other nodes use. */
    public int usedElsewhere(DataSourceId dataSource, String node) {
        return handle.createQuery("SELECT coalesce(sum(used), 0) FROM source_place JOIN node USING (node_id)"
                        + " WHERE data_source_id = :dataSource AND node_id <> :node AND lost = 0")
                .bind("dataSource", dataSource)
                .bind("node", node)
                .mapTo(int.class)
                .one();
    }

    /** Keeps how many this node uses. */
    public void use(DataSourceId dataSource, String node, int used) {
        handle.createUpdate(
                        """
                        INSERT INTO source_place (data_source_id, node_id, used) VALUES (:dataSource, :node, :used)
                        ON CONFLICT (data_source_id, node_id) DO UPDATE SET used = excluded.used""")
                .bind("dataSource", dataSource)
                .bind("node", node)
                .bind("used", used)
                .execute();
    }
}
