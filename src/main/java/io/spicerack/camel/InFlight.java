package io.spicerack.camel;

import io.spicerack.core.refresh.Refresh;
import org.apache.camel.Exchange;

/** Where the refresh rides on its exchange. */
final class InFlight {
    /** Exchange property with the {@link Refresh}; it prints as its ids, never as data. */
    static final String REFRESH = "SpiceRefresh";

    /** Exchange property with the registry name of the DataSource that sees the refresh's own snapshot. */
    static final String SNAPSHOT = "SpiceSnapshot";

    private InFlight() {}

    static Refresh of(Exchange exchange) {
        Refresh refresh = exchange.getProperty(REFRESH, Refresh.class);
        if (refresh == null) {
            throw new IllegalStateException("route '" + exchange.getFromRouteId() + "' runs a step of a refresh, but no"
                    + " refresh is in flight: start the route from spice:ingestions?dataSet=...");
        }
        return refresh;
    }
}
