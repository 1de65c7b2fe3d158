package io.spicerack.core.refresh;

import io.spicerack.catalog.Catalog;
import io.spicerack.core.increment.HighWaterMarks;
import io.spicerack.core.proof.ProofPolicy;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.Ticker;
import java.util.function.Consumer;

/** Begins refreshes, each with all that its steps use. Thread-safe. */
public final class Refreshes {
    private final Catalog catalog;
    private final Trail trail;
    private final Extraction extraction;
    private final Publication publication;
    private final ProofPolicy proofs;
    private final Ticker ticker;

    /** @param proofs how their versions are proven */
    public Refreshes(
            Catalog catalog,
            Trail trail,
            Extraction extraction,
            Publication publication,
            ProofPolicy proofs,
            Ticker ticker) {
        this.catalog = catalog;
        this.trail = trail;
        this.extraction = extraction;
        this.publication = publication;
        this.proofs = proofs;
        this.ticker = ticker;
    }

    /** The high-water marks that routes declare. */
    public HighWaterMarks marks() {
        return extraction.marks();
    }

    /** Begins an attempt; {@code ended} hears of it when it is closed. */
    public Refresh begin(RefreshAttempt attempt, Consumer<Refresh> ended) {
        RefreshJournal journal = new RefreshJournal(catalog, trail, attempt.ingestion());
        RunningRefresh running = new RunningRefresh(attempt, journal, ticker);
        return new Refresh(new OpenRefresh(attempt, running, journal), extraction, publication, proofs, ended);
    }
}
