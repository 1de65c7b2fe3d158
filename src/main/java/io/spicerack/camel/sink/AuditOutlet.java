package io.spicerack.camel.sink;

import io.spicerack.core.trail.AuditDelivery;
import io.spicerack.core.trail.AuditFiles;
import io.spicerack.model.AuditRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/** One sink's end of the audit trail. */
public interface AuditOutlet extends SinkOutlet {
    /** Header with the number of records in the body; 0 for a digest file. */
    String RECORDS = "SpiceAuditRecords";

    /** Header with the file's user metadata: a digest file's signature. */
    String METADATA = "SpiceAuditMetadata";

    /** The sink's name. */
    String sink();

    @Override
    default String what() {
        return "audit sink '" + sink() + "'";
    }

    /** As the options of {@code spice:audit} say. */
    static AuditOutlet of(String sink, SinkOptions options, AuditFiles files, AuditDelivery delivery) {
        return switch (options.getForm()) {
            case files -> new Files(files, sink, options.getMaxRecords());
            case records -> new Records(delivery, sink, options.getMaxRecords());
        };
    }

    /** Log files and digest files. */
    record Files(AuditFiles files, String sink, int mostRecords) implements AuditOutlet {
        @Override
        public void register() {
            files.register(sink);
        }

        @Override
        public Optional<Handout> next() {
            return files.next(sink, mostRecords)
                    .map(file -> new Handout(
                            file.gzip(),
                            Map.of(Exchange.FILE_NAME, file.key(), METADATA, file.metadata(), RECORDS, file.records()),
                            () -> files.delivered(sink, file)));
        }
    }

    /** Records, oldest first. */
    record Records(AuditDelivery delivery, String sink, int mostRecords) implements AuditOutlet {
        @Override
        public void register() {
            delivery.register(sink);
        }

        @Override
        public Optional<Handout> next() {
            return delivery.next(sink, mostRecords).map(batch -> {
                List<AuditRecord> records = batch.records();
                return new Handout(records, Map.of(RECORDS, records.size()), () -> delivery.delivered(sink, batch));
            });
        }
    }
}
