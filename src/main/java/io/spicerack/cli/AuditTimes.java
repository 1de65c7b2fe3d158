package io.spicerack.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/** Times as people write them for the audit commands, in UTC. */
final class AuditTimes {
    private AuditTimes() {}

    static Instant parse(String text) {
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new ServiceException("'" + text
                    + "' is no time; write a day such as 2026-11-24, or a time such as 2026-11-24T08:00:00Z");
        }
    }
}
