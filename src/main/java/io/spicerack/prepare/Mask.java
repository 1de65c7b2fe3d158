package io.spicerack.prepare;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a column's values become before they are sealed, as {@code spice:mask} and a short route file have it. Immutable. */
public sealed interface Mask {
    /** A hash under a key of the installation: equal values stay equal, and nobody without the key can try values out. */
    record Hash() implements Mask {}

    /** NULL. */
    record Null() implements Mask {}

    /** Stars, and the last letters of a text that has more of them. */
    record KeepLast(int letters) implements Mask {}

    /** As a file writes it: {@code hash}, {@code null} or {@code keep last 4}. */
    static Mask parse(String text) {
        Matcher keep = Pattern.compile("keep last ([1-9][0-9]?)").matcher(text.strip());
        if (keep.matches()) {
            return new KeepLast(Integer.parseInt(keep.group(1)));
        }
        return switch (text.strip()) {
            case "hash" -> new Hash();
            case "null" -> new Null();
            default -> throw new IllegalArgumentException("it must be hash, null or keep last N, as in keep last 4");
        };
    }

    default String text() {
        if (this instanceof KeepLast keep) {
            return "keep last " + keep.letters();
        }
        return this instanceof Hash ? "hash" : "null";
    }

    /** One value; NULL stays NULL. */
    default @Nullable String of(@Nullable String value, UnaryOperator<String> hash) {
        if (value == null || this instanceof Null) {
            return null;
        }
        return this instanceof KeepLast keep ? keepLast(value, keep.letters()) : hash.apply(value);
    }

    private static String keepLast(String value, int letters) {
        int length = value.codePointCount(0, value.length());
        return length <= letters
                ? "*".repeat(length)
                : "*".repeat(length - letters) + value.substring(value.offsetByCodePoints(value.length(), -letters));
    }
}
