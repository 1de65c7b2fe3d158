package io.spicerack.engine;

import io.spicerack.engine.worker.WorkerMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How a worker is started: nothing on its command line and nothing in its environment is secret. */
final class WorkerCommand {
    /** What a JVM needs to read the names of files; the service's other variables may hold credentials. */
    private static final List<String> VARIABLES = List.of("LANG", "LC_ALL", "LC_CTYPE");

    /** Its first argument is the bound in KiB, and the rest what is started, as the same process. */
    private static final String BOUNDED = "ulimit -d \"$0\" && exec \"$@\"";

    /** Code, classes, threads and what DuckDB needs whatever it computes. */
    private static final long REST = 1L << 30;

    private WorkerCommand() {}

    /**
     * Memory of a worker's own, of which the system gives no more: DuckDB counts what it keeps of tables, and not the texts that a
     * statement makes, of which two thousand are made at a time. A statement that wants more fails, or ends its worker.
     */
    private static long most(EngineConfig config) {
        return config.heap() + config.memory() + REST;
    }

    /** Starts it with a directory of its own. */
    static Process start(EngineConfig config, Path own) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                "/bin/sh",
                "-c",
                BOUNDED,
                Long.toString(most(config) >> 10),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + config.heap(),
                // all of it from the start, and little of it young: what would have to grow later might find no room
                "-Xms" + config.heap(),
                "-Xmn32m",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                // who runs as the same user can neither attach to it nor find what it held when it crashed
                "-XX:+DisableAttachMechanism",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=/dev/null",
                "-XX:+DisplayVMOutputToStderr",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + own,
                "-Dlog4j2.level=OFF",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerMain.class.getName(),
                Integer.toString(config.threads()),
                Long.toString(config.memory()),
                own.toString());
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(VARIABLES);
        // what DuckDB computes instants in
        environment.put("TZ", "UTC");
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** A directory that its owner alone may enter. */
    static Path directory(EngineConfig config) throws IOException {
        Files.createDirectories(config.scratch());
        return Files.createTempDirectory(config.scratch().toAbsolutePath(), "worker-");
    }
}
