package io.spicerack.app;

import io.spicerack.catalog.database.CatalogAwayException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at files again and again, on one thread, in the order given. Polling notices what notices of the file system do not tell
 * of: network drives, the swapped link of a mounted folder. Closing it waits for the look under way.
 */
final class FileWatch implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(FileWatch.class);

    private final ScheduledExecutorService thread;
    private final Optional<ScheduledFuture<?>> looking;

    private FileWatch(ScheduledExecutorService thread, Optional<ScheduledFuture<?>> looking) {
        this.thread = thread;
        this.looking = looking;
    }

    /** With a period of nothing it never looks. */
    static FileWatch start(Duration period, List<Runnable> looks) {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "file-watch");
            made.setDaemon(true);
            return made;
        });
        if (period.isZero()) {
            return new FileWatch(thread, Optional.empty());
        }
        return new FileWatch(
                thread,
                Optional.of(thread.scheduleWithFixedDelay(
                        () -> looks.forEach(FileWatch::look),
                        period.toMillis(),
                        period.toMillis(),
                        TimeUnit.MILLISECONDS)));
    }

    /** One that fails is tried again at the next look, and keeps no other from looking. */
    private static void look(Runnable look) {
        try {
            look.run();
        } catch (CatalogAwayException e) {
            // it was told that it is away
        } catch (RuntimeException e) {
            LOGGER.atError()
                    .setCause(e)
                    .log("a look at the files failed; what runs goes on, and the next look follows");
        }
    }

    @Override
    public void close() {
        looking.ifPresent(each -> each.cancel(false));
        thread.shutdown();
        boolean ended = false;
        try {
            ended = thread.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            LOGGER.warn("the look at the files did not end in time");
            thread.shutdownNow();
        }
    }
}
