package io.spicerack.ops;

/**
 * What a check of a set-up found.
 *
 * @param check what was looked at
 * @param found what was seen
 * @param wayOut what to do; empty where all is well
 */
public record Finding(String check, Level level, String found, String wayOut) {
    /** How bad it is. */
    public enum Level {
        OK,
        WARN,
        FAIL
    }

    public static Finding ok(String check, String found) {
        return new Finding(check, Level.OK, found, "");
    }

    public static Finding warn(String check, String found, String wayOut) {
        return new Finding(check, Level.WARN, found, wayOut);
    }

    public static Finding fail(String check, String found, String wayOut) {
        return new Finding(check, Level.FAIL, found, wayOut);
    }
}
