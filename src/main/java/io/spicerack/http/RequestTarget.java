package io.spicerack.http;

import static io.spicerack.http.RequestRefusedException.badInput;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Path and query of a request, taken apart once. What two readers could understand in two ways is refused: segments that a
 * normalised path would not have, a fragment, broken escapes. Immutable.
 *
 * @param path as sent, with its escapes
 * @param segments what stands between the slashes, decoded; the last one is empty where the path ends with a slash
 * @param query decoded, in the order in which it came; a parameter without = is an empty text
 */
public record RequestTarget(String path, List<String> segments, Map<String, List<String>> query) {
    private static final Pattern SHAPE = Pattern.compile("/[\\x21-\\x7e&&[^#]]*");

    /** {@link RequestRefusedException} where it is none. */
    public static RequestTarget parse(String target) {
        if (!SHAPE.matcher(target).matches()) {
            throw badInput("The URL of the request is no path as HTTP has it");
        }
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        return new RequestTarget(path, segments(path), query < 0 ? Map.of() : query(target.substring(query + 1)));
    }

    private static List<String> segments(String path) {
        List<String> parts = Arrays.asList(path.substring(1).split("/", -1));
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (part.equals(".") || part.equals("..") || (part.isEmpty() && i < parts.size() - 1)) {
                throw badInput("The path of the URL has the segment '" + part + "', which others would leave out");
            }
        }
        // a plus sign is itself in a path
        return parts.stream().map(part -> decoded("path", part, '+')).toList();
    }

    private static Map<String, List<String>> query(String raw) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : raw.split("&", -1)) {
            // a signature is over the parameters that have names
            if (pair.startsWith("=")) {
                throw badInput("The query of the URL has a parameter without a name");
            }
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                parameters
                        .computeIfAbsent(
                                decoded("query", equals < 0 ? pair : pair.substring(0, equals), ' '),
                                unused -> new ArrayList<>())
                        .add(equals < 0 ? "" : decoded("query", pair.substring(equals + 1), ' '));
            }
        }
        return Collections.unmodifiableMap(parameters);
    }

    private static String decoded(String where, String text, char plus) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw brokenEscape(where, text);
                }
                bytes.put((byte) (high << 4 | low));
                i += 2;
            } else {
                bytes.put((byte) (c == '+' ? plus : c));
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw brokenEscape(where, text);
        }
    }

    private static RequestRefusedException brokenEscape(String where, String text) {
        return badInput("the " + where + " of the URL has a broken % escape in '" + text + "'");
    }
}
