package io.spicerack.core.refresh;

import io.spicerack.catalog.Catalog;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.ReconcileMode;
import io.spicerack.model.Ticker;
import java.util.function.Consumer;

/** Begins refreshes, each with all that its steps use. Thread-safe. */
public final class Refreshes {
    private final Catalog catalog;
    private final Trail trail;
    private final Extraction extraction;
    private final Publication publication;
    private final ReconcileMode setting;
    private final Ticker ticker;

    /** @param setting how refreshes are proven whose routes do not say */
    public Refreshes(
            Catalog catalog,
            Trail trail,
            Extraction extraction,
            Publication publication,
            ReconcileMode setting,
            Ticker ticker) {
        this.catalog = catalog;
        this.trail = trail;
        this.extraction = extraction;
        this.publication = publication;
        this.setting = setting;
        this.ticker = ticker;
    }

    /** Begins an attempt; {@code ended} hears of it when it is closed. */
    public Refresh begin(RefreshAttempt attempt, Consumer<Refresh> ended) {
        RefreshJournal journal = new RefreshJournal(catalog, trail, attempt.ingestion());
        RunningRefresh running = new RunningRefresh(attempt, journal, ticker);
        return new Refresh(new OpenRefresh(attempt, running, journal), extraction, publication, setting, ended);
    }
}
