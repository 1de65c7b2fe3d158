package io.spicerack.core.sources;

import io.spicerack.wire.SessionStop;
import java.util.function.Supplier;

/** Who asks a source: others see for how long it has been asking, and may end that. Thread-safe. */
public interface SourceCaller {
    /** Nobody in particular, whom nobody ends. */
    SourceCaller NOBODY = new SourceCaller() {
        @Override
        public void goOn() {}

        @Override
        public <T> T asking(Supplier<T> question) {
            return question.get();
        }

        @Override
        public void begins(SessionStop session) {}

        @Override
        public void ended(SessionStop session) {}
    };

    /** Throws where somebody has ended it. */
    void goOn();

    /** Asks what is no row, such as to be let in or for a plan: a lock over there holds up these as well. */
    <T> T asking(Supplier<T> question);

    /** A session for it is about to be connected: whoever ends it stops that as well. Throws where somebody has. */
    void begins(SessionStop session);

    /** A session is over, or never came to be. */
    void ended(SessionStop session);
}
