package io.spicerack.core.trail;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.SequencedRecord;
import io.spicerack.model.AuditRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the records of the audit trail to the sinks that take them one by one, each at its own pace, and searches them.
 * Thread-safe; one thread per sink.
 */
public final class AuditDelivery {
    /**
     * Records for one sink, oldest first.
     *
     * @param upTo the sequence number of the last one
     */
    public record Batch(List<AuditRecord> records, long upTo) {
        public Batch {
            records = List.copyOf(records);
        }
    }

    private final Catalog catalog;
    private final FailingSinks failing;
    private final EventTally tally;

    public AuditDelivery(Catalog catalog, FailingSinks failing) {
        this.catalog = catalog;
        this.failing = failing;
        this.tally = new EventTally(catalog);
    }

    /** Those that do not take what they are brought, of alerts as well. */
    public FailingSinks failing() {
        return failing;
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
        long upTo = pending.get(pending.size() - 1).sequence();
        return Optional.of(
                new Batch(pending.stream().map(SequencedRecord::event).toList(), upTo));
    }

    /** The sink has a batch for good. */
    public void delivered(String sink, Batch batch) {
        catalog.run(tx -> {
            tx.audit().delivered(sink, batch.upTo());
        });
    }

    /** Forgets a sink that is no longer used, so that it holds up no retention; false where there is none of that name. */
    public boolean forget(String sink) {
        failing.gone(sink);
        return catalog.write(tx -> tx.audit().removeSink(sink));
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
        return tally.counts();
    }

    public Map<String, Long> countsByKey() {
        return catalog.read(tx -> tx.audit().countsByKey());
    }

    public Map<String, Long> countsByResource() {
        return catalog.read(tx -> tx.audit().countsByResource());
    }
}
