package io.spicerack.core.revoke;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.NodeTurns;
import io.spicerack.core.keys.KeysConfig;
import io.spicerack.core.queue.Ingestions;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.core.reading.Readers;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.core.trail.Trail;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.TamperedException;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.RequestSource;
import io.spicerack.table.RowGroup;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves the promise of revocation on a data set that holds nothing, under a key of its own: first the key is disabled as
 * somebody in KMS would, then by a lock-down; each time a running reader, a new one and a client that takes its rows slowly
 * must be denied within the bound. What was measured goes on record. Thread-safe: one drill at a time.
 */
public final class Drill {
    /** The data set that drills refresh, read and shut. */
    public static final DataSetId CANARY = new DataSetId("spicerack-canary");

    /** What one node at a time does. */
    private static final String DRILL = "drill";

    /** The catalog's setting that names the key of a drill that is under way. */
    private static final String SHUT = "drill.shut-key";

    private static final Logger LOGGER = LoggerFactory.getLogger(Drill.class);
    private static final Duration WAIT = Duration.ofSeconds(60);

    /** Reads that a running reader makes until it must be cut, and as many after that before the drill gives up. */
    private static final int READS = 200;

    /**
     * Times in milliseconds from the disabling.
     *
     * @param slowClientCut until nothing more came to a client that took its rows slowly; -1 where there was none
     */
    public record Denial(long newReaderDenied, long openReaderCut, long slowClientCut) {
        private long last() {
            return Math.max(newReaderDenied, Math.max(openReaderCut, slowClientCut));
        }
    }

    /** What a drill has measured, and what is promised, in milliseconds. */
    public record Measured(long promised, Denial disabled, Denial lockedDown) {
        /** Whether all denials came within the bound. */
        public boolean kept() {
            return Math.max(disabled.last(), lockedDown.last()) <= promised;
        }

        /** By the names that the record has for them. */
        public Map<String, Object> details() {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("promisedMillis", promised);
            details.put("disabledNewReaderDeniedMillis", disabled.newReaderDenied());
            details.put("disabledOpenReaderCutMillis", disabled.openReaderCut());
            details.put("lockDownNewReaderDeniedMillis", lockedDown.newReaderDenied());
            details.put("lockDownOpenReaderCutMillis", lockedDown.openReaderCut());
            if (disabled.slowClientCut() >= 0) {
                details.put("disabledSlowClientCutMillis", disabled.slowClientCut());
                details.put("lockDownSlowClientCutMillis", lockedDown.slowClientCut());
            }
            details.put("kept", kept());
            return details;
        }
    }

    private static final String DECLARED_IN = "spicerack drill";

    private final Catalog catalog;
    private final KeysConfig keys;
    private final Ingestions ingestions;
    private final Readers readers;
    private final KeyLock lock;
    private final Trail trail;
    private final Duration bound;
    private final NodeTurns turns;

    public Drill(Catalog catalog, KeysConfig keys, Ingestions ingestions, Readers readers, KeyLock lock, Trail trail) {
        this.catalog = catalog;
        this.keys = keys;
        this.trail = trail;
        this.ingestions = ingestions;
        this.readers = readers;
        this.lock = lock;
        this.bound = readers.bound();
        this.turns = new NodeTurns(catalog);
        // no file declares it, and no route serves it: drills do both
        ingestions.routeFiles().declare(CANARY, DECLARED_IN);
    }

    /**
     * Takes twice the bound at most. {@code IllegalStateException} where no drill is possible, with the way out.
     *
     * @param client reads the canary too
     */
    public synchronized Measured run(Dawdler client) throws TamperedException {
        turns.begin(DRILL);
        try {
            return measured(client);
        } finally {
            turns.end(DRILL);
        }
    }

    private Measured measured(Dawdler client) throws TamperedException {
        KeyReference key = key();
        enable(key);
        publishCanary();
        catalog.run(tx -> tx.settings().put(SHUT, key.toString()));
        Denial disabled;
        Denial lockedDown;
        try {
            disabled = denied(client, () -> lock.disable(key));
            // not as in a console: a look at the key while it was disabled must not cut the next reader
            lock.unlock(key);
            awaitOpen();
            lockedDown = denied(client, () -> lock.lockDown(key));
        } finally {
            open(key);
        }
        awaitOpen();
        Measured measured = new Measured(bound.toMillis(), disabled, lockedDown);
        trail.append(events -> events.service().revocationDrill(trail.caller(), CANARY, key, measured.details()));
        return measured;
    }

    /**
     * Enables the key of a drill that was cut off before it could, and puts that on record. It is for the start, as soon as keys
     * can be switched. Where KMS refuses, the log says so, and the next start or drill tries again.
     */
    public synchronized void mend() {
        if (!turns.tryRun(DRILL, this::enableLeft)) {
            LOGGER.atInfo().log("a drill is under way on another node");
        }
    }

    private void enableLeft() {
        catalog.read(tx -> tx.settings().find(SHUT)).map(KeyReference::new).ifPresent(key -> {
            try {
                open(key);
                LOGGER.atWarn().addKeyValue("key", key).log("a drill was cut off: its key is enabled again");
            } catch (KeyUnavailableException e) {
                LOGGER.atError()
                        .addKeyValue("key", key)
                        .setCause(e)
                        .log("a drill was cut off, and its key cannot be enabled now");
            }
        });
    }

    private void open(KeyReference key) {
        lock.unlock(key);
        catalog.run(tx -> tx.settings().remove(SHUT));
    }

    /** Opens a reader, presses the switch, and reads on until the reader, newcomers and the slow client are denied. */
    private Denial denied(Dawdler client, Runnable press) throws TamperedException {
        try (OpenDataSet running = readers.open(CANARY);
                Dawdler.Answer answer = client.ask(CANARY)) {
            RowGroup group = new RowGroup(running.schema());
            running.next(group);
            long start = System.nanoTime();
            press.run();
            long newcomer = -1;
            long reader = -1;
            long slow = -1;
            for (int read = 0; read < 2 * READS && (newcomer < 0 || reader < 0 || slow < 0); read++) {
                newcomer = newcomer < 0 && refused(CANARY) ? millis(start) : newcomer;
                reader = reader < 0 && cut(running, group) ? millis(start) : reader;
                slow = slow < 0 && !answer.takes() ? millis(start) : slow;
                pause(newcomer < 0 || reader < 0 || slow < 0 ? bound.toMillis() / READS : 0);
            }
            if (newcomer < 0 || reader < 0 || slow < 0) {
                throw new IllegalStateException("the drill's key was disabled, but after " + millis(start) + " ms "
                        + (reader < 0
                                ? "a running reader still reads"
                                : newcomer < 0 ? "a new reader is still let in" : "a slow client still gets rows")
                        + "; the promise is " + bound.toMillis() + " ms. Look at the key watch in the log");
            }
            return new Denial(newcomer, reader, client == Dawdler.NONE ? -1 : slow);
        }
    }

    private boolean refused(DataSetId dataSet) throws TamperedException {
        try {
            readers.open(dataSet).close();
            return false;
        } catch (KeyUnavailableException e) {
            return true;
        }
    }

    private static boolean cut(OpenDataSet running, RowGroup group) {
        try {
            running.next(group);
            return false;
        } catch (KeyUnavailableException e) {
            return true;
        }
    }

    /** The key, if nothing but the canary depends on it. */
    private KeyReference key() {
        KeyReference key = keys.drillKey()
                .orElseThrow(() -> new IllegalStateException(
                        "there is no key for drills; make a KMS key that seals nothing else, and set"
                                + " spicerack.drill.key to its ARN"));
        boolean ownKey = key.equals(keys.serviceOwnedKey());
        boolean registered = catalog.read(
                tx -> tx.keys().list().stream().anyMatch(known -> known.key().equals(key)));
        List<DataSetId> others = catalog.read(tx -> tx.versions().live()).stream()
                .filter(version ->
                        version.key().key().equals(key) && !version.dataSet().equals(CANARY))
                .map(version -> version.dataSet())
                .distinct()
                .toList();
        if (ownKey || registered || !others.isEmpty()) {
            throw new IllegalStateException("spicerack.drill.key " + key + " is "
                    + (ownKey ? "the service-owned key" : registered ? "a registered key" : "the key of " + others)
                    + "; a drill would shut real data. Name a key that seals nothing else");
        }
        return key;
    }

    /** A drill that was killed half-way may have left it disabled. */
    private void enable(KeyReference key) {
        if (lock.isDisabled(key)) {
            lock.unlock(key);
        }
    }

    private void publishCanary() {
        catalog.run(tx -> tx.dataSets().declare(CANARY, "Canary of revocation drills", DECLARED_IN));
        ingestions.request(CANARY, RequestSource.MANUAL);
        try (Refresh refresh = ingestions
                .next(CANARY, WAIT)
                .orElseThrow(() -> new IllegalStateException("the canary could not be refreshed within "
                        + WAIT.toSeconds() + " s, since other refreshes have all"
                        + " places; drill again when they have ended"))) {
            try {
                refresh.begin().seal(new Canary(2 * READS + 2)).reconcile().publish();
            } catch (RuntimeException e) {
                refresh.fail(e);
                throw e;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the canary's refresh", e);
        }
    }

    private void awaitOpen() throws TamperedException {
        long start = System.nanoTime();
        while (refused(CANARY)) {
            if (millis(start) > WAIT.toMillis()) {
                throw new IllegalStateException(
                        "the canary does not open again though its key was enabled " + WAIT.toSeconds() + " s ago");
            }
            pause(100);
        }
    }

    private static long millis(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the drill was interrupted", e);
        }
    }
}
