package io.spicerack.catalog;

import io.spicerack.catalog.record.SequencedRecord;
import io.spicerack.model.AuditRecord;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Calls of AWS that were begun and are not on record yet. Each is kept as the record that it becomes where nobody learns its
 * end, and leaves in the transaction that puts its end into the trail.
 */
public final class AuditIntents {
    private final Handle handle;

    AuditIntents(Handle handle) {
        this.handle = handle;
    }

    /**
     * Keeps a call that is about to be made, as a record that says that its outcome is unknown.
     *
     * @param node the one of several nodes that makes it
     */
    public void begin(AuditRecord unknown, Optional<String> node) {
        handle.createUpdate(
                        """
                        INSERT INTO audit_intent
                            (event_id, event_time, event_source, event_name, key_arn, resource_arn, error_code, record_json,
                                node_id)
                        VALUES (:id, :eventTime, :eventSource, :eventName, :keyArn, :resourceArn, :errorCode, :json, :node)""")
                .bindMethods(unknown)
                .bind("id", unknown.eventId().toString())
                .bind("node", node.orElse(null))
                .execute();
    }

    /** Puts the end of a call into the trail, under the id that its beginning has. */
    public void end(AuditRecord record) {
        new AuditQueue(handle).append(record);
        handle.createUpdate("DELETE FROM audit_intent WHERE event_id = :id")
                .bind("id", record.eventId().toString())
                .execute();
    }

    /** The calls whose end is not known, the oldest first. */
    public List<AuditRecord> open() {
        return listed("SELECT * FROM audit_intent ORDER BY place");
    }

    /** Those of nodes that are gone. */
    public List<AuditRecord> ofNobody() {
        return listed("SELECT * FROM audit_intent WHERE node_id IS NULL"
                + " OR node_id NOT IN (SELECT node_id FROM node WHERE lost = 0) ORDER BY place");
    }

    private List<AuditRecord> listed(String sql) {
        return handle.createQuery(sql)
                .map(AuditQueue::readSequenced)
                .map(SequencedRecord::event)
                .list();
    }
}
