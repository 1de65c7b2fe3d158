package io.spicerack.engine;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * What sees to it that queries end.
 *
 * @param timer kills workers in time; nothing that may wait runs in it
 * @param ends tells workers to end a query, which waits where the pipe of one that hangs is full
 */
record EngineThreads(ScheduledExecutorService timer, ExecutorService ends) {
    static EngineThreads start() {
        ThreadFactory daemons = task -> {
            Thread thread = new Thread(task, "sql-engine");
            thread.setDaemon(true);
            return thread;
        };
        return new EngineThreads(
                Executors.newSingleThreadScheduledExecutor(daemons), Executors.newCachedThreadPool(daemons));
    }

    void stop() {
        timer.shutdownNow();
        ends.shutdownNow();
    }
}
