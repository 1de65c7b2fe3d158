package io.spicerack.camel;

import io.spicerack.core.trail.AuditDelivery;
import io.spicerack.core.trail.AuditFiles;
import io.spicerack.model.AuditRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/** One sink's end of the trail. One thread at a time. */
interface AuditOutlet {
    /** Header with the number of records in the body; 0 for a digest file. */
    String RECORDS = "SpiceAuditRecords";

    /** Header with the file's user metadata: a digest file's signature. */
    String METADATA = "SpiceAuditMetadata";

    /** What one exchange carries. {@code done} moves the sink's position on. */
    record Handout(Object body, Map<String, Object> headers, Runnable done) {}

    /** Makes the sink known to the trail. */
    void register();

    /** What the sink has not got yet; the same until it is done. */
    Optional<Handout> next(int mostRecords);

    static AuditOutlet of(AuditForm form, AuditFiles auditFiles, AuditDelivery audit, String sink) {
        return switch (form) {
            case files -> new Files(auditFiles, sink);
            case records -> new Records(audit, sink);
        };
    }

    /** Log files and digest files. */
    record Files(AuditFiles files, String sink) implements AuditOutlet {
        @Override
        public void register() {
            files.register(sink);
        }

        @Override
        public Optional<Handout> next(int mostRecords) {
            return files.next(sink, mostRecords).map(file -> {
                Map<String, Object> headers = new HashMap<>();
                headers.put(Exchange.FILE_NAME, file.key());
                headers.put(METADATA, file.metadata());
                headers.put(RECORDS, file.records());
                return new Handout(file.gzip(), headers, () -> files.delivered(sink, file));
            });
        }
    }

    /** Records, oldest first. */
    record Records(AuditDelivery delivery, String sink) implements AuditOutlet {
        @Override
        public void register() {
            delivery.register(sink);
        }

        @Override
        public Optional<Handout> next(int mostRecords) {
            return delivery.next(sink, mostRecords).map(batch -> {
                List<AuditRecord> records = batch.records();
                Map<String, Object> headers = new HashMap<>();
                headers.put(RECORDS, records.size());
                return new Handout(records, headers, () -> delivery.delivered(sink, batch));
            });
        }
    }
}
