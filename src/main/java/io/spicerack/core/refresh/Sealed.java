package io.spicerack.core.refresh;

import io.spicerack.core.proof.SourceQuestions;
import java.util.Optional;

/** A refresh whose version is on disk, and which nobody reads yet. */
public final class Sealed implements RefreshStep {
    private final OpenRefresh refresh;
    private final VersionDraft draft;
    private final Optional<SourceQuestions> questions;
    private final Publication publication;

    Sealed(OpenRefresh refresh, VersionDraft draft, Optional<SourceQuestions> questions, Publication publication) {
        this.refresh = refresh;
        this.draft = draft;
        this.questions = questions;
        this.publication = publication;
        refresh.reached(this);
    }

    /** Whether the source is to be asked before it may be published: not where rows come from elsewhere, nor unproven. */
    public boolean asksSource() {
        return questions.isPresent();
    }

    /** Asks the source, inside the snapshot that was extracted; a difference fails the ingestion. */
    public Reconciled reconcile() {
        refresh.running().goOn();
        questions.ifPresent(source -> source.ask(refresh.running()));
        return new Reconciled(refresh, draft, publication);
    }
}
