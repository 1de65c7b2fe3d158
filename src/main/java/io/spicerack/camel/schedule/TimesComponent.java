package io.spicerack.camel.schedule;

import io.spicerack.core.queue.RefreshSchedules;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Endpoint;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.support.DefaultComponent;

/**
 * What the schedules of the data engineers' files start from, in the place of Camel's quartz component: in the same scheduler,
 * with times of our own. Thread-safe.
 */
public final class TimesComponent extends DefaultComponent {
    public static final String SCHEME = "times";

    private final RouteTimes times;

    /** @param kept where it is kept when schedules that catch up have fired */
    public TimesComponent(Clock clock, RefreshSchedules kept) {
        this.times = new RouteTimes(clock, kept, () -> getCamelContext()
                .getComponent("quartz", QuartzComponent.class)
                .getScheduler());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        Map<String, String> options = new TreeMap<>();
        parameters.forEach((name, value) -> options.put(name, String.valueOf(value)));
        parameters.clear();
        TimesEndpoint endpoint = new TimesEndpoint(uri, times, CronSchedule.of(remaining, options));
        endpoint.setCamelContext(getCamelContext());
        return endpoint;
    }
}
