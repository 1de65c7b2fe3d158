package io.spicerack.camel.sink;

import java.util.Map;
import java.util.Optional;

/** One sink's end of what the core hands out, in order. One thread at a time. */
public interface SinkOutlet {
    /** What one exchange carries. {@code done} moves the sink's position on. */
    record Handout(Object body, Map<String, Object> headers, Runnable done) {}

    /** What only one route may take from, such as: audit sink 'files'. */
    String what();

    /** Makes the sink known to the core. */
    void register();

    /** What the sink has not got yet; the same until it is done. */
    Optional<Handout> next();
}
