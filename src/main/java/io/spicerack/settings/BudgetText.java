package io.spicerack.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** How a source's budget is written, in a data source's file and in properties. Stateless. */
public final class BudgetText {
    private BudgetText() {}

    public static Optional<Duration> duration(String name, Optional<String> text) {
        return text.map(value -> {
            try {
                return Durations.parse(value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        name + " is '" + value + "'; it must be a duration such as 30s, 10m or 1h, or 0s for no limit",
                        e);
            }
        });
    }

    public static Optional<Integer> count(String name, Optional<String> text) {
        return text.map(value -> {
            try {
                return Integer.valueOf(value);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        name + " is '" + value + "'; it must be a whole number, or 0 for no limit", e);
            }
        });
    }

    /** Bytes a second, from MB/s with or without a fraction. */
    public static Optional<Long> rate(String name, Optional<String> text) {
        return text.map(value -> {
            try {
                BigDecimal rate = new BigDecimal(value).movePointRight(6);
                if (rate.signum() >= 0 && rate.precision() - rate.scale() <= 12) {
                    return rate.longValue();
                }
            } catch (NumberFormatException e) {
                // the same words below
            }
            throw new IllegalArgumentException(
                    name + " is '" + value + "'; it must be a number of MB/s such as 20 or 0.5, or 0 for no limit");
        });
    }
}
