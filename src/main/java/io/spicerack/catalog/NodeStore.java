package io.spicerack.catalog;

import io.spicerack.catalog.database.NodeWord;
import io.spicerack.catalog.record.NodeRecord;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** The nodes of a catalog that several use, and what is told to all of them; each keeps its own row. */
public final class NodeStore {
    private final Handle handle;
    private final Clock clock;

    NodeStore(Handle handle, Clock clock) {
        this.handle = handle;
        this.clock = clock;
    }

    /** Those that work first, then those that stand by, the longest waiting first; none where one node uses it alone. */
    public List<NodeRecord> list() {
        Map<String, TreeSet<String>> duties = new TreeMap<>();
        handle.createQuery("SELECT duty, node_id FROM node_duty")
                .map(row -> Map.entry(row.getColumn("node_id", String.class), row.getColumn("duty", String.class)))
                .forEach(held -> duties.computeIfAbsent(held.getKey(), node -> new TreeSet<>())
                        .add(held.getValue()));
        return handle.createQuery(
                        """
                        SELECT node.*, EXISTS (SELECT 1 FROM setting
                            WHERE name = 'catalog.holder'
                                AND (content LIKE node_id || ' %' OR content LIKE 'together %')) AS works
                        FROM node WHERE lost = 0 ORDER BY works DESC, started, node_id""")
                .map(row -> new NodeRecord(
                        row.getColumn("node_id", String.class),
                        row.getColumn("process", Long.class),
                        row.getColumn("host", String.class),
                        row.getColumn("started", Instant.class),
                        row.getColumn("heard", Instant.class),
                        row.getColumn("works", Boolean.class),
                        List.copyOf(duties.getOrDefault(row.getColumn("node_id", String.class), new TreeSet<>()))))
                .list();
    }

    /** Tells all nodes, this one too, as soon as the transaction is committed; the place of what is told. */
    public long tell(NodeWord.Kind kind, String about) {
        return handle.createUpdate("INSERT INTO node_word (kind, about, told) VALUES (:kind, :about, :now)")
                .bind("kind", kind)
                .bind("about", about)
                .bind("now", clock.instant())
                .executeAndReturnGeneratedKeys("place")
                .mapTo(long.class)
                .one();
    }

    /** The nodes that have not said yet that they carried out what was told up to a place. */
    public List<String> unheard(long place) {
        return handle.createQuery(
                        "SELECT host || ', process ' || process FROM node WHERE heard_to < :place ORDER BY started,"
                                + " node_id")
                .bind("place", place)
                .mapTo(String.class)
                .list();
    }

    /** Forgets what all nodes have carried out. */
    public void forgetHeard() {
        handle.createUpdate("DELETE FROM node_word WHERE place < (SELECT min(heard_to) FROM node)")
                .execute();
    }

    /** Begins what one node at a time does, unless another is at it. */
    public boolean begin(String duty, String node) {
        handle.createUpdate("INSERT INTO node_duty (duty, node_id, since) SELECT :duty, node_id, :now FROM node"
                        + " WHERE node_id = :node ON CONFLICT (duty) DO NOTHING")
                .bind("duty", duty)
                .bind("node", node)
                .bind("now", clock.instant())
                .execute();
        return handle.createQuery("SELECT EXISTS (SELECT 1 FROM node_duty WHERE duty = :duty AND node_id = :node)")
                .bind("duty", duty)
                .bind("node", node)
                .mapTo(Boolean.class)
                .one();
    }

    public void end(String duty, String node) {
        handle.createUpdate("DELETE FROM node_duty WHERE duty = :duty AND node_id = :node")
                .bind("duty", duty)
                .bind("node", node)
                .execute();
    }
}
