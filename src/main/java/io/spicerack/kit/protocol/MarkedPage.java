package io.spicerack.kit.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.JsonBody;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, and the marker that the next one begins after. Immutable.
 *
 * @param next null on the last page
 */
public record MarkedPage<T>(List<T> items, @Nullable String next) {

    /**
     * How a service pages.
     *
     * @param limit its name for how many items a page has
     * @param marker its name for where one begins
     * @param error its answer to a marker that it did not give
     */
    public record Style(String limit, int most, int usual, String marker, String error) {
        public static Style kms(int most, int usual) {
            return new Style("Limit", most, usual, "Marker", "InvalidMarkerException");
        }

        public static Style secrets(int most) {
            return new Style("MaxResults", most, most, "NextToken", "InvalidNextTokenException");
        }
    }

    /** The page that a call asks for of a list in the order of its ids. */
    public static <T> MarkedPage<T> of(AwsCall call, Style style, Collection<T> all, Function<T, String> id) {
        return of(call, style, all, id, Comparator.naturalOrder());
    }

    /** In an order of the ids, by which each item is found again. */
    public static <T> MarkedPage<T> of(
            AwsCall call, Style style, Collection<T> all, Function<T, String> id, Comparator<String> order) {
        int limit = call.input().integer(style.limit(), 1, style.most(), style.usual());
        @Nullable String marker = call.input().text(style.marker());
        String list = call.action() + "?";
        @Nullable String after = marker == null ? null : decode(marker, list, style.error());
        List<T> rest = all.stream()
                .filter(item -> after == null || order.compare(id.apply(item), after) > 0)
                .sorted(Comparator.comparing(id, order))
                .toList();
        if (rest.size() <= limit) {
            return new MarkedPage<>(rest, null);
        }
        String last = list + id.apply(rest.get(limit - 1));
        return new MarkedPage<>(
                rest.subList(0, limit),
                Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(StandardCharsets.UTF_8)));
    }

    /** The members that every list of KMS ends with. */
    public ObjectNode json() {
        ObjectNode answer = JsonBody.object().put("Truncated", next != null);
        AwsJson.putText(answer, "NextMarker", next);
        return answer;
    }

    /** A marker of another list is as good as none. */
    private static String decode(String marker, String list, String error) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
            if (text.startsWith(list)) {
                return text.substring(list.length());
            }
        } catch (IllegalArgumentException e) {
            // the same words below
        }
        throw new AwsError(error, "The marker '" + marker + "' did not come from an earlier page of this list");
    }
}
