package io.spicerack.core.refresh;

import io.spicerack.catalog.Catalog;
import io.spicerack.core.trail.Trail;
import java.time.Clock;
import java.util.function.Consumer;

/** Begins refreshes, each with all that its steps use. Thread-safe. */
public final class Refreshes {
    private final RefreshConfig config;
    private final Extraction extraction;
    private final Staging staging;
    private final Publication publication;
    private final Catalog catalog;
    private final Trail trail;
    private final Clock clock;

    public Refreshes(
            RefreshConfig config,
            Extraction extraction,
            Staging staging,
            Publication publication,
            Catalog catalog,
            Trail trail,
            Clock clock) {
        this.config = config;
        this.extraction = extraction;
        this.staging = staging;
        this.publication = publication;
        this.catalog = catalog;
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * A refresh for one attempt at an ingestion. The caller closes it.
     *
     * @param ended hears of it once, when it is closed
     */
    public Refresh begin(RefreshAttempt attempt, Consumer<Refresh> ended) {
        RefreshJournal journal = new RefreshJournal(catalog, trail, attempt.ingestion());
        return new Refresh(attempt, new Refresh.Steps(config, extraction, staging, publication, journal, clock), ended);
    }
}
