package io.spicerack.model;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;

/** The day of a weekly or monthly schedule. Immutable. */
public sealed interface RefreshOnDay {
    /** QuickSight's word for the day that {@link LastDayOfMonth} is. */
    String LAST_DAY_OF_MONTH = "LAST_DAY_OF_MONTH";

    /** Whether the day is {@code date}. */
    boolean is(LocalDate date);

    /** QuickSight's DayOfMonth; empty for a day of the week. */
    default Optional<String> ofMonth() {
        return Optional.empty();
    }

    /** One day of each week. */
    record Weekday(DayOfWeek day) implements RefreshOnDay {
        @Override
        public boolean is(LocalDate date) {
            return date.getDayOfWeek() == day;
        }
    }

    /** A day that each month has. */
    record DayOfMonth(int day) implements RefreshOnDay {
        public DayOfMonth {
            if (day < 1 || day > 28) {
                throw new IllegalArgumentException("day of month " + day + " is not 1 to 28 or " + LAST_DAY_OF_MONTH);
            }
        }

        @Override
        public boolean is(LocalDate date) {
            return date.getDayOfMonth() == day;
        }

        @Override
        public Optional<String> ofMonth() {
            return Optional.of(String.valueOf(day));
        }
    }

    /** The 28th to 31st, whichever the month ends with. */
    record LastDayOfMonth() implements RefreshOnDay {
        @Override
        public boolean is(LocalDate date) {
            return date.getDayOfMonth() == date.lengthOfMonth();
        }

        @Override
        public Optional<String> ofMonth() {
            return Optional.of(LAST_DAY_OF_MONTH);
        }
    }

    /** From QuickSight's DayOfMonth; {@code IllegalArgumentException} where it is none. */
    static RefreshOnDay ofMonth(String text) {
        if (text.equals(LAST_DAY_OF_MONTH)) {
            return new LastDayOfMonth();
        }
        if (!Pattern.matches("[1-9][0-9]?", text)) {
            throw new IllegalArgumentException("day of month '" + text + "' is not 1 to 28 or " + LAST_DAY_OF_MONTH);
        }
        return new DayOfMonth(Integer.parseInt(text));
    }
}
