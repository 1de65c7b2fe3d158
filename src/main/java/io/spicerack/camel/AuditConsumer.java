package io.spicerack.camel;

import io.spicerack.refresh.AuditDelivery.Batch;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledPollConsumer;

/**
 * Hands a sink's undelivered audit records to its route as log files in CloudTrail's layout: the body is the gzip file,
 * {@code CamelFileName} its name and key. The sink's position moves on only when the route has succeeded; a file that is
 * handed out again after a crash has the same name and bytes.
 */
final class AuditConsumer extends ScheduledPollConsumer {
    /** Header with the number of records in the log file. */
    static final String RECORDS = "SpiceAuditRecords";

    private final SpiceEndpoint endpoint;

    AuditConsumer(SpiceEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        setDelay(endpoint.getPollInterval());
        setInitialDelay(Math.min(1_000, endpoint.getPollInterval()));
        setGreedy(true);
    }

    @Override
    protected void doStart() throws Exception {
        endpoint.component().spice().audit().register(endpoint.sinkName());
        super.doStart();
    }

    @Override
    protected int poll() throws Exception {
        Optional<Batch> next = endpoint.component().spice().audit().next(endpoint.sinkName(), endpoint.getMaxRecords());
        if (next.isEmpty()) {
            return 0;
        }
        Batch batch = next.get();
        Exchange exchange = createExchange(false);
        try {
            exchange.getMessage().setBody(batch.content());
            exchange.getMessage().setHeaders(headers(batch));
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            endpoint.component().spice().audit().delivered(endpoint.sinkName(), batch);
            return batch.records();
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private static Map<String, Object> headers(Batch batch) {
        return new java.util.HashMap<>(Map.of(Exchange.FILE_NAME, batch.key(), RECORDS, batch.records()));
    }
}
