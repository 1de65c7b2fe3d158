package io.spicerack.core.refresh;

import io.spicerack.catalog.record.VersionContent;
import io.spicerack.core.keys.DataSetKeys;
import io.spicerack.core.proof.FileProof;
import io.spicerack.core.proof.SourceQuestions;
import io.spicerack.model.DriftPolicy;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.VersionId;
import io.spicerack.store.SealedVersion;
import io.spicerack.store.StagedVersion;
import io.spicerack.store.VersionStore;
import io.spicerack.table.RowGroups;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The step from rows to a version on disk that nobody reads yet. Thread-safe. */
public final class Staging {
    private final VersionStore store;
    private final DataSetKeys keys;
    private final DriftCheck drift;
    private final Publication next;
    private final Supplier<UUID> ids;

    public Staging(VersionStore store, DataSetKeys keys, DriftCheck drift, Publication next, Supplier<UUID> ids) {
        this.store = store;
        this.keys = keys;
        this.drift = drift;
        this.next = next;
        this.ids = ids;
    }

    /** Writes all rows under the data key; every file is on disk when it returns. */
    Sealed seal(Sealable from, RowGroups rows, Optional<DriftPolicy> route, RowStep step) {
        OpenRefresh refresh = from.refresh();
        refresh.sealing();
        RunningRefresh running = refresh.running();
        Duration before = running.meter().elapsed();
        Sealed sealed;
        try (rows) {
            drift.check(refresh.record(), rows.schema(), route);
            sealed = write(from, rows, step);
        } catch (RuntimeException e) {
            throw running.stopReason().orElse(e);
        }
        from.query().ifPresent(query -> refresh.journal()
                .queried(query.rows().rows(), running.meter().elapsed().minus(before)));
        return sealed;
    }

    private Sealed write(Sealable from, RowGroups rows, RowStep step) {
        OpenRefresh refresh = from.refresh();
        VersionId id = new VersionId(ids.get().toString());
        StagedVersion target = refresh.closing(store.stage(
                keys.arn(refresh.dataSet()),
                refresh.dataSet(),
                id,
                rows.schema(),
                from.key().data()));
        from.query().ifPresent(query -> target.readFrom(query.source().snapshot()));
        FileProof proof =
                refresh.closing(from.proof().files(from.query(), from.origin().parts(rows), target));
        LogicalSize size = new LogicalSize();
        new Sealing(target, new RefreshWatch(refresh.running())).write(size.counted(proof.rows()));
        refresh.running().goOn();
        SealedVersion version = target.seal();
        if (step == RowStep.MASKED && !from.origin().keeps(version.rows())) {
            throw new IngestionException(
                    IngestionErrorType.DATA_TOLERANCE_EXCEPTION,
                    "data set '" + refresh.dataSet() + "': its route declares rows: masked, but the step between"
                            + " spice:extract and spice:seal passed on " + version.rows()
                            + " rows, which is not as many as"
                            + " were read. Correct the step, or declare rows: filtered");
        }
        Optional<SourceQuestions> questions = proof.sealed(version);
        VersionDraft draft = new VersionDraft(
                refresh.record(),
                target,
                version,
                from.key(),
                from.origin().rowInfo(version.rows()),
                new VersionContent(size.bytes(), from.origin().revision()),
                proof.proven());
        refresh.drafted(draft);
        return new Sealed(refresh, draft, questions, next);
    }
}
