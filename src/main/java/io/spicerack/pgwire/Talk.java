package io.spicerack.pgwire;

import java.util.List;

/** What is said with one client: workers make its pieces, one after the other. */
final class Talk {
    private volatile Dialogue dialogue;

    Talk(Dialogue first) {
        dialogue = first;
    }

    /** Who answers now. Any thread. */
    Dialogue now() {
        return dialogue;
    }

    /** On a worker: answers what is there, until a piece is full. */
    Piece make(List<Frame> ready, boolean settle) {
        Replies out = new Replies();
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
        return out.take(taken);
    }
}
