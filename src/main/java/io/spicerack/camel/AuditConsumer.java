package io.spicerack.camel;

import io.spicerack.core.trail.SinkTries;
import io.spicerack.core.trail.SoleOwners;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledPollConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands a sink what it has not got of the audit trail, one exchange at a time. The sink's position moves on only when the
 * route has succeeded; what is handed out again after a failure or a crash is the same as before.
 */
final class AuditConsumer extends ScheduledPollConsumer {
    private final SpiceEndpoint endpoint;
    private @Nullable AuditOutlet outlet;
    private SoleOwners.@Nullable Ownership sink;
    private @Nullable SinkTries tries;

    AuditConsumer(SpiceEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        setDelay(endpoint.getPollInterval());
        setInitialDelay(Math.min(1_000, endpoint.getPollInterval()));
        setGreedy(true);
    }

    @Override
    protected void doStart() throws Exception {
        sink = endpoint.component()
                .spice()
                .soleOwners()
                .own("audit sink '" + endpoint.sinkName() + "'", "route '" + getRouteId() + "'");
        AuditOutlet opened = AuditOutlet.of(
                endpoint.getForm(),
                endpoint.component().spice().auditFiles(),
                endpoint.component().spice().audit(),
                endpoint.sinkName());
        opened.register();
        outlet = opened;
        tries = new SinkTries(endpoint.component().failingSinks(), endpoint.sinkName());
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        if (tries != null) {
            tries.end();
        }
        if (sink != null) {
            sink.close();
            sink = null;
        }
    }

    @Override
    protected int poll() throws Exception {
        AuditOutlet open = outlet;
        SinkTries told = tries;
        return open == null || told == null ? 0 : told.tell(() -> bring(open));
    }

    private int bring(AuditOutlet open) throws Exception {
        Optional<AuditOutlet.Handout> next = open.next(endpoint.getMaxRecords());
        if (next.isEmpty()) {
            return 0;
        }
        Exchange exchange = createExchange(false);
        try {
            exchange.getMessage().setBody(next.get().body());
            exchange.getMessage().setHeaders(next.get().headers());
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            next.get().done().run();
            return 1;
        } finally {
            releaseExchange(exchange, false);
        }
    }
}
