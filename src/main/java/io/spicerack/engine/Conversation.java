package io.spicerack.engine;

import io.spicerack.engine.pipe.PipeContent;
import io.spicerack.engine.pipe.PipeFields;
import io.spicerack.engine.pipe.PipeKind;
import io.spicerack.engine.pipe.PipeMessage;
import io.spicerack.engine.pipe.PipedRefusals;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What passes about one statement or one run of it: questions of one thread and their answers. Any thread may end it; it is over
 * once the worker has said so, or is gone.
 */
final class Conversation {
    /** One is asked for ahead; what says more is no worker of ours any more. */
    private static final int MOST_ANSWERS = 2;

    private final WorkerLine worker;
    private final int number;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<PipeMessage> answers = new ArrayDeque<>();
    private final List<Runnable> afterwards = new ArrayList<>();
    private @Nullable QueryRefusal refusal;
    private boolean ending;
    private boolean over;

    Conversation(WorkerLine worker, int number) {
        this.worker = worker;
        this.number = number;
    }

    int number() {
        return number;
    }

    /** Ends the worker, which has said what no worker says. */
    QueryRefusal broken() {
        worker.kill();
        return new QueryRefusal(SqlState.INTERNAL_ERROR, "the engine's process has answered what no answer is");
    }

    void ask(PipeKind kind, PipeContent content) throws QueryRefusal {
        refuseIfEnding();
        worker.send(kind, number, content);
    }

    void tell(byte[] key) throws QueryRefusal {
        refuseIfEnding();
        worker.sendKey(number, key);
    }

    private void refuseIfEnding() throws QueryRefusal {
        lock.lock();
        try {
            if (ending || over) {
                throw refusal == null ? gone() : refusal;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the answer; a refusal of the worker, or whoever ended this, is thrown. */
    PipeMessage answer() throws QueryRefusal {
        lock.lock();
        try {
            while (answers.isEmpty() && !ending && !over) {
                changed.await();
            }
            if (ending || over) {
                throw refusal == null ? gone() : refusal;
            }
            PipeMessage answer = answers.remove();
            if (answer.kind() == PipeKind.REFUSED) {
                throw read(answer, PipedRefusals::read);
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryRefusal(SqlState.QUERY_CANCELED, "the statement was interrupted");
        } finally {
            lock.unlock();
        }
    }

    /** What a message says; where it says what none does, the worker is ended. */
    <T> T read(PipeMessage message, Function<PipeFields, T> reader) throws QueryRefusal {
        try {
            return reader.apply(new PipeFields(message));
        } catch (RuntimeException e) {
            throw broken();
        }
    }

    private static QueryRefusal gone() {
        return new QueryRefusal(
                SqlState.CRASH_SHUTDOWN,
                "the engine's process that ran the statement has ended. Ask again: another one takes its place");
    }

    /**
     * Ends it: who waits is refused with {@code why}, and the worker wipes its keys and stops.
     *
     * @param why null where nobody waits
     * @param bound the worker is killed where it has not obeyed by then
     */
    void end(@Nullable QueryRefusal why, Duration bound) {
        boolean first;
        lock.lock();
        try {
            if (refusal == null) {
                refusal = why;
            }
            first = !ending;
            ending = true;
            answers.forEach(PipeMessage::wipe);
            answers.clear();
            changed.signalAll();
            if (over) {
                return;
            }
        } finally {
            lock.unlock();
        }
        worker.end(number, first, bound);
    }

    /** Runs {@code work} when it is over: at once where it is already. */
    void whenOver(Runnable work) {
        lock.lock();
        try {
            if (!over) {
                afterwards.add(work);
                return;
            }
        } finally {
            lock.unlock();
        }
        work.run();
    }

    /** Waits until it is over, which the bound of {@link #end} sees to. */
    void awaitOver() {
        lock.lock();
        try {
            while (!over) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** From the worker. */
    void take(PipeMessage answer) {
        lock.lock();
        try {
            if (answers.size() >= MOST_ANSWERS) {
                worker.kill();
            } else if (!ending) {
                answers.add(answer);
                changed.signalAll();
            } else {
                answer.wipe();
            }
        } finally {
            lock.unlock();
        }
    }

    /** From the worker: there is nothing of it any more. */
    void over() {
        List<Runnable> waiting;
        lock.lock();
        try {
            over = true;
            waiting = List.copyOf(afterwards);
            afterwards.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        waiting.forEach(Runnable::run);
    }
}
