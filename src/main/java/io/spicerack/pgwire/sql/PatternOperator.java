package io.spicerack.pgwire.sql;

import java.util.Map;
import java.util.Optional;

/**
 * PostgreSQL's operators that look for a pattern anywhere in a text. The engine's operators of the same name want all of the text
 * to match, so that {@code name !~ '^pg_'} would be true of pg_catalog.
 */
final class PatternOperator {
    private static final Map<String, String> FLAGS = Map.of("~", "", "!~", "", "~*", "(?i)", "!~*", "(?i)");

    private PatternOperator() {}

    /**
     * The operator and its pattern in the engine's words; empty where it is no such operator.
     *
     * @param pattern as the statement has it: a text in quotes, a parameter or a name
     * @param text of the pattern where it is one in quotes, else empty
     */
    static Optional<String> plain(String operator, String pattern, Optional<String> text) {
        String flags = FLAGS.get(operator);
        if (flags == null) {
            return Optional.empty();
        }
        String same = operator.startsWith("!") ? "!~" : "~";
        if (flags.isEmpty() && text.filter(PatternOperator::isOfAll).isPresent()) {
            return Optional.of(" " + same + "  " + pattern);
        }
        return Optional.of(" " + same + " ('" + flags + "(?s:.*?)(?:' || " + pattern + " || ')(?s:.*)')");
    }

    /** Whether it is {@code ^(...)$}, with parentheses that are of each other, as psql writes what it looks for. */
    private static boolean isOfAll(String pattern) {
        if (!pattern.startsWith("^(") || !pattern.endsWith(")$") || pattern.contains("\\") || pattern.contains("[")) {
            return false;
        }
        int depth = 0;
        for (int i = 1; i < pattern.length() - 2; i++) {
            depth += pattern.charAt(i) == '(' ? 1 : pattern.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return false;
            }
        }
        return depth == 1;
    }
}
