package io.spicerack.core.queue;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionErrorType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ingestions that ran when the service stopped, as a start finds them in the catalog. Stateless. */
public final class InterruptedIngestions {
    private static final Logger LOGGER = LoggerFactory.getLogger(InterruptedIngestions.class);

    private InterruptedIngestions() {}

    /** Nothing half-written stays, and the old versions serve. */
    public static void end(Catalog catalog, Trail trail) {
        catalog.run(tx -> tx.versions().staged().forEach(half -> tx.versions().remove(half.dataSet(), half.id())));
        for (IngestionRecord ingestion : catalog.read(tx -> tx.ingestions().running())) {
            ErrorInfo error = new ErrorInfo(
                    IngestionErrorType.INTERNAL_SERVICE_ERROR,
                    "the service stopped while the ingestion was running; the version before goes on serving. Refresh"
                            + " again");
            catalog.run(tx -> {
                tx.ingestions().fail(ingestion.dataSet(), ingestion.id(), error);
                tx.audit().append(trail.events().service().failIngestion(ingestion.dataSet(), ingestion.id(), error));
            });
            LOGGER.atWarn()
                    .addKeyValue("dataSetId", ingestion.dataSet())
                    .addKeyValue("ingestionId", ingestion.id())
                    .log("an ingestion was running when the service stopped; it ended as FAILED");
        }
    }
}
