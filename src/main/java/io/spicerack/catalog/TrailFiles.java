package io.spicerack.catalog;

import io.spicerack.catalog.record.SequencedRecord;
import io.spicerack.catalog.record.TrailFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** The audit trail as files: records are cut into log files, digest files list these, and each sink has a position. */
public final class TrailFiles {
    private static final String SELECT =
            """
            SELECT place, object_key AS key, sha256, first_event, last_event, oldest_event AS oldest,
                newest_event AS newest, digest_json AS json, signature, digest_end AS "end"
            FROM audit_file
            """;

    private final Handle handle;

    TrailFiles(Handle handle) {
        this.handle = handle;
    }

    /** The end of the last digest file, before the first one {@code now}, which is kept as the time where digests begin. */
    public Instant digestedOrBegin(Instant now) {
        handle.createUpdate("UPDATE audit_trail SET digested = :now WHERE digested IS NULL")
                .bind("now", now)
                .execute();
        return handle.createQuery("SELECT digested FROM audit_trail")
                .mapTo(Instant.class)
                .one();
    }

    /** The oldest records that are in no log file yet. */
    public List<SequencedRecord> uncut(int limit) {
        return handle.createQuery(
                        """
                        SELECT * FROM audit_event WHERE place > (SELECT cut FROM audit_trail)
                        ORDER BY place LIMIT :limit""")
                .bind("limit", limit)
                .map(AuditQueue::readSequenced)
                .list();
    }

    /**
     * Whether a log file is due: something else than looks at keys is in none yet, or a record from before {@code longest}, or
     * as many as {@code full}.
     */
    public boolean due(Instant longest, int full) {
        return handle.createQuery(
                        """
                        SELECT count(*) >= :full OR coalesce(max(urgent), 0) > 0 FROM (
                            SELECT CASE WHEN event_time < :longest OR NOT (%s) THEN 1 ELSE 0 END AS urgent
                            FROM audit_event WHERE place > (SELECT cut FROM audit_trail)
                            ORDER BY place LIMIT :full) AS waiting"""
                                .replace("%s", AuditQueue.LOOK))
                .bind("longest", longest)
                .bind("full", full)
                .mapTo(boolean.class)
                .one();
    }

    /** Closes a log file of records that {@link #uncut} gave; its place is given by the catalog. */
    public void addLog(TrailFile.Log file, Instant closed) {
        handle.createUpdate(
                        """
                        INSERT INTO audit_file
                            (object_key, closed, sha256, first_event, last_event, oldest_event, newest_event)
                        VALUES (:key, :closed, :sha256, :firstEvent, :lastEvent, :oldest, :newest)""")
                .bindMethods(file)
                .bind("closed", closed)
                .execute();
        handle.createUpdate("UPDATE audit_trail SET cut = :last")
                .bind("last", file.lastEvent())
                .execute();
    }

    /** Log files that no digest file lists yet. */
    public List<TrailFile.Log> unlisted() {
        return handle.createQuery(SELECT + "WHERE listed IS NULL AND digest_json IS NULL ORDER BY place")
                .mapTo(TrailFile.Log.class)
                .list();
    }

    /** Of all files that are kept, log files and digest files. */
    public List<String> keys() {
        return handle.createQuery("SELECT object_key FROM audit_file")
                .mapTo(String.class)
                .list();
    }

    public Optional<TrailFile.Digest> lastDigest() {
        return handle.createQuery(SELECT + "WHERE digest_json IS NOT NULL ORDER BY digest_end DESC LIMIT 1")
                .mapTo(TrailFile.Digest.class)
                .findOne();
    }

    /** Closes a digest file that lists {@code logs}; its place is given by the catalog. */
    public void addDigest(TrailFile.Digest digest, List<TrailFile.Log> logs, Instant closed) {
        handle.createUpdate(
                        """
                        INSERT INTO audit_file (object_key, closed, sha256, digest_json, digest_end, signature)
                        VALUES (:key, :closed, :sha256, :json, :end, :signature)""")
                .bindMethods(digest)
                .bind("closed", closed)
                .execute();
        for (TrailFile.Log log : logs) {
            handle.createUpdate("UPDATE audit_file SET listed = :end WHERE place = :place")
                    .bind("end", digest.end())
                    .bind("place", log.place())
                    .execute();
        }
        handle.createUpdate("UPDATE audit_trail SET digested = :end")
                .bind("end", digest.end())
                .execute();
    }

    /** A new sink is due every file all of whose records the trail still holds; a known one keeps its position. */
    public void registerSink(String sink) {
        handle.createUpdate(
                        """
                        INSERT INTO audit_sink (name, delivered, taken, files)
                        SELECT :sink, 0, 0, coalesce(max(place), 0) FROM audit_file
                        WHERE first_event < coalesce((SELECT min(place) FROM audit_event), (SELECT cut + 1 FROM audit_trail))
                            OR first_event <= (SELECT thinned FROM audit_trail)
                        ON CONFLICT (name) DO UPDATE SET files = coalesce(audit_sink.files, excluded.files)""")
                .bind("sink", sink)
                .execute();
    }

    /** The next file for a sink; the same one again until {@link #delivered}. */
    public Optional<TrailFile> next(String sink) {
        return handle.createQuery(SELECT + "WHERE place > :position ORDER BY place LIMIT 1")
                .bind("position", position(sink))
                .map(TrailFiles::read)
                .findOne();
    }

    /** The records of a log file. */
    public List<SequencedRecord> records(TrailFile.Log file) {
        return handle.createQuery("SELECT * FROM audit_event WHERE place BETWEEN :first AND :last ORDER BY place")
                .bind("first", file.firstEvent())
                .bind("last", file.lastEvent())
                .map(AuditQueue::readSequenced)
                .list();
    }

    /** The sink has safely got the file, and all before it. */
    public void delivered(String sink, TrailFile file) {
        long position = position(sink);
        if (file.place() < position) {
            throw new RefusedChangeException("audit sink '" + sink + "' has got the files up to " + position
                    + " and cannot go back to " + file.place());
        }
        handle.createUpdate("UPDATE audit_sink SET files = :place, delivered = coalesce(:event, delivered) WHERE name ="
                        + " :sink")
                .bind("place", file.place())
                .bind("event", file instanceof TrailFile.Log log ? log.lastEvent() : null)
                .bind("sink", sink)
                .execute();
    }

    /** The sinks that have got the file at this place. */
    public List<String> gotBy(long place) {
        return handle.createQuery("SELECT name FROM audit_sink WHERE files >= :place ORDER BY name")
                .bind("place", place)
                .mapTo(String.class)
                .list();
    }

    /** Whether the sink has got the file. */
    public boolean hasGot(String sink, String key) {
        return handle.createQuery("SELECT count(*) FROM audit_file WHERE object_key = :key AND place <= :position")
                        .bind("key", key)
                        .bind("position", position(sink))
                        .mapTo(long.class)
                        .one()
                > 0;
    }

    private long position(String sink) {
        return handle.createQuery("SELECT files FROM audit_sink WHERE name = :sink AND files IS NOT NULL")
                .bind("sink", sink)
                .mapTo(long.class)
                .findOne()
                .orElseThrow(() -> new RefusedChangeException(
                        "there is no audit sink '" + sink + "' that takes files; register it before it takes some"));
    }

    private static TrailFile read(RowView row) {
        return row.getColumn("json", String.class) == null
                ? row.getRow(TrailFile.Log.class)
                : row.getRow(TrailFile.Digest.class);
    }
}
