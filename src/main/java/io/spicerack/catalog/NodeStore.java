package io.spicerack.catalog;

import io.spicerack.catalog.record.NodeRecord;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The nodes of a catalog that several use in turn; each keeps its own row. */
public final class NodeStore {
    private final Handle handle;

    NodeStore(Handle handle) {
        this.handle = handle;
    }

    /** The one that works first, then those that stand by, the longest waiting first; none where one node uses it alone. */
    public List<NodeRecord> list() {
        return handle.createQuery(
                        """
                        SELECT node.*, EXISTS (SELECT 1 FROM setting
                            WHERE name = 'catalog.holder' AND content LIKE node_id || ' %') AS works
                        FROM node WHERE lost = 0 ORDER BY works DESC, started, node_id""")
                .map(row -> new NodeRecord(
                        row.getColumn("node_id", String.class),
                        row.getColumn("process", Long.class),
                        row.getColumn("host", String.class),
                        row.getColumn("started", Instant.class),
                        row.getColumn("heard", Instant.class),
                        row.getColumn("works", Boolean.class)))
                .list();
    }
}
