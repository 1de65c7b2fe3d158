package io.spicerack.core.refresh;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.catalog.record.VersionState;
import io.spicerack.core.increment.KeptAnswers;
import io.spicerack.core.increment.SourceAnswer;
import io.spicerack.core.keys.DataSetKeys;
import io.spicerack.core.keys.Grants;
import io.spicerack.core.reading.Retirement;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.store.SealedVersion;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The step from sealed to current. The files are on disk already; the grant is made first, under a name that gives the
 * same grant after a crash, and kept together with the staged version, so that it ends with it if the publish fails; then
 * one transaction flips the version, ends the ingestion and queues the audit records.
 */
public final class Publication {
    private final Catalog catalog;
    private final DataSetKeys keys;
    private final Grants grants;
    private final KeptAnswers answers;
    private final Retirement retirement;
    private final Trail trail;
    private final Clock clock;

    public Publication(
            Catalog catalog,
            DataSetKeys keys,
            Grants grants,
            KeptAnswers answers,
            Retirement retirement,
            Trail trail,
            Clock clock) {
        this.catalog = catalog;
        this.keys = keys;
        this.grants = grants;
        this.answers = answers;
        this.retirement = retirement;
        this.trail = trail;
        this.clock = clock;
    }

    /** Makes the version current, together with those of its group. */
    Published publish(OpenRefresh refresh, VersionDraft draft) {
        refresh.running().goOn();
        refresh.attempt().with().publish(refresh.dataSet(), prepare(draft, refresh.answer()), catalog);
        refresh.published(draft);
        try {
            retirement.retireSuperseded();
        } catch (RuntimeException e) {
            refresh.journal().unretired(e);
        }
        return new Published(draft.version().version());
    }

    /** Does all but the last step, and returns that: what makes the version current, in the transaction it is given. */
    private Consumer<CatalogTransaction> prepare(VersionDraft draft, Optional<SourceAnswer> answer) {
        IngestionRecord ingestion = draft.ingestion();
        DataSetId dataSet = ingestion.dataSet();
        SealedVersion version = draft.version();
        SealingKey key = draft.key();
        // a key that was disabled meanwhile, or a wrapped key that would not open later, must not become current
        keys.prove(dataSet, key.data().wrapped());
        Optional<String> kept = answer.map(given -> answers.seal(dataSet, version.version(), given));
        Instant now = clock.instant();
        VersionRecord record = new VersionRecord(
                dataSet,
                version.version(),
                ingestion.id(),
                VersionState.STAGED,
                key.data().wrapped(),
                key.under().serviceOwned(),
                version.manifestSha256(),
                SchemaJson.text(draft.staged().schema()),
                version.rows(),
                version.bytes(),
                version.files().size(),
                now,
                null,
                null);
        grants.bringUnder(key.under(), dataSet, tx -> {
            tx.versions().stage(record);
            tx.contents().put(dataSet, version.version(), draft.content());
            tx.proofs().put(dataSet, version.version(), draft.proven().how());
            kept.ifPresent(seal -> tx.answers().put(dataSet, version.version(), seal));
        });
        return tx -> {
            if (tx.dataSets().find(dataSet).isEmpty()) {
                throw new IngestionException(IngestionErrorType.DATA_SET_DELETED, "the data set was deleted meanwhile");
            }
            tx.versions().publish(dataSet, version.version());
            tx.proofs().published(dataSet, draft.proven().byValue());
            tx.ingestions().complete(dataSet, ingestion.id(), draft.rows(), version.bytes(), version.version());
            tx.audit()
                    .append(trail.events()
                            .service()
                            .publishDataSetVersion(dataSet, version.version(), key.key(), version.manifestSha256()));
            tx.audit()
                    .append(trail.events()
                            .service()
                            .completeIngestion(
                                    dataSet, ingestion.id(), draft.rows(), version.bytes(), version.version()));
        };
    }

    /** Whether the commit went through although its answer did not come back: then the files are needed. */
    boolean isCurrent(VersionDraft draft) {
        // a change waits for one whose answer was lost, where a look would not see it yet
        return catalog.write(tx -> tx.versions().current(draft.ingestion().dataSet()))
                .filter(current -> current.id().equals(draft.version().version()))
                .isPresent();
    }

    /** A publish that failed half-way may have left its version STAGED, and a grant that protects nothing else. */
    void forget(VersionDraft draft) {
        DataSetId dataSet = draft.ingestion().dataSet();
        if (catalog.write(
                tx -> tx.versions().removeStaged(dataSet, draft.version().version()))) {
            retirement.retireSuperseded();
        }
    }
}
