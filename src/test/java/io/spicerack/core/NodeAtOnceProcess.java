package io.spicerack.core;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.RefusedChangeException;
import io.spicerack.catalog.database.CatalogException;
import io.spicerack.catalog.database.StandbyTerms;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.core.queue.ScheduleTime;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.core.refresh.Extracted;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.core.refresh.RowStep;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.TamperedException;
import io.spicerack.model.IngestionException;
import io.spicerack.model.KeyReference;
import io.spicerack.model.RequestType;
import io.spicerack.source.SplitOptions;
import io.spicerack.table.hash.TableChecksum;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One of several nodes that work on one catalog at once, each a JVM of its own: it asks for the refresh of each time of a schedule as all
 * others do, takes what it gets of the queue, changes, rewraps and locks keys, reads, and delivers the trail where that is its duty, until it is
 * killed, or is replaced while it is paused.
 */
final class NodeAtOnceProcess {
    static final int REPLACED = 75;
    static final String ROUND = "round";
    static final String TICKS = "ticks";

    /** Short ones: a node is replaced soon, also one that a busy machine has only kept waiting, which must do no harm. */
    private static final Duration EVERY = Duration.ofMillis(100);

    private static final Duration SILENCE = Duration.ofMillis(1500);
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration WAIT = Duration.ofMillis(200);
    private static final long SECONDS_APART = 2;
    private static final int LOCK_DOWN_ONE_IN = 4;

    private final AwsCore core;
    private final TwoSinks sinks;
    private final List<KeyReference> keys;
    private final SplittableRandom random;

    private NodeAtOnceProcess(AwsCore core, TwoSinks sinks, String keys, long seed) {
        this.core = core;
        this.sinks = sinks;
        this.keys = Arrays.stream(keys.split(",", -1)).map(KeyReference::new).toList();
        this.random = new SplittableRandom(seed);
    }

    /** Arguments: the scene's directory, URL of AWS, keys separated by commas, URL of the catalog, number of the node. */
    public static void main(String[] arguments) throws Exception {
        Path shared = Path.of(arguments[0]);
        Path own = shared.resolve("node-" + arguments[4]).resolve("catalog.db");
        Runnable replaced = () -> Runtime.getRuntime().halt(REPLACED);
        StandbyTerms terms = Boolean.getBoolean("spicerack.test.kept-terms")
                ? StandbyTerms.kept(() -> false, replaced)
                : new StandbyTerms(EVERY, SILENCE, LEASE, () -> false, replaced);
        try (AwsCore core = AwsCore.open(
                shared,
                URI.create(arguments[1]),
                () -> Catalog.together(NodeProcess.server(arguments[3]), own, Clock.systemUTC(), terms))) {
            TwoSinks sinks = new TwoSinks(core.spice(), shared, "records-" + arguments[4] + ".jsonl");
            NodeAtOnceProcess node = new NodeAtOnceProcess(core, sinks, arguments[2], Long.parseLong(arguments[4]));
            Thread delivery = new Thread(node::deliver, "delivery");
            delivery.setDaemon(true);
            delivery.start();
            node.work();
        }
    }

    private void work() throws Exception {
        while (true) {
            System.out.println(ROUND);
            try {
                round();
            } catch (CatalogException e) {
                // the session was cut, or another node has been at the same for too long; who is replaced is ended
                awaitHeld();
            } catch (IllegalArgumentException e) {
                // there is nothing to read or to rewrap yet
            } catch (IllegalStateException | RefusedChangeException | IngestionException | KeyUnavailableException e) {
                // it is under that key already, or another node has replaced it meanwhile
            }
        }
    }

    /** As a service does, which goes on when the catalog is there again. */
    private void awaitHeld() throws InterruptedException {
        while (!core.catalog().isHeld()) {
            Thread.sleep(EVERY.toMillis());
        }
    }

    private void round() throws Exception {
        Spice spice = core.spice();
        KeyReference next = keys.get(random.nextInt(keys.size()));
        spice.keyRegistrations().update(List.of(new RegisteredKey(next, true)));
        tick();
        refresh();
        if (random.nextInt(3) == 0) {
            rewrap();
        }
        try (OpenDataSet open = spice.readers().open(AwsCore.VISITS)) {
            TableChecksum.of(open);
        }
        if (spice.soleOwners().isHere("lock-downs") && random.nextInt(LOCK_DOWN_ONE_IN) == 0) {
            lockDown(next);
        }
        spice.auditFiles().closeNow();
    }

    /** All nodes fire for the same times, and each of them twice. */
    private void tick() {
        long time = Clock.systemUTC().instant().getEpochSecond() / SECONDS_APART * SECONDS_APART;
        Optional<ScheduleTime> at = Optional.of(new ScheduleTime(TICKS, Instant.ofEpochSecond(time)));
        for (int again = 0; again < 2; again++) {
            core.spice().scheduled().makeUp(AwsCore.VISITS, RequestType.FULL_REFRESH, at);
        }
    }

    private void refresh() throws InterruptedException {
        Optional<Refresh> next = core.spice().ingestions().next(AwsCore.VISITS, WAIT);
        if (next.isEmpty()) {
            return;
        }
        try (Refresh refresh = next.get()) {
            try {
                Extracted extracted = refresh.begin().extract(AwsCore.SOURCE, BusyProcess.SQL, SplitOptions.ONE);
                extracted
                        .seal(extracted.rows(), Optional.empty(), RowStep.AS_READ)
                        .reconcile()
                        .publish();
            } catch (RuntimeException e) {
                refresh.fail(e);
                throw e;
            }
        }
    }

    private void rewrap() throws TamperedException {
        core.spice().rewraps().rewrap(AwsCore.VISITS);
    }

    /** Who is killed before the end leaves the key to the next one. */
    private void lockDown(KeyReference key) {
        core.spice().lockdown().lockDown(List.of(key));
        core.spice().lockdown().unlock(keys);
    }

    private void deliver() {
        while (true) {
            try {
                Thread.sleep(EVERY.toMillis());
                if (core.spice().soleOwners().isHere("both sinks")) {
                    sinks.drain();
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException("the sinks cannot be written", e);
            } catch (CatalogException e) {
                // tried again, unless this node is replaced
            }
        }
    }
}
