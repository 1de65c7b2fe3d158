package io.spicerack.ops;

import java.util.List;

/** How much is logged, {@code io.spicerack:type=Logs}. */
@About("Levels of the log that somebody has changed while the service runs")
public interface LogsMXBean {
    @About("Those that are not as the configuration says, each with until when (UTC)")
    List<String> getChanged();

    @About("Changes the level of a room for a while; it falls back by itself")
    String change(
            @About("A package of Spicerack such as core.refresh, or all") String room,
            @About("error, warn, info, debug or trace") String level,
            @About("Minutes until it falls back, 1 to 1440") int minutes);

    @About("Back to what the configuration says; false where it was so")
    boolean reset(@About("The room") String room);
}
