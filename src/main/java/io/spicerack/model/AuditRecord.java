package io.spicerack.model;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One audit event: the complete CloudTrail record as JSON, and those of its values that it is searched by. Immutable.
 *
 * @param eventTime CloudTrail's, in whole seconds
 * @param resourceArn the data set or data source that the event is about
 * @param json one line, without credentials, rows or SQL text
 */
public record AuditRecord(
        UUID eventId,
        Instant eventTime,
        String eventSource,
        String eventName,
        @Nullable String keyArn,
        @Nullable String resourceArn,
        @Nullable String errorCode,
        String json) {}
