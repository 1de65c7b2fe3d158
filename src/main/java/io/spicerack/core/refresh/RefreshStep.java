package io.spicerack.core.refresh;

import java.util.Locale;

/**
 * How far a refresh has come. Each step exists only once it is reached, and leads to those that may follow: Claimed,
 * Extracted, Sealed, Reconciled, Published. One thread takes them.
 */
public interface RefreshStep {
    /** For people, such as CLAIMED. */
    default String text() {
        return text(getClass());
    }

    static String text(Class<? extends RefreshStep> step) {
        return step.getSimpleName().toUpperCase(Locale.ROOT);
    }
}
