package io.spicerack.ops;

import io.spicerack.core.trail.AuditDelivery;
import java.util.List;
import java.util.Map;

/** Thread-safe. */
final class AuditBean implements AuditMXBean {
    private final AuditDelivery audit;

    AuditBean(AuditDelivery audit) {
        this.audit = audit;
    }

    @Override
    public Map<String, Long> getBacklog() {
        return audit.backlog();
    }

    @Override
    public List<String> getFailing() {
        return audit.failing().all().stream()
                .map(sink -> sink.sink() + " since " + sink.since() + ": " + sink.reason())
                .toList();
    }

    @Override
    public Map<String, Long> getEventsByName() {
        return audit.countsByName();
    }
}
