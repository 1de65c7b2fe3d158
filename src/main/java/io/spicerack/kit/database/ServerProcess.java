package io.spicerack.kit.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * A server's operating system process, tied to the life of this JVM: a shell waits on a pipe that breaks when the JVM
 * is gone, even by kill -9, and then ends the server. Not thread-safe: its server uses it.
 */
final class ServerProcess {
    private static final long STOP_SECONDS = 20;
    private final ProcessHandle server;
    private final String stopSignal;
    private final Process watchdog;

    private ServerProcess(ProcessHandle server, String stopSignal, Process watchdog) {
        this.server = server;
        this.stopSignal = stopSignal;
        this.watchdog = watchdog;
    }

    static ServerProcess watch(ProcessHandle server, String stopSignal) throws IOException {
        // A line means a tidy end; the end of the pipe without one means that the JVM died. Signals reach a whole
        // process
        // group: a terminal's INT and HUP, a service manager's TERM; the JVM, which hears them too, ends the server.
        String script = "trap '' HUP INT TERM; read -r line || kill -" + stopSignal + " " + server.pid();
        Process watchdog = new ProcessBuilder("sh", "-c", script)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new ServerProcess(server, stopSignal, watchdog);
    }

    /** Ends a server that an earlier JVM left behind, if the process in {@code pidFile} is one of {@code program}. */
    static void stopStale(Path pidFile, String program, String stopSignal) throws IOException {
        Optional<ProcessHandle> stale = read(pidFile).filter(process -> process.info()
                .command()
                .filter(command -> Path.of(command).endsWith(program))
                .isPresent());
        if (stale.isPresent()) {
            stop(stale.get(), stopSignal);
        }
    }

    static Optional<ProcessHandle> read(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        return Files.readAllLines(pidFile).stream()
                .findFirst()
                .map(String::strip)
                .flatMap(text -> text.matches("\\d+") ? ProcessHandle.of(Long.parseLong(text)) : Optional.empty());
    }

    long id() {
        return server.pid();
    }

    /** Ends the server, if it still runs, and then the watch over it. */
    void stop() throws IOException {
        if (server.isAlive()) {
            stop(server, stopSignal);
        }
        try (var pipe = watchdog.outputWriter()) {
            pipe.write("\n");
        }
        awaitExit(watchdog.toHandle());
    }

    private static void stop(ProcessHandle server, String signal) throws IOException {
        new ProcessBuilder("sh", "-c", "kill -" + signal + " " + server.pid())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        awaitExit(server);
    }

    private static void awaitExit(ProcessHandle process) {
        try {
            process.onExit().orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            process.destroyForcibly();
        }
    }
}
