package io.spicerack.camel.sink;

import io.spicerack.core.trail.SinkTries;
import io.spicerack.core.trail.SoleOwners;
import java.util.Optional;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledPollConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands a sink what it has not got yet, one exchange at a time. The sink's position moves on only when the route has
 * succeeded; what is handed out again after a failure or a crash is the same as before.
 */
public final class SinkConsumer extends ScheduledPollConsumer {
    private static final int SOON_MILLISECONDS = 1_000;

    private final SinkOutlet outlet;
    private final SoleOwners owners;
    private final SinkTries tries;
    private SoleOwners.@Nullable Ownership owned;

    /**
     * Takes from an outlet what comes there, for one route alone.
     *
     * @param milliseconds between looks
     */
    public SinkConsumer(
            Endpoint endpoint,
            Processor processor,
            SinkOutlet outlet,
            SoleOwners owners,
            SinkTries tries,
            int milliseconds) {
        super(endpoint, processor);
        this.outlet = outlet;
        this.owners = owners;
        this.tries = tries;
        setDelay(milliseconds);
        setInitialDelay(Math.min(SOON_MILLISECONDS, milliseconds));
        setGreedy(true);
    }

    @Override
    protected void doStart() throws Exception {
        owned = owners.own(outlet.what(), "route '" + getRouteId() + "'");
        outlet.register();
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        tries.end();
        if (owned != null) {
            owned.close();
            owned = null;
        }
    }

    @Override
    protected int poll() {
        return owners.isHere(outlet.what()) ? tries.tell(this::bring) : 0;
    }

    private int bring() throws Exception {
        Optional<SinkOutlet.Handout> next = outlet.next();
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
