package io.spicerack.catalog.record;

import io.spicerack.model.Arn;
import io.spicerack.model.KeyReference;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to look for in the audit trail: all conditions hold, null means any. Start from {@link #newest(int)} and narrow it.
 * Immutable.
 *
 * @param eventNameContains part of the event name; upper and lower case are told apart
 * @param since first event time
 * @param until first event time after those wanted
 * @param who part of the identity that the record names: a user, a principal's ARN, a service
 */
public record AuditQuery(
        @Nullable String eventNameContains,
        @Nullable Arn resource,
        @Nullable KeyReference key,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable String who,
        int limit,
        Order order,
        Set<Only> only) {
    /** The order of the trail, which is that of the transactions that wrote it. */
    public enum Order {
        NEWEST_FIRST,
        OLDEST_FIRST
    }

    /** What is left out. */
    public enum Only {
        /** The DescribeKey events that went well, of which the key watch makes many, are left out. */
        NO_LOOKS,
        /** What went well is left out. */
        FAILED
    }

    public AuditQuery {
        only = Set.copyOf(only);
        if (limit < 1) {
            throw new IllegalArgumentException("the limit of an audit search is " + limit + "; 1 is the least");
        }
    }

    public static AuditQuery newest(int limit) {
        return new AuditQuery(null, null, null, null, null, null, limit, Order.NEWEST_FIRST, Set.of());
    }

    public static AuditQuery oldest(int limit) {
        return new AuditQuery(null, null, null, null, null, null, limit, Order.OLDEST_FIRST, Set.of());
    }

    public AuditQuery named(String partOfEventName) {
        return new AuditQuery(partOfEventName, resource, key, since, until, who, limit, order, only);
    }

    public AuditQuery about(Arn dataSetOrDataSource) {
        return new AuditQuery(eventNameContains, dataSetOrDataSource, key, since, until, who, limit, order, only);
    }

    public AuditQuery using(KeyReference kmsKey) {
        return new AuditQuery(eventNameContains, resource, kmsKey, since, until, who, limit, order, only);
    }

    public AuditQuery between(@Nullable Instant first, @Nullable Instant end) {
        return new AuditQuery(eventNameContains, resource, key, first, end, who, limit, order, only);
    }

    /** Those that carry {@code part} in the identity of their caller; upper and lower case are told apart. */
    public AuditQuery by(String part) {
        return new AuditQuery(eventNameContains, resource, key, since, until, part, limit, order, only);
    }

    /** Without the DescribeKey events that went well. */
    public AuditQuery withoutLooks() {
        return with(Only.NO_LOOKS);
    }

    /** Those alone that failed or were denied. */
    public AuditQuery failed() {
        return with(Only.FAILED);
    }

    private AuditQuery with(Only more) {
        Set<Only> all = EnumSet.of(more);
        all.addAll(only);
        return new AuditQuery(eventNameContains, resource, key, since, until, who, limit, order, all);
    }
}
