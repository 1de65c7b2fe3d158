package io.spicerack.camel;

import io.spicerack.core.trail.Alert;
import io.spicerack.core.trail.Alerts;
import io.spicerack.core.trail.FailingSinks;
import io.spicerack.core.trail.SinkTries;
import io.spicerack.core.trail.SoleOwners;
import java.util.Optional;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledPollConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands what somebody should hear of to one way of telling it, an alert at a time. One that the route fails to bring comes
 * again at the next look, until the core gives it up.
 */
final class AlertsConsumer extends ScheduledPollConsumer {
    /** Header with the kind of an alert, such as REFRESH_FAILED. */
    static final String KIND = "SpiceAlert";

    /** Header with its one line. */
    static final String SUBJECT = "SpiceAlertSubject";

    /** Header that tells whether it is for mail too. */
    static final String MAIL = "SpiceAlertMail";

    private final String way;
    private final Alerts alerts;
    private final SoleOwners owners;
    private final SinkTries tries;
    private SoleOwners.@Nullable Ownership sink;

    /** @param millis between looks */
    AlertsConsumer(
            Endpoint endpoint,
            Processor processor,
            String way,
            int millis,
            Alerts alerts,
            SoleOwners owners,
            FailingSinks failing) {
        super(endpoint, processor);
        this.way = way;
        this.alerts = alerts;
        this.owners = owners;
        this.tries = new SinkTries(failing, FailingSinks.ALERTS + way);
        setDelay(millis);
        setInitialDelay(Math.min(1_000, millis));
        setGreedy(true);
    }

    @Override
    protected void doStart() throws Exception {
        sink = owners.own("alerts' sink '" + way + "'", "route '" + getRouteId() + "'");
        alerts.register(way);
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        tries.end();
        if (sink != null) {
            sink.close();
            sink = null;
        }
    }

    @Override
    protected int poll() throws Exception {
        return tries.tell(this::bring);
    }

    private int bring() throws Exception {
        Optional<Alert> next = alerts.next(way);
        if (next.isEmpty()) {
            return 0;
        }
        Exchange exchange = createExchange(false);
        try {
            Message message = exchange.getMessage();
            message.setBody(next.get().json());
            message.setHeader(KIND, next.get().kind().name());
            message.setHeader(SUBJECT, next.get().subject());
            message.setHeader(MAIL, next.get().mail());
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            alerts.brought(way, next.get());
            return 1;
        } finally {
            releaseExchange(exchange, false);
        }
    }
}
