package io.spicerack.camel.sink;

import io.spicerack.core.trail.Alerts;
import java.util.Map;
import java.util.Optional;

/**
 * One way of telling somebody what they should hear of, an alert at a time. One that the route fails to bring comes again at
 * the next look, until the core gives it up.
 */
public record AlertOutlet(Alerts alerts, String way) implements SinkOutlet {
    /** Header with the kind of an alert, such as REFRESH_FAILED. */
    private static final String KIND = "SpiceAlert";

    /** Header with its one line. */
    private static final String SUBJECT = "SpiceAlertSubject";

    /** Header that tells whether it is for mail too. */
    private static final String MAIL = "SpiceAlertMail";

    @Override
    public String what() {
        return "alerts' sink '" + way + "'";
    }

    @Override
    public void register() {
        alerts.register(way);
    }

    @Override
    public Optional<Handout> next() {
        return alerts.next(way)
                .map(alert -> new Handout(
                        alert.json(),
                        Map.of(KIND, alert.kind().name(), SUBJECT, alert.subject(), MAIL, alert.mail()),
                        () -> alerts.brought(way, alert)));
    }
}
