package io.spicerack.engine;

import io.spicerack.engine.pipe.PipeContent;
import io.spicerack.engine.pipe.PipeKind;
import io.spicerack.engine.pipe.PipeMessage;
import io.spicerack.engine.pipe.PipeReader;
import io.spicerack.engine.pipe.PipeWriter;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker of one principal. It ends when it is closed, when it is killed, and with this process. Thread-safe. */
final class WorkerProcess implements WorkerLine, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(WorkerProcess.class);
    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final Path directory;
    private final PipeWriter out;
    private final EngineThreads threads;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, Conversation> conversations = new ConcurrentHashMap<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile boolean gone;

    private WorkerProcess(Process process, Path directory, EngineThreads threads) {
        this.process = process;
        this.directory = directory;
        this.out = new PipeWriter(process.getOutputStream());
        this.threads = threads;
    }

    /** Starts one, and waits until it can work. */
    static WorkerProcess start(EngineConfig config, EngineThreads threads) throws QueryRefusal {
        WorkerProcess worker;
        try {
            Path directory = WorkerCommand.directory(config);
            worker = new WorkerProcess(WorkerCommand.start(config, directory), directory, threads);
        } catch (IOException e) {
            LOGGER.atError().setCause(e).log("a worker of the SQL door cannot be started");
            throw cannotStart();
        }
        Thread reader = new Thread(worker::read, "sql-worker-" + worker.processId());
        reader.setDaemon(true);
        reader.start();
        try {
            if (!worker.ready.await(START.toMillis(), TimeUnit.MILLISECONDS) || worker.gone) {
                worker.kill();
                throw cannotStart();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            worker.kill();
            throw cannotStart();
        }
        return worker;
    }

    private static QueryRefusal cannotStart() {
        return new QueryRefusal(
                SqlState.CANNOT_CONNECT_NOW,
                "the engine's process could not be started. Ask again; its operator finds the reason in the log");
    }

    long processId() {
        return process.pid();
    }

    boolean isGone() {
        return gone;
    }

    boolean isIdle() {
        return conversations.isEmpty();
    }

    /** Begins a conversation, which its caller ends. */
    Conversation begin() {
        Conversation begun = new Conversation(this, numbers.incrementAndGet());
        conversations.put(begun.number(), begun);
        if (gone) {
            conversations.remove(begun.number());
            begun.over();
        }
        return begun;
    }

    @Override
    public void send(PipeKind kind, int query, PipeContent content) throws QueryRefusal {
        try {
            out.write(kind, query, content);
        } catch (IOException e) {
            throw lost();
        }
    }

    @Override
    public void sendKey(int query, byte[] key) throws QueryRefusal {
        try {
            out.writeSecret(PipeKind.KEY, query, key);
        } catch (IOException e) {
            throw lost();
        }
    }

    private QueryRefusal lost() {
        kill();
        return new QueryRefusal(
                SqlState.CRASH_SHUTDOWN,
                "the engine's process that ran the statement has ended. Ask again: another one takes its place");
    }

    @Override
    public void end(int query, boolean first, Duration bound) {
        if (first) {
            threads.ends().execute(() -> {
                try {
                    out.write(PipeKind.END, query);
                } catch (IOException e) {
                    kill();
                }
            });
        }
        Future<?> unused = threads.timer()
                .schedule(
                        () -> {
                            if (conversations.containsKey(query)) {
                                LOGGER.atWarn()
                                        .addKeyValue("processId", processId())
                                        .log("a worker of the SQL door did not end a statement in time and was killed");
                                kill();
                            }
                        },
                        bound.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void read() {
        PipeReader in = new PipeReader(process.getInputStream());
        try {
            while (true) {
                PipeMessage message = in.read();
                if (message.kind() == PipeKind.READY) {
                    ready.countDown();
                } else if (message.kind() == PipeKind.ENDED) {
                    Conversation ended = conversations.remove(message.query());
                    if (ended != null) {
                        ended.over();
                    }
                } else {
                    Conversation asked = conversations.get(message.query());
                    if (asked != null) {
                        asked.take(message);
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            gone = true;
            process.destroyForcibly();
            ready.countDown();
            conversations.keySet().forEach(number -> {
                Conversation left = conversations.remove(number);
                if (left != null) {
                    left.over();
                }
            });
            // nobody may wait for what becomes of files
            remove();
        }
    }

    @Override
    public void kill() {
        gone = true;
        process.destroyForcibly();
    }

    /** Closing its input ends it. */
    @Override
    public void close() {
        gone = true;
        try {
            out.close();
            if (!process.waitFor(1, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        remove();
    }

    private void remove() {
        try (Stream<Path> files = Files.exists(directory) ? Files.list(directory) : Stream.empty()) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(directory);
        } catch (IOException | UncheckedIOException e) {
            LOGGER.atDebug().setCause(e).log("the directory of a worker is still in use");
        }
    }
}
