package io.spicerack.prepare.expression;

import io.spicerack.model.DefinitionException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Dates in texts, in the letters that QuickSight and Java share: yyyy, MM, dd, HH, mm, ss, SSS, MMM, EEE, a. */
public final class DateFormats {
    private static final Pattern QUOTED = Pattern.compile("'[^']*'");

    private static final List<DateTimeFormatter> ISO = List.of(
            formatter("yyyy-MM-dd'T'HH:mm:ss[.SSSSSS][.SSS]['Z']"),
            formatter("yyyy-MM-dd HH:mm:ss[.SSSSSS][.SSS]"),
            formatter("yyyy-MM-dd"));

    private DateFormats() {}

    public static void check(String member, String pattern) {
        try {
            formatter(pattern);
        } catch (IllegalArgumentException e) {
            throw new DefinitionException(member, "is '" + pattern + "', which is no format of dates");
        }
    }

    /** {@code IllegalArgumentException} for what is no pattern. */
    static DateTimeFormatter formatter(String pattern) {
        if (QUOTED.matcher(pattern).replaceAll("").contains("p")) {
            // Java's pads: QuickSight has none, and before joined numbers the builder falls over its own cast
            throw new IllegalArgumentException("a format of dates has no pads (p)");
        }
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .parseDefaulting(ChronoField.MONTH_OF_YEAR, 1)
                .parseDefaulting(ChronoField.DAY_OF_MONTH, 1)
                .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
                .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0);
        boolean twelveHours = pattern.contains("h") || pattern.contains("K");
        return (twelveHours ? builder : builder.parseDefaulting(ChronoField.HOUR_OF_DAY, 0))
                .toFormatter(Locale.ENGLISH);
    }

    static LocalDateTime iso(String text) {
        for (DateTimeFormatter formatter : ISO) {
            try {
                return parse(text, formatter);
            } catch (RowFault e) {
                // the next one may fit
            }
        }
        throw new RowFault(RowFault.Code.MALFORMED_DATE);
    }

    static LocalDateTime parse(String text, DateTimeFormatter formatter) {
        try {
            return LocalDateTime.parse(text.strip(), formatter);
        } catch (DateTimeException e) {
            throw new RowFault(RowFault.Code.MALFORMED_DATE);
        }
    }
}
