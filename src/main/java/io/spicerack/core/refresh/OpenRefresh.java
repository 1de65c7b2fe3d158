package io.spicerack.core.refresh;

import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.increment.SourceAnswer;
import io.spicerack.model.DataSetId;
import io.spicerack.model.VersionId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A refresh as its own steps see it: what it holds open, how far it has come, and what came of it. {@link Refresh} begins it
 * and ends it. One thread; all others talk to {@link #running()}.
 */
final class OpenRefresh {
    private final RefreshAttempt attempt;
    private final RunningRefresh running;
    private final RefreshJournal journal;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Optional<VersionDraft> draft = Optional.empty();
    private Optional<RefreshStep> reached = Optional.empty();
    private boolean sealing;
    private Optional<SourceAnswer> answer = Optional.empty();
    private boolean published;
    private boolean skipped;

    OpenRefresh(RefreshAttempt attempt, RunningRefresh running, RefreshJournal journal) {
        this.attempt = attempt;
        this.running = running;
        this.journal = journal;
    }

    DataSetId dataSet() {
        return record().dataSet();
    }

    IngestionRecord record() {
        return attempt.ingestion();
    }

    RefreshAttempt attempt() {
        return attempt;
    }

    RunningRefresh running() {
        return running;
    }

    RefreshJournal journal() {
        return journal;
    }

    /** Has {@code resource} closed with the refresh, after those that come later. */
    <T extends AutoCloseable> T closing(T resource) {
        open.push(resource);
        return resource;
    }

    /** Rows are read once: a second try, as a route that tries again makes, would seal what the first has left of them. */
    void sealing() {
        if (sealing) {
            throw new IllegalStateException(
                    "data set '" + dataSet() + "': its rows were read by a step that failed to seal"
                            + " them, and rows are read once. Let the ingestion fail, and refresh again");
        }
        sealing = true;
    }

    /** For the message of one that ends there. */
    void reached(RefreshStep step) {
        reached = Optional.of(step);
    }

    /** The last of its steps; empty where it has taken none. */
    Optional<RefreshStep> reached() {
        return reached;
    }

    void drafted(VersionDraft made) {
        draft = Optional.of(made);
    }

    /** The version that it has put on disk. */
    Optional<VersionDraft> draft() {
        return draft;
    }

    /** What the source says before it is read. */
    void answered(SourceAnswer given) {
        answer = Optional.of(given);
    }

    /** Empty where nobody asked. */
    Optional<SourceAnswer> answer() {
        return answer;
    }

    /** It ends here, and has read nothing. */
    Skipped skip(VersionId current, String why) {
        journal.skipped(current, why);
        skipped = true;
        return new Skipped(why);
    }

    boolean isSkipped() {
        return skipped;
    }

    void published(VersionDraft made) {
        keep(made);
        journal.completed(made.version(), running.progress());
    }

    /** The version is current: its files stay. */
    void keep(VersionDraft made) {
        made.staged().keep();
        published = true;
    }

    boolean isPublished() {
        return published;
    }

    /** Closes all that it holds, the last first. */
    void release() {
        while (!open.isEmpty()) {
            journal.close(open.pop());
        }
    }
}
