package io.spicerack.http;

import static io.spicerack.http.RequestRefusedException.badInput;

import io.spicerack.http.RequestRefusedException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What part of a list a caller wants.
 *
 * @param list what is listed: a token of one list is refused by another
 * @param after the id that the page before ended with; null for the first page
 */
public record Paging(String list, int limit, @Nullable String after) {
    /** Items of one page at most, and where a caller names no number. */
    public static final int MOST = 100;

    /** {@code limit} and {@code token} as texts of a query; null where the caller gave none. */
    public static Paging of(String list, @Nullable String limit, @Nullable String token) {
        return of(list, limit == null ? MOST : number(limit), token);
    }

    public static Paging of(String list, int limit, @Nullable String token) {
        return new Paging(list, limit, token == null ? null : id(token, list));
    }

    /** Those of {@code all}, which are in the order of their ids, that come after; one more than the limit at most. */
    public <T> List<T> cut(List<T> all, Function<T, String> id) {
        return all.stream()
                .filter(item -> after == null || id.apply(item).compareTo(after) > 0)
                .limit(limit + 1L)
                .toList();
    }

    /** The items to show, of one more than the limit where there is a page after this. */
    public <T> List<T> shown(List<T> items) {
        return items.subList(0, Math.min(limit, items.size()));
    }

    /** The token of the page after this, where there is one. */
    public <T> Optional<String> next(List<T> items, Function<T, String> id) {
        if (items.size() <= limit) {
            return Optional.empty();
        }
        byte[] last = (list + ":" + id.apply(items.get(limit - 1))).getBytes(StandardCharsets.UTF_8);
        return Optional.of(Base64.getUrlEncoder().withoutPadding().encodeToString(last));
    }

    private static int number(String text) {
        if (!text.matches("[1-9][0-9]{0,2}") || Integer.parseInt(text) > MOST) {
            throw badInput("MaxResults is '" + text + "'; it must be 1 to " + MOST);
        }
        return Integer.parseInt(text);
    }

    private static String id(String token, String list) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            String id = text.substring(text.indexOf(':') + 1);
            if (text.startsWith(list + ":") && id.matches("[A-Za-z0-9_-]{1,128}")) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // the same words below
        }
        throw new RequestRefusedException(
                Reason.BAD_PAGE_TOKEN, "The NextToken did not come from an earlier page of this list");
    }
}
