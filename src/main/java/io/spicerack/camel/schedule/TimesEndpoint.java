package io.spicerack.camel.schedule;

import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** The times of one schedule. */
public final class TimesEndpoint extends DefaultEndpoint {
    /** Property of an exchange: whether its time was missed, and is made up for. */
    public static final String MADE_UP_FOR = "SpiceMadeUpFor";

    /** Property of an exchange: which time of which schedule it is for. */
    public static final String TIME = "SpiceScheduleTime";

    private final RouteTimes times;
    private final CronSchedule schedule;

    TimesEndpoint(String uri, RouteTimes times, CronSchedule schedule) {
        setEndpointUri(uri);
        this.times = times;
        this.schedule = schedule;
    }

    /** When it fires next. */
    public Optional<Instant> next() {
        return times.next(schedule);
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("a schedule starts a route; nothing can be sent to it");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        TimesConsumer consumer = new TimesConsumer(this, processor, times, schedule);
        configureConsumer(consumer);
        return consumer;
    }
}
