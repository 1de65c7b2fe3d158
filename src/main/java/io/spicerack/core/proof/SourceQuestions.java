package io.spicerack.core.proof;

import io.spicerack.core.sources.SourceCaller;
import io.spicerack.source.SourceConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** What the source is still to be asked before a version is proven to equal it. One thread. */
public final class SourceQuestions {
    private final Reconciliation reconciliation;
    private final TalliedQuery query;
    private final ProofListener listener;
    private final Supplier<Duration> readingBack;

    /** @param readingBack how long it took to read the files back */
    SourceQuestions(
            Reconciliation reconciliation, TalliedQuery query, ProofListener listener, Supplier<Duration> readingBack) {
        this.reconciliation = reconciliation;
        this.query = query;
        this.listener = listener;
        this.readingBack = readingBack;
    }

    /**
     * Asks them in the very transaction that was extracted, which is still open: the source answers from the same snapshot.
     * A difference is an {@code IngestionException}.
     *
     * @param caller may end it
     */
    public void ask(SourceCaller caller) {
        SourceConnection snapshot = query.source().lead();
        ProofChoice choice = query.choice();
        listener.reconciling(choice.mode(), choice.why());
        long start = System.nanoTime();
        Duration first = Duration.ZERO;
        Optional<String> question = reconciliation.question();
        while (question.isPresent()) {
            caller.goOn();
            String asked = question.get();
            var answer = caller.asking(() -> snapshot.numbers(asked));
            first = first.isZero() ? since(start) : first;
            reconciliation.answer(answer);
            question = reconciliation.question();
        }
        listener.reconciled(choice.mode(), first, since(start), readingBack.get());
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
