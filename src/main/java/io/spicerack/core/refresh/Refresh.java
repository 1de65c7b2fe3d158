package io.spicerack.core.refresh;

import io.spicerack.core.proof.Proof;
import io.spicerack.core.proof.ProofPolicy;
import io.spicerack.core.sources.QuickSightErrors;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionId;
import io.spicerack.model.ReconcileMode;
import io.spicerack.store.StagedVersion;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One attempt at an ingestion, from its claim to its end; {@link #begin} gives the first of its steps. It ends in one of
 * two ways: {@link Reconciled#publish} makes the new version current, or {@link #close()} discards everything and the old
 * version goes on serving. One thread; all others talk to {@link #running()}.
 */
public final class Refresh implements AutoCloseable {
    private final OpenRefresh open;
    private final Extraction extraction;
    private final Publication publication;
    private final ProofPolicy proofs;
    private final Consumer<Refresh> ended;
    private boolean failed;

    /**
     * @param proofs how its version is proven
     * @param ended hears when it is closed
     */
    Refresh(
            OpenRefresh open,
            Extraction extraction,
            Publication publication,
            ProofPolicy proofs,
            Consumer<Refresh> ended) {
        this.open = open;
        this.extraction = extraction;
        this.publication = publication;
        this.proofs = proofs;
        this.ended = ended;
    }

    /** The first step, proven as {@code spicerack.reconcile} says. Once. */
    public Claimed begin() {
        return begin(proofs.setting());
    }

    /** The first step, proven otherwise. Once. */
    public Claimed begin(ReconcileMode mode) {
        return new Claimed(open, new Proof(dataSet(), mode, proofs, open.journal()), extraction);
    }

    public DataSetId dataSet() {
        return open.dataSet();
    }

    public IngestionId ingestion() {
        return open.record().id();
    }

    /** What others see of it. */
    public RunningRefresh running() {
        return open.running();
    }

    public RefreshAttempt attempt() {
        return open.attempt();
    }

    /** The attempt after this one, where it lost its source, or did not find it again, and nobody stopped it. */
    public Optional<RefreshAttempt> again(Throwable why) {
        boolean passing = QuickSightErrors.passing(why);
        boolean read = open.running().hasRead();
        boolean begun = read || open.attempt().number() > 1;
        // a server that is not there at first may be a wrong address; one that says that it is busy is there
        boolean lost = passing
                && (begun || QuickSightErrors.ofIngestion(why).type() != IngestionErrorType.CONNECTION_FAILURE)
                && open.running().stopReason().isEmpty()
                && !open.isPublished()
                && !open.isSkipped()
                && open.attempt().with().mayBeginAgain();
        return lost ? Optional.of(open.attempt().next(read)) : Optional.empty();
    }

    /** Its ingestion goes on without it: closing it discards what it staged and ends nothing. */
    public void giveUp(Throwable why) {
        open.journal().gaveUp(QuickSightErrors.ofIngestion(why));
        failed = true;
    }

    /** Ends the ingestion as FAILED with the reason; a later call changes nothing. */
    public void fail(Throwable failure) {
        if (failed || open.isPublished() || open.isSkipped()) {
            return;
        }
        Throwable why =
                open.running().stopReason().<Throwable>map(stopped -> stopped).orElse(failure);
        open.attempt().with().fail(dataSet(), why);
        open.journal().failed(QuickSightErrors.ofIngestion(why));
        failed = true;
    }

    /** Frees everything. Without a publish before it, what was staged is deleted and the ingestion ends as FAILED. */
    @Override
    public void close() {
        try {
            if (!open.isPublished()) {
                current().ifPresentOrElse(open::keep, this::discard);
            }
        } finally {
            release();
        }
    }

    /** Where nobody can tell, its files stay: a start sweeps those of a version that the catalog does not name. */
    private Optional<VersionDraft> current() {
        Optional<VersionDraft> draft = open.draft();
        try {
            return draft.filter(publication::isCurrent);
        } catch (RuntimeException e) {
            draft.map(VersionDraft::staged).filter(StagedVersion::isSealed).ifPresent(StagedVersion::keep);
            throw e;
        }
    }

    private void discard() {
        fail(new IllegalStateException("the route of data set '" + dataSet() + "' ended after step "
                + open.reached().map(RefreshStep::text).orElse(RefreshStep.text(Claimed.class))
                + " without spice:publish; the staged version was discarded"));
        open.draft().ifPresent(publication::forget);
    }

    private void release() {
        try {
            open.release();
        } finally {
            ended.accept(this);
        }
    }

    @Override
    public String toString() {
        return running().toString();
    }
}
