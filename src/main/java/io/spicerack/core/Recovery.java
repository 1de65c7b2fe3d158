package io.spicerack.core;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.CredentialsSource;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.KeyReference;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a start finds in the catalog: what ran when the service stopped, and which keys protect something. */
final class Recovery {
    private static final Logger LOGGER = LoggerFactory.getLogger(Recovery.class);

    private Recovery() {}

    /** Nothing half-written stays, and the old versions serve. */
    static void endWhatRan(Catalog catalog, Trail trail) {
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

    /** The keys that something which is kept is under. */
    static Set<KeyReference> protectingKeys(Catalog catalog) {
        return catalog.read(tx -> {
            Set<KeyReference> keys = new LinkedHashSet<>();
            tx.versions().live().forEach(version -> keys.add(version.key().key()));
            tx.keys().list().stream().map(RegisteredKey::key).forEach(keys::add);
            tx.dataSources().list().stream()
                    .map(DataSourceRecord::credentials)
                    .filter(CredentialsSource.EncryptedPair.class::isInstance)
                    .map(CredentialsSource.EncryptedPair.class::cast)
                    .forEach(pair -> keys.add(pair.pair().key()));
            return keys;
        });
    }
}
