package io.spicerack.camel;

import io.spicerack.core.refresh.Refresh;
import io.spicerack.core.refresh.RefreshStep;
import io.spicerack.model.DataSetId;
import org.apache.camel.Exchange;

/**
 * A refresh on its exchange, at the step to which its route has brought it. A route may call verbs in any order; the core
 * has only the right one, so whatever is out of turn is refused here. One thread.
 */
final class InFlight {
    private static final String PROPERTY = "SpiceRefresh";

    private final Refresh refresh;
    private RefreshStep step;

    InFlight(Refresh refresh, RefreshStep step) {
        this.refresh = refresh;
        this.step = step;
    }

    static void begin(Exchange exchange, Refresh refresh, RefreshStep first) {
        exchange.setProperty(PROPERTY, new InFlight(refresh, first));
    }

    static InFlight of(Exchange exchange) {
        InFlight inFlight = exchange.getProperty(PROPERTY, InFlight.class);
        if (inFlight == null) {
            throw new IllegalStateException("route '" + exchange.getFromRouteId() + "' runs a step of a refresh, but no"
                    + " refresh is in flight: start the route from spice:ingestions?dataSet=...");
        }
        return inFlight;
    }

    DataSetId dataSet() {
        return refresh.dataSet();
    }

    RefreshStep step() {
        return step;
    }

    /** The step that {@code verb} goes on from; refused where the refresh is at another. */
    <T extends RefreshStep> T step(Verb verb, Class<T> needed) {
        if (!needed.isInstance(step)) {
            throw new IllegalStateException("data set '" + dataSet() + "': spice:" + verb + " needs step "
                    + RefreshStep.text(needed) + " before it, but the refresh is at " + step.text()
                    + "; the order is extract, seal, reconcile, publish");
        }
        return needed.cast(step);
    }

    void at(RefreshStep next) {
        step = next;
    }

    /** Its ids, never data: Camel prints exchange properties. */
    @Override
    public String toString() {
        return refresh.toString();
    }
}
