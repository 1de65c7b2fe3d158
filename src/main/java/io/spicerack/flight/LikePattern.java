package io.spicerack.flight;

/**
 * A pattern of SQL's LIKE: {@code %} for any characters, {@code _} for one, a backslash before what stands for itself. Comparing
 * takes no longer than the lengths of both, multiplied.
 */
record LikePattern(String pattern) {
    private static final char ESCAPE = '\\';

    boolean matches(String name) {
        int at = 0;
        int in = 0;
        int star = -1;
        int behind = 0;
        while (at < name.length()) {
            if (in < pattern.length() && pattern.charAt(in) == '%') {
                star = in++;
                behind = at;
            } else if (in < pattern.length() && takes(in, name.charAt(at))) {
                in += isEscaped(in) ? 2 : 1;
                at++;
            } else if (star >= 0) {
                in = star + 1;
                at = ++behind;
            } else {
                return false;
            }
        }
        while (in < pattern.length() && pattern.charAt(in) == '%') {
            in++;
        }
        return in == pattern.length();
    }

    private boolean isEscaped(int in) {
        return pattern.charAt(in) == ESCAPE && in + 1 < pattern.length();
    }

    private boolean takes(int in, char character) {
        return isEscaped(in)
                ? pattern.charAt(in + 1) == character
                : pattern.charAt(in) == '_' || pattern.charAt(in) == character;
    }
}
