package io.spicerack.camel;

import io.spicerack.model.DataSetId;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data sets that a {@code spice:ingest} names. Once all routes have started and declared what is theirs, each is looked
 * for: else it would be told at its first firing, at night. One that is made through the API later is no mistake, hence no
 * failure. Thread-safe.
 */
final class IngestTargets {
    private static final Logger LOGGER = LoggerFactory.getLogger(IngestTargets.class);

    private final Set<DataSetId> named = new TreeSet<>();

    synchronized void name(DataSetId dataSet) {
        named.add(dataSet);
    }

    /** @param known the data sets that are there by now */
    synchronized void look(Set<DataSetId> known) {
        for (DataSetId dataSet : named) {
            if (!known.contains(dataSet)) {
                LOGGER.atError()
                        .addKeyValue("dataSetId", dataSet)
                        .log(
                                "spice:ingest names a data set that no route declares and the API does not have: correct dataSet in"
                                        + " the route, or create the data set; each firing fails until then");
            }
        }
    }
}
