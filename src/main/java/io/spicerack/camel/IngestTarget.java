package io.spicerack.camel;

import io.spicerack.model.DataSetId;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, once all routes have started and declared what is theirs, whether the data set of a {@code spice:ingest} is there:
 * else it would be told at its first firing, at night. One that is made through the API later is no mistake, hence no failure.
 */
final class IngestTarget implements StartupListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(IngestTarget.class);

    private final SpiceEndpoint endpoint;

    IngestTarget(SpiceEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {}

    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
        DataSetId dataSet = endpoint.dataSetId();
        if (endpoint.component().spice().dataSets().view(dataSet).isEmpty()) {
            LOGGER.atError()
                    .addKeyValue("dataSetId", dataSet)
                    .log("spice:ingest names a data set that no route declares and the API does not have: correct dataSet in"
                            + " the route, or create the data set; each firing fails until then");
        }
    }
}
