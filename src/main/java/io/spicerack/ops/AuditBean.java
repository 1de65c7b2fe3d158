package io.spicerack.ops;

import io.spicerack.core.trail.AuditDelivery;
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
    public Map<String, Long> getEventsByName() {
        return audit.countsByName();
    }
}
