package io.spicerack.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of Camel's simple language that route files have: comparisons of the body with fixed values. Nothing in it is
 * looked up or called.
 */
final class ConditionText {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<body>\\$\\{body})|(?<value>-?[0-9]+(?:\\.[0-9]+)?|'[^'\"$\\\\{}\\n]*'|null|true|false)"
                    + "|(?<compare>==|!=|>=|<=|>|<)|(?<join>&&|\\|\\|))");

    private static final String ALLOWED =
            "it must compare ${body} with a number, a 'text', null, true or false by == != > >= < <=, as in ${body} == 0;"
                    + " comparisons may be joined by && or ||";

    private ConditionText() {}

    /** The same with one space between its parts; {@code IllegalArgumentException} says what is allowed. */
    static String check(String text) {
        List<String> parts = new ArrayList<>();
        List<String> kinds = new ArrayList<>();
        Matcher tokens = TOKEN.matcher(text.strip());
        int end = 0;
        while (tokens.find(end) && tokens.start() == end) {
            end = tokens.end();
            for (String kind : List.of("body", "value", "compare", "join")) {
                if (tokens.group(kind) != null) {
                    parts.add(tokens.group(kind));
                    kinds.add(kind);
                }
            }
        }
        if (end != text.strip().length() || !joined(kinds)) {
            throw new IllegalArgumentException(ALLOWED);
        }
        return String.join(" ", parts);
    }

    private static boolean joined(List<String> kinds) {
        if (kinds.size() % 4 != 3 || kinds.size() > 39) {
            return false;
        }
        for (int i = 0; i < kinds.size(); i++) {
            String wanted = List.of("body", "compare", "value", "join").get(i % 4);
            if (!kinds.get(i).equals(wanted)) {
                return false;
            }
        }
        return true;
    }
}
