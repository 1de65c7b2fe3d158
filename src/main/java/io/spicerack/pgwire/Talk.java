package io.spicerack.pgwire;

import io.spicerack.pgwire.value.WireBytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said with one client: workers make its pieces, one after the other. */
final class Talk {
    private volatile Dialogue dialogue;

    /** While an answer goes on: it has grown to a piece already, and each would have to anew. Of the workers. */
    private @Nullable WireBytes memory;

    Talk(Dialogue first) {
        dialogue = first;
    }

    /** Who answers now. Any thread. */
    Dialogue now() {
        return dialogue;
    }

    /** On a worker: answers what is there, until a piece is full. */
    Piece make(List<Frame> ready, boolean settle) {
        Replies out = memory == null ? new Replies() : new Replies(memory);
        int taken = 0;
        try {
            if (settle) {
                dialogue.settle();
            }
            while (!out.isFull() && !out.isLast() && (dialogue.isBusy() || taken < ready.size())) {
                if (dialogue.isBusy()) {
                    dialogue.proceed(out);
                } else {
                    dialogue = dialogue.take(ready.get(taken), out);
                    taken++;
                }
            }
        } catch (FatalException e) {
            out.fatal(e);
        }
        Piece piece = out.take(taken);
        memory = dialogue.isBusy() && piece.bytes().size() <= 2 * Replies.PIECE ? piece.bytes() : null;
        return piece;
    }
}
