package io.spicerack.pgwire.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's text of an array of one dimension, and its elements. */
public final class ListText {
    private ListText() {}

    /** The elements of {@code {1,NULL,"a b"}}; null where it is no such text. */
    public static @Nullable List<@Nullable String> elements(String text) {
        String inside = text.strip();
        if (inside.length() < 2 || inside.charAt(0) != '{' || inside.charAt(inside.length() - 1) != '}') {
            return null;
        }
        inside = inside.substring(1, inside.length() - 1);
        List<@Nullable String> elements = new ArrayList<>();
        int at = 0;
        while (at < inside.length() || !elements.isEmpty()) {
            StringBuilder element = new StringBuilder();
            boolean quoted = at < inside.length() && inside.charAt(at) == '"';
            if (quoted) {
                at++;
            }
            while (at < inside.length() && inside.charAt(at) != (quoted ? '"' : ',')) {
                if (inside.charAt(at) == '\\') {
                    at++;
                } else if (!quoted && (inside.charAt(at) == '{' || inside.charAt(at) == '"')) {
                    return null;
                }
                if (at == inside.length()) {
                    return null;
                }
                element.append(inside.charAt(at++));
            }
            if (quoted && at++ >= inside.length()) {
                return null;
            }
            String value = element.toString();
            elements.add(!quoted && value.equalsIgnoreCase("NULL") ? null : value);
            if (at >= inside.length()) {
                break;
            }
            if (inside.charAt(at++) != ',') {
                return null;
            }
        }
        return Collections.unmodifiableList(elements);
    }

    static String of(List<@Nullable String> elements) {
        StringBuilder text = new StringBuilder("{");
        for (String element : elements) {
            if (text.length() > 1) {
                text.append(',');
            }
            if (element == null) {
                text.append("NULL");
            } else {
                text.append('"')
                        .append(element.replace("\\", "\\\\").replace("\"", "\\\""))
                        .append('"');
            }
        }
        return text.append('}').toString();
    }
}
