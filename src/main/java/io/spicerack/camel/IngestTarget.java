package io.spicerack.camel;

import io.spicerack.model.DataSetId;
import java.util.function.Predicate;
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

    private final DataSetId dataSet;
    private final Predicate<DataSetId> known;

    /** @param known whether a data set is there by now */
    IngestTarget(DataSetId dataSet, Predicate<DataSetId> known) {
        this.dataSet = dataSet;
        this.known = known;
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {}

    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
        if (!known.test(dataSet)) {
            LOGGER.atError()
                    .addKeyValue("dataSetId", dataSet)
                    .log(
                            "spice:ingest names a data set that no route declares and the API does not have: correct dataSet in"
                                    + " the route, or create the data set; each firing fails until then");
        }
    }
}
