package io.spicerack.engine.worker;

import io.spicerack.engine.pipe.PipeContent;
import io.spicerack.engine.pipe.PipeKind;
import io.spicerack.engine.pipe.PipeWriter;
import io.spicerack.engine.pipe.PipedRefusals;
import io.spicerack.engine.pipe.RunOrder;
import io.spicerack.envelope.FileKey;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A statement or a run of one, with the thread that answers for it. Its methods are for the thread that takes frames. */
final class WorkingQuery {
    /** What is answered: the content is filled, and its kind is told. */
    interface Answer {
        PipeKind fill(PipeContent content) throws QueryRefusal;
    }

    private final int number;
    private final PipeWriter out;
    private final @Nullable PreparedWork prepared;
    private final PipeContent content = new PipeContent();
    private final ExecutorService thread;

    private @Nullable RunOrder order;
    private @Nullable PreparedWork statement;
    private final List<FileKey> keys = new ArrayList<>();
    private volatile @Nullable RunningWork running;
    private volatile boolean ended;

    WorkingQuery(int number, PipeWriter out, @Nullable PreparedWork prepared) {
        this.number = number;
        this.out = out;
        this.prepared = prepared;
        thread = Executors.newFixedThreadPool(1, task -> {
            Thread made = new Thread(task, "query-" + number);
            made.setDaemon(true);
            return made;
        });
    }

    PreparedWork prepared() {
        return Objects.requireNonNull(prepared, "a run is no statement");
    }

    RunningWork running() {
        return Objects.requireNonNull(running, "a statement does not run");
    }

    /** Answers in the query's thread. */
    void answer(Answer answer) {
        thread.execute(() -> {
            content.clear();
            PipeKind kind;
            try {
                kind = answer.fill(content);
            } catch (QueryRefusal e) {
                kind = refused(e, content.clear());
            } catch (OutOfMemoryError e) {
                kind = refused(
                        new QueryRefusal(SqlState.OUT_OF_MEMORY, "the statement takes more memory than a worker has"),
                        content.clear());
            } catch (RuntimeException | Error e) {
                // whoever asked waits for an answer, whatever went wrong
                kind = refused(
                        new QueryRefusal(SqlState.INTERNAL_ERROR, "the engine failed at the statement"),
                        content.clear());
            }
            send(kind);
        });
    }

    private static PipeKind refused(QueryRefusal refusal, PipeContent content) {
        PipedRefusals.write(refusal, content);
        return PipeKind.REFUSED;
    }

    private void send(PipeKind kind) {
        try {
            out.write(kind, number, content);
        } catch (IOException e) {
            // the service is gone, which ends this process
            ended = true;
        }
    }

    /** Begins a run as soon as its keys are there. */
    void run(PreparedWork of, RunOrder ordered) {
        order = ordered;
        statement = of;
        beginIfReady();
    }

    /** Takes over the key of the next file. */
    void key(byte[] key) {
        keys.add(FileKey.handed(key));
        beginIfReady();
    }

    private void beginIfReady() {
        RunOrder ordered = order;
        PreparedWork of = statement;
        if (ordered == null || of == null || keys.size() < ordered.keys()) {
            return;
        }
        List<FileKey> all = List.copyOf(keys);
        answer(filled -> {
            RunningWork begun = of.run();
            running = begun;
            if (ended) {
                begun.cut();
            }
            begun.begin(ordered, all);
            return PipeKind.RUNNING;
        });
    }

    /** Ends it, whatever it does now: keys are wiped at once, and the rest when its thread has let go of it. */
    void end() {
        ended = true;
        keys.forEach(FileKey::close);
        RunningWork now = running;
        if (now != null) {
            now.cut();
        }
        thread.execute(() -> {
            RunningWork last = running;
            running = null;
            if (last != null) {
                last.close();
            }
            if (prepared != null) {
                prepared.close();
            }
            content.clear();
            send(PipeKind.ENDED);
        });
        thread.shutdown();
    }
}
