package io.spicerack.core.refresh;

import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.VersionContent;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.catalog.record.VersionState;
import io.spicerack.core.keys.KeyRegistrations.KeyForNewData;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.envelope.GeneratedKey;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.RowInfo;
import io.spicerack.store.SealedVersion;
import io.spicerack.table.Schema;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The step from sealed to current. The files are on disk already; the grant is made first, under a name that gives the
 * same grant after a crash, and kept together with the staged version, so that it ends with it if the publish fails; then
 * one transaction flips the version, ends the ingestion and queues the audit records.
 */
final class Publication {
    private final RefreshSteps steps;
    private final IngestionRecord ingestion;
    private final KeyForNewData key;

    Publication(RefreshSteps steps, IngestionRecord ingestion, KeyForNewData key) {
        this.steps = steps;
        this.ingestion = ingestion;
        this.key = key;
    }

    /** Does all but the last step, and returns that: what makes the version current, in the transaction it is given. */
    Consumer<CatalogTransaction> prepare(
            SealedVersion version, Schema schema, GeneratedKey dataKey, RowInfo rows, VersionContent content) {
        DataSetId dataSet = ingestion.dataSet();
        EncryptionContext context = new EncryptionContext(steps.arn(dataSet));
        // a key that was disabled meanwhile, or a wrapped key that would not open later, must not become current
        steps.keys().decrypt(dataKey.wrapped(), context).close();
        Instant now = steps.services().clock().instant();
        VersionRecord record = new VersionRecord(
                dataSet,
                version.version(),
                ingestion.id(),
                VersionState.STAGED,
                dataKey.wrapped(),
                key.serviceOwned(),
                version.manifestSha256(),
                SchemaJson.text(schema),
                version.rows(),
                version.bytes(),
                version.files().size(),
                now,
                null,
                null);
        steps.services().grants().bringUnder(key, dataSet, tx -> {
            tx.versions().stage(record);
            tx.contents().put(dataSet, version.version(), content);
        });
        return tx -> {
            if (tx.dataSets().find(dataSet).isEmpty()) {
                throw new IngestionException(IngestionErrorType.DATA_SET_DELETED, "the data set was deleted meanwhile");
            }
            tx.versions().publish(dataSet, version.version());
            tx.ingestions().complete(dataSet, ingestion.id(), rows, version.bytes(), version.version());
            tx.audit()
                    .append(steps.events()
                            .service()
                            .publishDataSetVersion(dataSet, version.version(), key.key(), version.manifestSha256()));
            tx.audit()
                    .append(steps.events()
                            .service()
                            .completeIngestion(dataSet, ingestion.id(), rows, version.bytes(), version.version()));
        };
    }

    /** Whether the commit went through although its answer did not come back: then the files are needed. */
    static boolean isCurrent(RefreshSteps steps, DataSetId dataSet, @Nullable SealedVersion version) {
        return version != null
                && steps.catalog()
                        .read(tx -> tx.versions().current(dataSet))
                        .filter(current -> current.id().equals(version.version()))
                        .isPresent();
    }
}
