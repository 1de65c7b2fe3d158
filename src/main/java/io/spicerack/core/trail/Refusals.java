package io.spicerack.core.trail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts callers who were not let in, and connections that were not made, and puts them on record: the first at once, and those who follow as one record a minute
 * for each port and reason, so that who guesses fills neither the trail nor the disk. Thread-safe.
 */
public final class Refusals {
    private static final Logger LOGGER = LoggerFactory.getLogger(Refusals.class);

    /** Why, at which port; both are of a few that we name. */
    public record Kind(String port, String reason) implements Comparable<Kind> {
        @Override
        public int compareTo(Kind other) {
            return (port + ' ' + reason).compareTo(other.port + ' ' + other.reason);
        }
    }

    /** In the place of a port: connections that we do not make. */
    public static final String OF_DATA_SOURCES = "data-source";

    private static final Duration APART = Duration.ofMinutes(1);
    private static final int MOST_PEERS = 10;

    /** What is not on record yet. */
    private static final class Waiting {
        private long count;
        private final Set<String> peers = new TreeSet<>();
    }

    private final Trail trail;
    private final Clock clock;
    private final Map<Kind, Long> totals = new TreeMap<>();
    private final Map<Kind, Waiting> waiting = new TreeMap<>();
    private final Map<Kind, Instant> recorded = new TreeMap<>();

    public Refusals(Trail trail, Clock clock) {
        this.trail = trail;
        this.clock = clock;
    }

    /** Somebody at {@code peer} was refused, or something for that data source. It only counts: {@link #settle} writes. */
    public synchronized void refused(String port, String reason, String peer) {
        Kind kind = new Kind(port, reason);
        totals.merge(kind, 1L, Long::sum);
        Waiting now = waiting.computeIfAbsent(kind, unused -> new Waiting());
        now.count++;
        if (now.peers.size() < MOST_PEERS) {
            now.peers.add(peer);
        }
    }

    /** Since the start. */
    public synchronized Map<Kind, Long> counts() {
        return new TreeMap<>(totals);
    }

    /** Puts on record what waits and is due; called every second or so. */
    public void settle() {
        settle(false);
    }

    /** Puts on record all that waits, before the service ends. */
    public void settleAll() {
        try {
            settle(true);
        } catch (RuntimeException e) {
            LOGGER.atError().setCause(e).log("callers who were refused could not be put on record");
        }
    }

    private synchronized void settle(boolean all) {
        Instant now = clock.instant();
        for (Kind kind : List.copyOf(waiting.keySet())) {
            @Nullable Instant last = recorded.get(kind);
            if (all || last == null || !now.isBefore(last.plus(APART)) || now.isBefore(last)) {
                Waiting due = waiting.get(kind);
                if (due != null) {
                    write(kind, due);
                    waiting.remove(kind);
                }
                recorded.put(kind, now);
            }
        }
    }

    private void write(Kind kind, Waiting what) {
        List<String> peers = new ArrayList<>(what.peers);
        trail.append(events -> kind.port().equals(OF_DATA_SOURCES)
                ? events.service().refuseConnections(kind.reason(), what.count, peers)
                : events.service().refuseCallers(kind.port(), kind.reason(), what.count, peers));
    }
}
