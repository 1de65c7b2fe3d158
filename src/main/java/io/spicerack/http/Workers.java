package io.spicerack.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a port that may wait for something. Their queue holds what was admitted, so that it has that bound.
 * Thread-safe.
 */
public final class Workers implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Workers.class);
    private static final int IDLE_SECONDS = 60;
    private static final int CLOSE_SECONDS = 5;

    private final Vertx vertx;
    private final String name;
    private final ThreadPoolExecutor threads;

    public Workers(Vertx vertx, String name, int most) {
        this.vertx = vertx;
        this.name = name;
        threads = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
        threads.allowCoreThreadTimeOut(true);
    }

    /** The event loop that this is called on. */
    Context loop() {
        return vertx.getOrCreateContext();
    }

    /** Called on an event loop, where one of {@code done} and {@code failed} runs afterwards. */
    public <T> void run(Callable<T> task, Consumer<T> done, Consumer<Throwable> failed) {
        Context loop = loop();
        try {
            threads.execute(() -> {
                try {
                    T result = task.call();
                    loop.runOnContext(unused -> done.accept(result));
                } catch (Throwable e) {
                    loop.runOnContext(unused -> failed.accept(e));
                }
            });
        } catch (RejectedExecutionException e) {
            failed.accept(e);
        }
    }

    /** Cuts what is under way, and waits for it: it may still read the catalog, which its owner closes next. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOGGER.atWarn().addKeyValue("port", name).log("a request did not end when its port was closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
