package io.spicerack.refresh;

import io.spicerack.audit.LogFile;
import io.spicerack.catalog.AuditQuery;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.SequencedRecord;
import io.spicerack.model.Account;
import io.spicerack.model.AuditRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the audit trail from the catalog to its sinks, each at its own pace, and searches it. Thread-safe; one thread
 * per sink.
 */
public final class AuditDelivery {
    /**
     * Records as one log file.
     *
     * @param key the file's name below the sink's root, in CloudTrail's layout
     * @param content gzip of {@code {"Records":[...]}}
     * @param upTo the sequence number of its last record
     */
    @SuppressWarnings("ArrayRecordComponent") // handed to one route and not kept
    public record Batch(String key, byte[] content, int records, long upTo) {}

    private final Catalog catalog;
    private final Account account;

    AuditDelivery(Catalog catalog, Account account) {
        this.catalog = catalog;
        this.account = account;
    }

    /** Makes a sink known: from now on no record is pruned before the sink has it. */
    public void register(String sink) {
        catalog.run(tx -> {
            tx.audit().registerSink(sink);
        });
    }

    /** The next records that the sink has not got; empty when it has all. */
    public Optional<Batch> next(String sink, int most) {
        List<SequencedRecord> pending = catalog.write(tx -> tx.audit().take(sink, most));
        if (pending.isEmpty()) {
            return Optional.empty();
        }
        LogFile file = LogFile.of(
                account, "", pending.stream().map(SequencedRecord::event).toList());
        long upTo = pending.get(pending.size() - 1).sequence();
        return Optional.of(new Batch(file.key(), file.gzip(), pending.size(), upTo));
    }

    /** The sink has a batch for good. */
    public void delivered(String sink, Batch batch) {
        catalog.run(tx -> {
            tx.audit().delivered(sink, batch.upTo());
        });
    }

    /** Records that each sink has not got yet, by sink. */
    public Map<String, Long> backlog() {
        return catalog.read(tx -> tx.audit().backlog());
    }

    public List<AuditRecord> search(AuditQuery query) {
        return catalog.read(tx -> tx.audit().search(query)).stream()
                .map(SequencedRecord::event)
                .toList();
    }

    public Map<String, Long> countsByName() {
        return catalog.read(tx -> tx.audit().countsByName());
    }

    public Map<String, Long> countsByKey() {
        return catalog.read(tx -> tx.audit().countsByKey());
    }

    public Map<String, Long> countsByResource() {
        return catalog.read(tx -> tx.audit().countsByResource());
    }
}
