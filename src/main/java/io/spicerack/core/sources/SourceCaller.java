package io.spicerack.core.sources;

import java.util.function.Supplier;

/** Who asks a source: others see for how long it has been asking, and may end that. Thread-safe. */
public interface SourceCaller {
    /** Throws where somebody has ended it. */
    void goOn();

    /** Asks what is no row, such as to be let in or for a plan: a lock over there holds up these as well. */
    <T> T asking(Supplier<T> question);
}
