package io.spicerack.camel;

import io.spicerack.catalog.database.CatalogAwayException;
import io.spicerack.core.queue.Ingestions;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what is queued to the routes that take it: one thread looks for all of them, and a thread runs each refresh, so that
 * there are as many threads as refreshes, however many data sets there are. What has waited longest comes first. Thread-safe.
 */
final class IngestionDispatcher {
    /** A route that takes ingestions. */
    interface Taker {
        /** Whether it takes those of the data set, now. */
        boolean takes(DataSetId dataSet);

        /** Runs one to its end, on the thread of the caller. */
        void run(Refresh refresh);
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(IngestionDispatcher.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Ingestions ingestions;
    private final List<Taker> takers = new CopyOnWriteArrayList<>();
    private final Object handing = new Object();
    private @Nullable ExecutorService threads;

    IngestionDispatcher(Ingestions ingestions) {
        this.ingestions = ingestions;
    }

    /** From now on {@code taker} gets its ingestions; the first one starts the threads. */
    synchronized void add(Taker taker, CamelContext context) {
        takers.add(taker);
        if (threads == null) {
            ExecutorService fresh = context.getExecutorServiceManager().newCachedThreadPool(this, "refresh");
            threads = fresh;
            fresh.execute(() -> look(fresh));
        }
        ingestions.signal().arrived();
    }

    void remove(Taker taker) {
        takers.remove(taker);
    }

    /** Runs {@code change} while nothing is being handed out: what a taker was given before, it has begun by then. */
    void betweenHandOuts(Runnable change) {
        synchronized (handing) {
            change.run();
        }
    }

    /** Interrupts what still runs. */
    synchronized void stop(CamelContext context) {
        if (threads != null) {
            context.getExecutorServiceManager().shutdownNow(threads);
            threads = null;
        }
    }

    private void look(ExecutorService on) {
        while (!on.isShutdown()) {
            long seen = ingestions.signal().arrivals();
            try {
                if (!handOut(on)) {
                    ingestions.signal().awaitArrival(seen, LOOK_AGAIN);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Whether there was anything that could begin. */
    private boolean handOut(ExecutorService on) throws InterruptedException {
        boolean any = false;
        try {
            for (DataSetId dataSet : ingestions.waiting()) {
                synchronized (handing) {
                    any |= handOut(on, dataSet);
                }
            }
        } catch (CatalogAwayException e) {
            // it was told that it is away
            return false;
        } catch (RuntimeException e) {
            LOGGER.atError().setCause(e).log("could not take the next ingestion from the queue; trying again");
            return false;
        }
        return any;
    }

    private boolean handOut(ExecutorService on, DataSetId dataSet) throws InterruptedException {
        Optional<Taker> taker =
                takers.stream().filter(each -> each.takes(dataSet)).findFirst();
        if (taker.isEmpty()) {
            return false;
        }
        // without a wait: what finds no place now is looked at again when another refresh has ended
        Optional<Refresh> next = ingestions.next(dataSet, Duration.ZERO);
        next.ifPresent(refresh -> begin(on, taker.get(), refresh));
        return next.isPresent();
    }

    private static void begin(ExecutorService on, Taker taker, Refresh refresh) {
        try {
            on.execute(() -> run(taker, refresh));
        } catch (RejectedExecutionException e) {
            // the service is stopping
            try (refresh) {
                refresh.fail(new IngestionException(
                        IngestionErrorType.INGESTION_CANCELED, "the service is stopping; refresh again"));
            }
        }
    }

    private static void run(Taker taker, Refresh refresh) {
        Thread thread = Thread.currentThread();
        String name = thread.getName();
        thread.setName("refresh-" + refresh.dataSet());
        try {
            taker.run(refresh);
        } finally {
            thread.setName(name);
        }
    }
}
