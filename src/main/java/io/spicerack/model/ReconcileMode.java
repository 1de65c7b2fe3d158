package io.spicerack.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a sealed version is compared with its source before it is published. Immutable. */
public enum ReconcileMode {
    /** By value where something has changed that could bend values, and every so many times; else by counts. */
    AUTO,
    /** Not at all. */
    OFF,
    /** All rows, and the values of each column that are not NULL, are as many as the source counts. */
    COUNTS,
    /** Each value stands in its row as the source hashes it, in what is read back from the sealed files. */
    VALUES;

    /** As it is written in settings: {@code values}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ReconcileMode> of(String text) {
        return Arrays.stream(values()).filter(mode -> mode.text().equals(text)).findFirst();
    }

    /** All of them, for messages. */
    public static String allowed() {
        return Arrays.stream(values()).map(ReconcileMode::text).collect(Collectors.joining(", "));
    }
}
