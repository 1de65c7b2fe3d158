package io.spicerack.engine;

import java.nio.file.Path;
import java.util.Objects;

/** A service that has one worker, tells its process, and is going to be killed. */
final class LoneWorker {
    private LoneWorker() {}

    public static void main(String[] arguments) throws Exception {
        EngineConfig config = DuckDbEngineTest.config(
                Objects.requireNonNull(Path.of(arguments[0]).getParent()));
        WorkerProcess worker = WorkerProcess.start(config, EngineThreads.start());
        System.out.println(worker.processId());
        System.out.flush();
        Thread.sleep(600_000);
    }
}
