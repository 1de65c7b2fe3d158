package io.spicerack.camel;

import io.spicerack.core.Spice;
import java.util.Arrays;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** The {@code spice:} component over the core, which {@link Pipeline} gives it: the core is no bean that a route could name. */
@Component("spice")
public final class SpiceComponent extends DefaultComponent {
    private final @Nullable Spice spice;
    private final @Nullable CamelCredentials credentials;
    private final IngestTargets ingestTargets = new IngestTargets();
    private final WorkingThreads threads = new WorkingThreads();
    private final @Nullable IngestionDispatcher dispatcher;

    /** As Camel makes it where nobody gave it a core: good for reading its options, and for no endpoint. */
    public SpiceComponent() {
        this.spice = null;
        this.credentials = null;
        this.dispatcher = null;
    }

    SpiceComponent(Spice spice, CamelCredentials credentials) {
        this.spice = spice;
        this.credentials = credentials;
        this.dispatcher = new IngestionDispatcher(spice.ingestions());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        Verb verb = Verb.of(remaining)
                .orElseThrow(() -> new IllegalArgumentException("spice:" + remaining + ": there is no verb '"
                        + remaining + "'; allowed: " + Arrays.toString(Verb.values())));
        SpiceOptions.check("spice:" + remaining, verb, parameters);
        SpiceEndpoint endpoint = new SpiceEndpoint(uri, this, verb);
        setProperties(endpoint, parameters);
        endpoint.check();
        return endpoint;
    }

    Spice spice() {
        return given(spice);
    }

    IngestTargets ingestTargets() {
        return ingestTargets;
    }

    WorkingThreads threads() {
        return threads;
    }

    CamelCredentials credentials() {
        return given(credentials);
    }

    IngestionDispatcher dispatcher() {
        return given(dispatcher);
    }

    @Override
    protected void doStop() throws Exception {
        if (dispatcher != null) {
            dispatcher.stop(getCamelContext());
        }
        super.doStop();
    }

    private static <T> T given(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException(
                    "the spice component has no core: the service gives it one, and no other does");
        }
        return part;
    }
}
