package io.spicerack.catalog.record;

import io.spicerack.model.Arn;
import io.spicerack.model.KeyReference;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What to look for in the audit trail: all conditions hold, null means any. Start from {@link #newest(int)} and narrow it.
 * Immutable.
 *
 * @param eventNameContains part of the event name; upper and lower case are told apart
 * @param since first event time
 * @param until first event time after those wanted
 * @param looksLeftOut without the DescribeKey events that went well, of which the key watch makes many
 */
public record AuditQuery(
        @Nullable String eventNameContains,
        @Nullable Arn resource,
        @Nullable KeyReference key,
        @Nullable Instant since,
        @Nullable Instant until,
        int limit,
        Order order,
        boolean looksLeftOut) {
    /** The order of the trail, which is that of the transactions that wrote it. */
    public enum Order {
        NEWEST_FIRST,
        OLDEST_FIRST
    }

    public AuditQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("the limit of an audit search is " + limit + "; 1 is the least");
        }
    }

    public static AuditQuery newest(int limit) {
        return new AuditQuery(null, null, null, null, null, limit, Order.NEWEST_FIRST, false);
    }

    public static AuditQuery oldest(int limit) {
        return new AuditQuery(null, null, null, null, null, limit, Order.OLDEST_FIRST, false);
    }

    public AuditQuery named(String partOfEventName) {
        return new AuditQuery(partOfEventName, resource, key, since, until, limit, order, looksLeftOut);
    }

    public AuditQuery about(Arn dataSetOrDataSource) {
        return new AuditQuery(eventNameContains, dataSetOrDataSource, key, since, until, limit, order, looksLeftOut);
    }

    public AuditQuery using(KeyReference kmsKey) {
        return new AuditQuery(eventNameContains, resource, kmsKey, since, until, limit, order, looksLeftOut);
    }

    public AuditQuery between(Instant first, Instant end) {
        return new AuditQuery(eventNameContains, resource, key, first, end, limit, order, looksLeftOut);
    }

    public AuditQuery withoutLooks() {
        return new AuditQuery(eventNameContains, resource, key, since, until, limit, order, true);
    }
}
