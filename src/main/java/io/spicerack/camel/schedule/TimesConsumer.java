package io.spicerack.camel.schedule;

import io.spicerack.core.queue.ScheduleTime;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** Runs its route at each time of a schedule. */
final class TimesConsumer extends DefaultConsumer {
    private final RouteTimes times;
    private final CronSchedule schedule;

    TimesConsumer(Endpoint endpoint, Processor processor, RouteTimes times, CronSchedule schedule) {
        super(endpoint, processor);
        this.times = times;
        this.schedule = schedule;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        times.start(schedule, this::fire);
    }

    @Override
    protected void doStop() throws Exception {
        times.stop(schedule);
        super.doStop();
    }

    @Override
    protected void doSuspend() throws Exception {
        times.stop(schedule);
    }

    @Override
    protected void doResume() throws Exception {
        times.start(schedule, this::fire);
    }

    private void fire(RouteTimes.Firing firing) {
        Instant time = firing.time();
        Exchange exchange = createExchange(false);
        exchange.setProperty(TimesEndpoint.MADE_UP_FOR, firing.madeUpFor());
        exchange.setProperty(TimesEndpoint.TIME, new ScheduleTime(schedule.key().toString(), time));
        exchange.getIn().setHeader("fireTime", time.toString());
        try {
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        Exception failure = exchange.getException();
        if (failure instanceof RejectedExecutionException) {
            // the route was being taken away
            times.unclaim(schedule.key(), time);
        } else {
            times.fired(schedule, time);
        }
        if (failure != null && !(failure instanceof RejectedExecutionException)) {
            getExceptionHandler().handleException("the schedule of " + time + " failed", exchange, failure);
        }
        releaseExchange(exchange, false);
    }
}
