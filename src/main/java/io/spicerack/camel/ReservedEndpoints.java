package io.spicerack.camel;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Refuses what would call KMS or Secrets Manager past the core in the routes' context, without the list of allowed secrets and
 * without a record: by its kind, since a route may give a component any name.
 */
final class ReservedEndpoints extends LifecycleStrategySupport implements EndpointStrategy {
    /** The package of the component, and the way that there is instead. */
    private static final Map<String, String> WAYS = Map.of(
            "org.apache.camel.component.aws.secretsmanager",
            "spice:fetch names it as its vault, in the route that starts from spice:secrets",
            "org.apache.camel.component.aws2.kms",
            "the bean keyWatch disables and enables keys (routes/system/keys.camel.yaml)");

    private ReservedEndpoints() {}

    static void refuseIn(CamelContext context) {
        ReservedEndpoints reserved = new ReservedEndpoints();
        context.addLifecycleStrategy(reserved);
        context.getCamelContextExtension().registerEndpointCallback(reserved);
    }

    @Override
    public void onComponentAdd(String name, Component component) {
        refuse(name, component);
    }

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        refuse(uri.substring(0, Math.max(0, uri.indexOf(':'))), endpoint);
        return endpoint;
    }

    private static void refuse(String name, Object part) {
        String way = WAYS.get(part.getClass().getPackageName());
        if (way != null) {
            throw new IllegalArgumentException(
                    name + ": is no step of a route: what it does would be past the core, off the"
                            + " record. The way: " + way);
        }
    }
}
