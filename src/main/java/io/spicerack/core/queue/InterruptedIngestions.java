package io.spicerack.core.queue;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionStatus;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ingestions that ran when the service stopped, as a start finds them in the catalog. Stateless. */
public final class InterruptedIngestions {
    private static final Logger LOGGER = LoggerFactory.getLogger(InterruptedIngestions.class);

    private InterruptedIngestions() {}

    /** Nothing half-written stays, and the old versions serve. */
    public static void end(Catalog catalog, Trail trail) {
        if (catalog.fellows().isPresent()) {
            endThoseOfNobody(catalog, trail);
            return;
        }
        catalog.run(tx -> tx.versions().staged().forEach(half -> tx.versions().remove(half.dataSet(), half.id())));
        catalog.read(tx -> tx.ingestions().running()).forEach(running -> end(catalog, trail, running));
    }

    /** The same of nodes that are gone, while others go on. Whether there were any. */
    static boolean endThoseOfNobody(Catalog catalog, Trail trail) {
        List<IngestionRecord> left = catalog.read(tx -> tx.nodeIngestions().ofNobody());
        left.forEach(running -> end(catalog, trail, running));
        if (!catalog.read(InterruptedIngestions::half).isEmpty()) {
            catalog.run(tx -> half(tx).forEach(version -> tx.versions().remove(version.dataSet(), version.id())));
        }
        return !left.isEmpty();
    }

    /** Versions of which nobody will make anything. */
    private static List<VersionRecord> half(CatalogTransaction tx) {
        return tx.versions().staged().stream()
                .filter(version -> !tx.nodeIngestions().runs(version.dataSet()))
                .toList();
    }

    private static void end(Catalog catalog, Trail trail, IngestionRecord ingestion) {
        ErrorInfo error = new ErrorInfo(
                IngestionErrorType.INTERNAL_SERVICE_ERROR,
                "the service stopped while the ingestion was running; the version before goes on serving. Refresh"
                        + " again");
        boolean ended = catalog.write(tx -> {
            if (tx.ingestions()
                    .find(ingestion.dataSet(), ingestion.id())
                    .filter(now -> now.status() == IngestionStatus.RUNNING)
                    .isEmpty()) {
                return false;
            }
            tx.ingestions().fail(ingestion.dataSet(), ingestion.id(), error);
            tx.audit().append(trail.events().service().failIngestion(ingestion.dataSet(), ingestion.id(), error));
            return true;
        });
        if (ended) {
            LOGGER.atWarn()
                    .addKeyValue("dataSetId", ingestion.dataSet())
                    .addKeyValue("ingestionId", ingestion.id())
                    .log("an ingestion was running when the service stopped; it ended as FAILED");
        }
    }
}
