package io.spicerack.ops;

import java.util.List;
import java.util.Map;

/** The audit trail, {@code io.spicerack:type=Audit}. */
@About("The audit trail: what it holds and what its sinks have still to get")
public interface AuditMXBean {
    @About("Events that each sink has still to get; one that only grows has a dead sink")
    Map<String, Long> getBacklog();

    @About("Sinks, and ways of alerts, that take nothing: each with since when (UTC) and why")
    List<String> getFailing();

    @About("Events in the trail by CloudTrail event name")
    Map<String, Long> getEventsByName();
}
