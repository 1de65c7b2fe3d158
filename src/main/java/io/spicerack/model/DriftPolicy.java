package io.spicerack.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What becomes of a refresh whose columns differ from those of the current version. Immutable. */
public enum DriftPolicy {
    /** The ingestion fails before a row is written. */
    FAIL,
    /** Added columns and types that hold every value of the former one are taken; all else fails. */
    ADAPT_WIDENING,
    /** The new columns are taken, whatever they are. */
    ADAPT;

    /** As it is written in settings: {@code adapt-widening}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<DriftPolicy> of(String text) {
        return Arrays.stream(values())
                .filter(policy -> policy.text().equals(text))
                .findFirst();
    }

    /** All of them, for messages. */
    public static String allowed() {
        return Arrays.stream(values()).map(DriftPolicy::text).collect(Collectors.joining(", "));
    }
}
