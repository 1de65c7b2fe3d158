package io.spicerack.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What part of a list a caller wants.
 *
 * @param operation what is listed: a token of one list is refused by another
 * @param after the id that the page before ended with; null for the first page
 */
record Page(String operation, int limit, @Nullable String after) {
    private static final int MOST = 100;

    static Page of(Call call, String operation) {
        return new Page(
                operation,
                call.parameter("max-results").map(Page::limit).orElse(MOST),
                call.parameter("next-token").map(token -> id(token, operation)).orElse(null));
    }

    /** Of a search, which has both in its body. */
    static Page of(Input input, String operation) {
        return new Page(
                operation,
                input.has("MaxResults") ? input.integer("MaxResults", 1, MOST) : MOST,
                input.optionalText("NextToken", 4096)
                        .map(token -> id(token, operation))
                        .orElse(null));
    }

    /** Those of {@code all}, which are in the order of their ids, that come after; one more than the limit at most. */
    <T> List<T> cut(List<T> all, Function<T, String> id) {
        return all.stream()
                .filter(item -> after == null || id.apply(item).compareTo(after) > 0)
                .limit(limit + 1L)
                .toList();
    }

    /** The page as a body: {@code items} holds one more than the limit where there is a page after it. */
    <T> ObjectNode body(String name, List<T> items, Function<T, String> id, Function<T, ? extends JsonNode> each) {
        List<T> shown = items.subList(0, Math.min(limit, items.size()));
        ObjectNode body = Json.object();
        body.set(name, Json.array(shown, each));
        if (items.size() > limit) {
            byte[] last = (operation + ":" + id.apply(items.get(limit - 1))).getBytes(StandardCharsets.UTF_8);
            body.put("NextToken", Base64.getUrlEncoder().withoutPadding().encodeToString(last));
        }
        return body;
    }

    private static int limit(String text) {
        if (!text.matches("[1-9][0-9]{0,2}") || Integer.parseInt(text) > MOST) {
            throw ApiError.badParameter("MaxResults is '" + text + "'; it must be 1 to " + MOST);
        }
        return Integer.parseInt(text);
    }

    private static String id(String token, String operation) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            String id = text.substring(text.indexOf(':') + 1);
            if (text.startsWith(operation + ":") && id.matches("[A-Za-z0-9_-]{1,128}")) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // the same words below
        }
        throw new ApiError(
                400, "InvalidNextTokenException", "The NextToken did not come from an earlier page of this list");
    }
}
