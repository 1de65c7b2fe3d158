package io.spicerack.camel;

import io.spicerack.core.Spice;
import java.util.Arrays;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** The {@code spice:} component over the core, which it takes from the registry unless it is given. */
@Component("spice")
public final class SpiceComponent extends DefaultComponent {
    private @Nullable Spice spice;

    public SpiceComponent() {}

    /** @param spice the core that the endpoints work on */
    public SpiceComponent(Spice spice) {
        this.spice = spice;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        Verb verb = Verb.of(remaining)
                .orElseThrow(() -> new IllegalArgumentException("spice:" + remaining + ": there is no verb '"
                        + remaining + "'; allowed: " + Arrays.toString(Verb.values())));
        SpiceOptions.check("spice:" + remaining, verb, parameters);
        SpiceEndpoint endpoint = new SpiceEndpoint(uri, this, verb);
        setProperties(endpoint, parameters);
        endpoint.checkIds();
        return endpoint;
    }

    Spice spice() {
        Spice core = spice != null ? spice : getCamelContext().getRegistry().findSingleByType(Spice.class);
        if (core == null) {
            throw new IllegalStateException("the spice component has no core: bind one bean of type " + Spice.class);
        }
        return core;
    }
}
