package io.spicerack.core;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.RefusedChangeException;
import io.spicerack.catalog.database.CatalogAwayException;
import io.spicerack.core.queue.Ingestions;
import io.spicerack.core.reading.KeptReaders;
import io.spicerack.core.reading.Readers;
import io.spicerack.core.reading.Retirement;
import io.spicerack.core.refresh.RunningRefresh;
import io.spicerack.core.trail.Refusals;
import io.spicerack.core.trail.Trail;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done again and again while the core is open, each kind by a thread of its own: one that waits for KMS or the disk
 * does not keep the bounds from being held. What fails is tried again. Thread-safe.
 */
final class Upkeep implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Upkeep.class);
    /** What one node at a time does. */
    private static final String SWEEPER = "sweeper";

    private static final long EVERY_MILLIS = 1_000;
    private static final long BOUNDS_EVERY_MILLIS = 250;
    private static final long END_SECONDS = 2;

    private final Readers readers;
    private final KeptReaders kept;
    private final Ingestions ingestions;
    private final Trail trail;
    private final Refusals refusals;
    private final ScheduledExecutorService bounds = thread("reader-bounds");
    private final ScheduledExecutorService renewals = thread("reader-renewal");
    private final ScheduledExecutorService supervision = thread("refresh-supervision");

    private final Catalog catalog;
    private final Retirement retirement;
    private long swept = -1;

    Upkeep(
            Catalog catalog,
            Readers readers,
            KeptReaders kept,
            Ingestions ingestions,
            Retirement retirement,
            Trail trail,
            Refusals refusals) {
        this.catalog = catalog;
        this.retirement = retirement;
        this.readers = readers;
        this.kept = kept;
        this.ingestions = ingestions;
        this.trail = trail;
        this.refusals = refusals;
    }

    void begin() {
        repeat(bounds, BOUNDS_EVERY_MILLIS, () -> each("the bounds of open readers", readers::cutOld));
        repeat(renewals, EVERY_MILLIS, () -> {
            each("readers that are kept between queries", kept::letGoOfIdle);
            each("the renewal of open readers", readers::renew);
        });
        repeat(supervision, EVERY_MILLIS, () -> {
            each("what is owed to the audit trail", trail::settle);
            each("callers who were refused", refusals::settle);
            each("ingestions that could not write their end", ingestions::endForgotten);
            if (catalog.fellows().isPresent()) {
                each("what nodes that are gone have left", this::seeToOthers);
            }
            ingestions.running().forEach(refresh -> each("a refresh in flight", () -> supervise(refresh)));
        });
    }

    /** Of nodes that work at once, one also sweeps what others have left, after each of them that has gone. */
    private void seeToOthers() {
        trail.endCallsOfNobody();
        ingestions.seeToOthers();
        retirement.letGo();
        if (!catalog.does(SWEEPER)) {
            swept = -1;
            return;
        }
        long gone = catalog.fellows().orElseThrow().gone();
        if (swept != gone) {
            retirement.sweep();
            swept = gone;
        }
        catalog.run(tx -> tx.nodes().forgetHeard());
    }

    private static void supervise(RunningRefresh refresh) {
        try {
            refresh.supervise();
        } catch (RefusedChangeException e) {
            LOGGER.atDebug().addKeyValue("dataSetId", refresh.dataSet()).log("a refresh has just ended");
        }
    }

    private static void each(String what, Runnable work) {
        try {
            work.run();
        } catch (CatalogAwayException e) {
            // it was told that it is away
        } catch (RuntimeException e) {
            LOGGER.atError().addKeyValue("what", what).setCause(e).log("something could not be seen to; trying again");
        }
    }

    private static void repeat(ScheduledExecutorService on, long millis, Runnable work) {
        var unused = on.scheduleWithFixedDelay(work, millis, millis, TimeUnit.MILLISECONDS);
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> daemon(task, name));
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        end(List.of(bounds, renewals, supervision));
    }

    /** What ends after the caller has closed the catalog could not keep what it saw, and would open its files again. */
    static void end(List<? extends ExecutorService> all) {
        all.forEach(ExecutorService::shutdownNow);
        try {
            for (ExecutorService work : all) {
                work.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
