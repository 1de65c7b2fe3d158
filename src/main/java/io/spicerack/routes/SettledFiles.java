package io.spicerack.routes;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tells a change that is over from one that is being made: what two looks in a row have seen is settled. An editor that empties a
 * file before it writes it, a checkout that is half done, a copy that still grows are looked at again, all files together. A file
 * that never comes to rest keeps the others waiting for some looks alone. One thread.
 *
 * @param <T> what a look sees of a file
 */
public final class SettledFiles<T> {
    private static final int MOST_LOOKS = 10;

    private Map<String, T> seen = Map.of();
    private Map<String, T> taken = Map.of();
    private int restless;

    /** What is there by file, where it is settled and not what was taken before. */
    public Optional<Map<String, T>> look(Map<String, T> now) {
        restless = now.equals(seen) ? 0 : restless + 1;
        Map<String, T> settled = restless == 0 ? now : restless < MOST_LOOKS ? taken : settled(now);
        seen = Map.copyOf(now);
        return settled.equals(taken) ? Optional.empty() : Optional.of(settled);
    }

    /** Those that are as they were a look ago; in the place of each other one what was taken of it. */
    private Map<String, T> settled(Map<String, T> now) {
        Map<String, T> settled = new TreeMap<>();
        TreeSet<String> all = new TreeSet<>(now.keySet());
        all.addAll(taken.keySet());
        for (String file : all) {
            T still = Objects.equals(now.get(file), seen.get(file)) ? now.get(file) : taken.get(file);
            if (still != null) {
                settled.put(file, still);
            }
        }
        return settled;
    }

    /** From now on this is no change. */
    public void take(Map<String, T> now) {
        taken = Map.copyOf(now);
    }

    /** At the start there is nothing to wait for. */
    public void begin(Map<String, T> now) {
        seen = Map.copyOf(now);
        take(now);
    }
}
