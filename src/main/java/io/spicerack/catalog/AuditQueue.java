package io.spicerack.catalog;

import io.spicerack.catalog.database.CatalogSql;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.SequencedRecord;
import io.spicerack.model.AuditRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowViewMapper;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * The audit trail: appended to in the transaction that makes the change, delivered to each sink in order and at least once,
 * kept for searches until it is pruned.
 */
public final class AuditQueue {
    /** A look at a key's state that KMS answered: most are the key watch's. */
    static final String LOOK = "event_name = 'DescribeKey' AND error_code IS NULL";

    private static final String SINCE = "event_time >= :since";

    /** No index knows a column with a sign. */
    private static final String SINCE_IN_ORDER = "+" + SINCE;

    private static final String RE_ENCRYPT = "ReEncrypt";
    private static final String ALL = "1 = 1";

    private final Handle handle;

    AuditQueue(Handle handle) {
        this.handle = handle;
    }

    /** Appends the event; one whose id is in the trail already is left out, so that a repeated step does no harm. */
    public void append(AuditRecord event) {
        handle.createUpdate(
                        """
                        INSERT INTO audit_event
                            (event_id, event_time, event_source, event_name, key_arn, resource_arn, error_code, record_json)
                        VALUES (:id, :eventTime, :eventSource, :eventName, :keyArn, :resourceArn, :errorCode, :json)
                        ON CONFLICT (event_id) DO NOTHING""")
                .bindMethods(event)
                .bind("id", event.eventId().toString())
                .execute();
    }

    /** A new sink is due everything that the trail still holds; a known one keeps its position. */
    public void registerSink(String sink) {
        handle.createUpdate("INSERT INTO audit_sink (name, delivered, taken) VALUES (:sink, 0, 0) ON CONFLICT (name) DO"
                        + " NOTHING")
                .bind("sink", sink)
                .execute();
    }

    /** Forgets a sink that is no longer used, which would else keep the trail from being pruned. */
    public boolean removeSink(String sink) {
        return handle.createUpdate("DELETE FROM audit_sink WHERE name = :sink")
                        .bind("sink", sink)
                        .execute()
                > 0;
    }

    /** The number of events that each sink has still to get. */
    public Map<String, Long> backlog() {
        return counts(
                """
                SELECT name, (SELECT count(*) FROM audit_event WHERE place > delivered) AS events
                FROM audit_sink ORDER BY name""");
    }

    /** The next events for a sink, oldest first; the same ones again until {@link #delivered}. */
    public List<SequencedRecord> pending(String sink, int limit) {
        return handle.createQuery("SELECT * FROM audit_event WHERE place > :position ORDER BY place LIMIT :limit")
                .bind("position", position(sink))
                .bind("limit", limit)
                .map(AuditQueue::readSequenced)
                .list();
    }

    /**
     * As {@link #pending}, and remembers where the batch ends: taken again before it was {@link #delivered}, also after a
     * crash, it is the same batch, so that a sink that names its files after their content overwrites instead of doubling.
     */
    public List<SequencedRecord> take(String sink, int limit) {
        long position = position(sink);
        long end = handle.createQuery("SELECT taken FROM audit_sink WHERE name = :sink")
                .bind("sink", sink)
                .mapTo(long.class)
                .one();
        if (end > position) {
            return handle.createQuery(
                            "SELECT * FROM audit_event WHERE place > :position AND place <= :end ORDER BY place")
                    .bind("position", position)
                    .bind("end", end)
                    .map(AuditQueue::readSequenced)
                    .list();
        }
        List<SequencedRecord> batch = pending(sink, limit);
        if (!batch.isEmpty()) {
            handle.createUpdate("UPDATE audit_sink SET taken = :end WHERE name = :sink")
                    .bind("end", batch.get(batch.size() - 1).sequence())
                    .bind("sink", sink)
                    .execute();
        }
        return batch;
    }

    /** The sink has safely got everything up to this sequence number. */
    public void delivered(String sink, long upToSequence) {
        long position = position(sink);
        if (upToSequence < position) {
            throw new RefusedChangeException("audit sink '" + sink + "' has got the events up to " + position
                    + " and cannot go back to " + upToSequence);
        }
        handle.createUpdate("UPDATE audit_sink SET delivered = :sequence WHERE name = :sink")
                .bind("sink", sink)
                .bind("sequence", upToSequence)
                .execute();
    }

    /**
     * Where the trail begins and ends. While it has begun at the same place and been thinned no further, nothing of it has gone.
     *
     * @param first the place of its oldest event; 0 where there is none, as {@code last}
     */
    public record Extent(long first, long thinned, long last) {}

    public Extent extent() {
        return handle.createQuery(
                        """
                        SELECT (SELECT coalesce(min(place), 0) FROM audit_event) AS first_place,
                            (SELECT coalesce(max(thinned), 0) FROM audit_trail) AS thinned,
                            (SELECT coalesce(max(place), 0) FROM audit_event) AS last_place""")
                .map(row -> new Extent(
                        row.getColumn("first_place", Long.class),
                        row.getColumn("thinned", Long.class),
                        row.getColumn("last_place", Long.class)))
                .one();
    }

    /** The place of the newest event; 0 where there is none. */
    public long last() {
        return handle.createQuery("SELECT coalesce(max(place), 0) FROM audit_event")
                .mapTo(long.class)
                .one();
    }

    /** Events of some names after a place, oldest first. */
    public List<SequencedRecord> named(List<String> names, long after, int limit) {
        return handle.createQuery("SELECT * FROM audit_event WHERE event_name IN (<names>) AND place > :after"
                        + " ORDER BY place LIMIT :limit")
                .bindList("names", names)
                .bind("after", after)
                .bind("limit", limit)
                .map(AuditQueue::readSequenced)
                .list();
    }

    public List<SequencedRecord> search(AuditQuery query) {
        List<SequencedRecord> found = found("", query, AuditQueue::readSequenced);
        List<SequencedRecord> moved = movedAway(query);
        if (moved.isEmpty()) {
            return found;
        }
        Comparator<SequencedRecord> order = Comparator.comparingLong(SequencedRecord::sequence);
        return Stream.concat(found.stream(), moved.stream())
                .sorted(query.order() == AuditQuery.Order.NEWEST_FIRST ? order.reversed() : order)
                .limit(query.limit())
                .toList();
    }

    /** A ReEncrypt is of two keys, and its row is the one's that things came under; here those of the other. */
    private List<SequencedRecord> movedAway(AuditQuery query) {
        if (query.key() == null
                || (query.eventNameContains() != null && !RE_ENCRYPT.contains(query.eventNameContains()))) {
            return List.of();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        StringBuilder where =
                new StringBuilder("event_name = 'ReEncrypt' AND record_json LIKE :former AND key_arn <> :key");
        values.put("former", "%\"sourceKeyId\":\"" + query.key() + "\"%");
        values.put("key", query.key());
        conditions(where, values, query);
        return select("", where, query)
                .bindMap(values)
                .map(AuditQueue::readSequenced)
                .list();
    }

    /** How SQLite would search, in its own words: a search that walks through the whole trail says SCAN. */
    List<String> plan(AuditQuery query) {
        return found("EXPLAIN QUERY PLAN ", query, row -> row.getColumn("detail", String.class));
    }

    private <T> List<T> found(String explain, AuditQuery query, RowViewMapper<T> mapper) {
        Map<String, Object> values = new LinkedHashMap<>();
        StringBuilder where = new StringBuilder(ALL);
        condition(where, values, "key_arn = :key", "key", query.key());
        conditions(where, values, query);
        if (query.only().contains(AuditQuery.Only.NO_LOOKS)) {
            where.append(" AND NOT (").append(LOOK).append(')');
        }
        List<String> names = names(query.eventNameContains());
        if (query.eventNameContains() != null) {
            if (names.isEmpty()) {
                return List.of();
            }
            where.append(" AND event_name IN (<names>)");
        }
        Query select = select(explain, where, query);
        if (!names.isEmpty()) {
            select.bindList("names", names);
        }
        return select.bindMap(values).map(mapper).list();
    }

    private static void conditions(StringBuilder where, Map<String, Object> values, AuditQuery query) {
        condition(where, values, "resource_arn = :resource", "resource", query.resource());
        condition(where, values, newestSince(query) ? SINCE_IN_ORDER : SINCE, "since", query.since());
        condition(where, values, "event_time < :until", "until", query.until());
        condition(where, values, CatalogSql.BY_WHOM, "who", query.who());
        if (query.only().contains(AuditQuery.Only.FAILED)) {
            where.append(" AND error_code IS NOT NULL");
        }
    }

    /**
     * Whether the end of the trail is wanted, as far back as some time: those are the last rows, while by the index on times all of
     * that time would be put in order first.
     */
    private static boolean newestSince(AuditQuery query) {
        return query.order() == AuditQuery.Order.NEWEST_FIRST
                && query.until() == null
                && query.key() == null
                && query.resource() == null
                && query.who() == null
                && query.eventNameContains() == null
                && !query.only().contains(AuditQuery.Only.FAILED);
    }

    /** Finds the places first, which an index holds, and then reads no more rows than are wanted. */
    private Query select(String explain, CharSequence where, AuditQuery query) {
        String order = " ORDER BY place " + (query.order() == AuditQuery.Order.NEWEST_FIRST ? "DESC" : "ASC");
        String wanted = where + order + " LIMIT :limit";
        return handle.createQuery(explain + "SELECT * FROM audit_event WHERE "
                        + (ALL.contentEquals(where)
                                ? wanted
                                : "place IN (SELECT place FROM audit_event WHERE " + wanted + ")" + order))
                .bind("limit", query.limit());
    }

    /** The event names with {@code part} in them: a few, found by stepping through the index, so that searches can use it. */
    private List<String> names(@Nullable String part) {
        if (part == null) {
            return List.of();
        }
        return handle
                .createQuery(
                        """
                        WITH RECURSIVE known (name) AS (
                            SELECT min(event_name) FROM audit_event
                            UNION ALL
                            SELECT (SELECT min(event_name) FROM audit_event WHERE event_name > name)
                            FROM known WHERE name IS NOT NULL)
                        SELECT name FROM known WHERE name IS NOT NULL""")
                .mapTo(String.class)
                .list()
                .stream()
                .filter(name -> name.contains(part))
                .toList();
    }

    public Map<String, Long> countsByName() {
        return counts("SELECT event_name AS name, count(*) AS events FROM audit_event GROUP BY event_name");
    }

    /** Those after a place alone, of which there are few where somebody counts again and again. */
    public Map<String, Long> countsByName(long after) {
        return counts(handle.createQuery(
                        """
                        SELECT event_name AS name, count(*) AS events FROM audit_event WHERE place > :after
                        GROUP BY event_name ORDER BY event_name""")
                .bind("after", after));
    }

    public Map<String, Long> countsByKey() {
        return counts("SELECT key_arn AS name, count(*) AS events FROM audit_event"
                + " WHERE key_arn IS NOT NULL GROUP BY key_arn");
    }

    public Map<String, Long> countsByResource() {
        return counts("SELECT resource_arn AS name, count(*) AS events FROM audit_event"
                + " WHERE resource_arn IS NOT NULL GROUP BY resource_arn");
    }

    /**
     * Deletes older events that are in a log file and that every sink has got; with no sink registered nothing goes. Returns
     * how many went.
     */
    public int prune(Instant olderThan) {
        return handle.createUpdate(
                        """
                        DELETE FROM audit_event WHERE event_time < :olderThan
                            AND place <= (SELECT coalesce(min(delivered), 0) FROM audit_sink)
                            AND place <= (SELECT cut FROM audit_trail)""")
                .bind("olderThan", olderThan)
                .execute();
    }

    /**
     * Deletes older looks at keys that went well, under the same conditions as {@link #prune}. Files with a gap are not handed
     * to sinks that are new ({@link TrailFiles#registerSink}).
     */
    public int thin(Instant olderThan) {
        // by time and place at once: places are in the order of time, but for the calls that were under way together
        long last = handle.createQuery(
                        """
                        SELECT min(bound) FROM (
                            SELECT coalesce((SELECT place FROM audit_event WHERE event_time < :olderThan
                                ORDER BY event_time DESC LIMIT 1), 0) AS bound
                            UNION ALL SELECT coalesce(min(delivered), 0) FROM audit_sink
                            UNION ALL SELECT cut FROM audit_trail) AS bounds""")
                .bind("olderThan", olderThan)
                .mapTo(long.class)
                .one();
        int gone = handle.createUpdate("DELETE FROM audit_event WHERE place <= :last AND " + LOOK)
                .bind("last", last)
                .execute();
        if (gone > 0) {
            handle.createUpdate("UPDATE audit_trail SET thinned = :last")
                    .bind("last", last)
                    .execute();
        }
        return gone;
    }

    private long position(String sink) {
        return handle.createQuery("SELECT delivered FROM audit_sink WHERE name = :sink")
                .bind("sink", sink)
                .mapTo(long.class)
                .findOne()
                .orElseThrow(() -> new RefusedChangeException(
                        "there is no audit sink '" + sink + "'; register it before it takes events"));
    }

    private static void condition(
            StringBuilder where, Map<String, Object> values, String sql, String name, @Nullable Object value) {
        if (value != null) {
            where.append(" AND ").append(sql);
            values.put(name, value);
        }
    }

    private Map<String, Long> counts(String sql) {
        return counts(handle.createQuery(sql));
    }

    private static Map<String, Long> counts(Query query) {
        Map<String, Long> counts = new TreeMap<>();
        query.map(row -> Map.entry(row.getColumn("name", String.class), row.getColumn("events", Long.class)))
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }

    static SequencedRecord readSequenced(RowView row) {
        return new SequencedRecord(
                row.getColumn("place", Long.class),
                new AuditRecord(
                        row.getColumn("event_id", UUID.class),
                        row.getColumn("event_time", Instant.class),
                        row.getColumn("event_source", String.class),
                        row.getColumn("event_name", String.class),
                        row.getColumn("key_arn", String.class),
                        row.getColumn("resource_arn", String.class),
                        row.getColumn("error_code", String.class),
                        row.getColumn("record_json", String.class)));
    }
}
