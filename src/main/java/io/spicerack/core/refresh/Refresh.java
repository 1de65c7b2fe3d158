package io.spicerack.core.refresh;

import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.proof.Proof;
import io.spicerack.core.proof.ProofPolicy;
import io.spicerack.core.sources.QuickSightErrors;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionId;
import io.spicerack.model.ReconcileMode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One attempt at an ingestion, from its claim to its end; {@link #begin} gives the first of its steps. It ends in one of
 * two ways: {@link Reconciled#publish} makes the new version current, or {@link #close()} discards everything and the old
 * version goes on serving. One thread; all others talk to {@link #running()}.
 */
public final class Refresh implements AutoCloseable {
    private enum End {
        OPEN,
        FAILED,
        PUBLISHED
    }

    private final RefreshAttempt attempt;
    private final RunningRefresh running;
    private final RefreshJournal journal;
    private final Extraction extraction;
    private final Publication publication;
    private final ProofPolicy proofs;
    private final Consumer<Refresh> ended;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Optional<VersionDraft> draft = Optional.empty();
    private String reached = RefreshStep.text(Claimed.class);
    private boolean sealing;
    private End end = End.OPEN;

    /**
     * @param proofs how its version is proven
     * @param ended hears when it is closed
     */
    Refresh(
            RefreshAttempt attempt,
            RunningRefresh running,
            RefreshJournal journal,
            Extraction extraction,
            Publication publication,
            ProofPolicy proofs,
            Consumer<Refresh> ended) {
        this.attempt = attempt;
        this.running = running;
        this.journal = journal;
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
        return new Claimed(this, new Proof(dataSet(), mode, proofs, journal), extraction);
    }

    public DataSetId dataSet() {
        return attempt.ingestion().dataSet();
    }

    public IngestionId ingestion() {
        return attempt.ingestion().id();
    }

    /** What others see of it. */
    public RunningRefresh running() {
        return running;
    }

    public RefreshAttempt attempt() {
        return attempt;
    }

    /** The attempt after this one, where it lost its source, or did not find it again, and nobody stopped it. */
    public Optional<RefreshAttempt> again(Throwable why) {
        boolean passing = QuickSightErrors.passing(why);
        boolean begun = running.hasRead() || attempt.number() > 1;
        // a server that is not there at first may be a wrong address; one that says that it is busy is there
        boolean lost = passing
                && (begun || QuickSightErrors.ofIngestion(why).type() != IngestionErrorType.CONNECTION_FAILURE)
                && running.stopReason().isEmpty()
                && end != End.PUBLISHED
                && attempt.with().mayBeginAgain();
        return lost ? Optional.of(attempt.next(running.hasRead())) : Optional.empty();
    }

    /** Its ingestion goes on without it: closing it discards what it staged and ends nothing. */
    public void giveUp(Throwable why) {
        journal.gaveUp(QuickSightErrors.ofIngestion(why));
        end = End.FAILED;
    }

    /** Ends the ingestion as FAILED with the reason; a later call changes nothing. */
    public void fail(Throwable failure) {
        if (end != End.OPEN) {
            return;
        }
        Throwable why = running.stopReason().<Throwable>map(stopped -> stopped).orElse(failure);
        attempt.with().fail(dataSet(), why);
        journal.failed(QuickSightErrors.ofIngestion(why));
        end = End.FAILED;
    }

    IngestionRecord record() {
        return attempt.ingestion();
    }

    RefreshJournal journal() {
        return journal;
    }

    /** Has {@code resource} closed with the refresh, after those that come later. */
    <T extends AutoCloseable> T closing(T resource) {
        open.push(resource);
        return resource;
    }

    /** For the message of one that ends there. */
    /** Rows are read once: a second try, as a route that tries again makes, would seal what the first has left of them. */
    void sealing() {
        if (sealing) {
            throw new IllegalStateException(
                    "data set '" + dataSet() + "': its rows were read by a step that failed to seal"
                            + " them, and rows are read once. Let the ingestion fail, and refresh again");
        }
        sealing = true;
    }

    void reached(RefreshStep step) {
        reached = step.text();
    }

    void drafted(VersionDraft made) {
        draft = Optional.of(made);
    }

    void published(VersionDraft made) {
        keep(made);
        journal.completed(made.version(), running.progress());
    }

    private void keep(VersionDraft made) {
        made.staged().keep();
        end = End.PUBLISHED;
    }

    /** Frees everything. Without a publish before it, what was staged is deleted and the ingestion ends as FAILED. */
    @Override
    public void close() {
        try {
            if (end != End.PUBLISHED) {
                draft.filter(publication::isCurrent).ifPresentOrElse(this::keep, this::discard);
            }
        } finally {
            release();
        }
    }

    private void discard() {
        fail(new IllegalStateException("the route of data set '" + dataSet() + "' ended after step " + reached
                + " without spice:publish; the staged version was discarded"));
        draft.ifPresent(publication::forget);
    }

    private void release() {
        try {
            while (!open.isEmpty()) {
                journal.close(open.pop());
            }
        } finally {
            ended.accept(this);
        }
    }

    @Override
    public String toString() {
        return running.toString();
    }
}
