package io.spicerack.core.refresh;

import io.spicerack.core.sources.SourceCaller;
import io.spicerack.core.sources.SourceReading;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.IngestionId;
import io.spicerack.model.Ticker;
import io.spicerack.model.Ticker.Moment;
import io.spicerack.wire.SessionStop;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A refresh in flight as others see it: they look how far it is, and may stop it. Thread-safe. */
public final class RunningRefresh implements Coordination.Member, SourceCaller {
    private final RefreshAttempt attempt;
    private final RefreshJournal journal;
    private final ProgressMeter meter;
    private final Ticker ticker;
    private final AtomicReference<@Nullable RuntimeException> stopped = new AtomicReference<>();
    private final Set<SessionStop> sessions = ConcurrentHashMap.newKeySet();
    private volatile @Nullable SourceReading source;
    private volatile @Nullable Moment asked;

    RunningRefresh(RefreshAttempt attempt, RefreshJournal journal, Ticker ticker) {
        this.attempt = attempt;
        this.journal = journal;
        this.meter = new ProgressMeter(ticker);
        this.ticker = ticker;
    }

    @Override
    public DataSetId dataSet() {
        return attempt.ingestion().dataSet();
    }

    public IngestionId ingestion() {
        return attempt.ingestion().id();
    }

    /** How far it is, for people who watch. */
    public RefreshProgress progress() {
        return meter.progress(dataSet(), ingestion(), waiting());
    }

    /** For how long its source has kept it waiting, for an answer or for rows; zero while it asks nothing. */
    private Duration waiting() {
        Moment since = asked;
        if (since != null) {
            return ticker.since(since);
        }
        SourceReading reading = source;
        return reading == null ? Duration.ZERO : reading.waiting();
    }

    @Override
    public <T> T asking(Supplier<T> question) {
        asked = ticker.now();
        try {
            return question.get();
        } finally {
            asked = null;
        }
    }

    @Override
    public void begins(SessionStop session) {
        sessions.add(session);
        goOn();
    }

    @Override
    public void ended(SessionStop session) {
        sessions.remove(session);
    }

    /** Stops it, whatever it asks its source by now: that ends on the server, and nothing is published. */
    public void cancel(String why) {
        stop(new IngestionException(IngestionErrorType.INGESTION_CANCELED, why));
    }

    @Override
    public void endWith(RuntimeException why) {
        stopped.compareAndSet(null, why);
        cancelSource();
    }

    /**
     * Called every second: tells how far it is, and ends what is older than its source's budget allows. What was stopped
     * between two statements may have begun the next one since, and is stopped again.
     */
    public void supervise() {
        if (stopReason().isPresent()) {
            cancelSource();
        } else {
            Optional.ofNullable(source).flatMap(SourceReading::overdue).ifPresent(this::stop);
        }
        if (meter.worthKeeping()) {
            journal.progress(progress());
        }
    }

    /** Ends it, and those that it would be published with. */
    void stop(RuntimeException why) {
        endWith(why);
        attempt.with().fail(dataSet(), why);
    }

    @Override
    public void goOn() {
        RuntimeException why = stopped.get();
        if (why != null) {
            throw why;
        }
    }

    /** Why somebody has stopped it; empty where nobody has. */
    Optional<RuntimeException> stopReason() {
        return Optional.ofNullable(stopped.get());
    }

    /** Its source is open. */
    void reads(SourceReading reading) {
        source = reading;
        goOn();
    }

    boolean hasRead() {
        return source != null;
    }

    void cancelSource() {
        sessions.forEach(SessionStop::stop);
    }

    ProgressMeter meter() {
        return meter;
    }

    @Override
    public String toString() {
        return "Refresh[" + dataSet() + "/" + ingestion() + "]";
    }
}
