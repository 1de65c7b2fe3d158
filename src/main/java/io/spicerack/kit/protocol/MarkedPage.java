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

    /** The items after {@code marker} in the order of their ids, at most {@code limit}. */
    public static <T> MarkedPage<T> of(
            Collection<T> all, Function<T, String> id, int limit, @Nullable String marker, String markerError) {
        String after = marker == null ? "" : decode(marker, markerError);
        List<T> rest = all.stream()
                .filter(item -> id.apply(item).compareTo(after) > 0)
                .sorted(Comparator.comparing(id))
                .toList();
        if (rest.size() <= limit) {
            return new MarkedPage<>(rest, null);
        }
        String last = id.apply(rest.get(limit - 1));
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

    private static String decode(String marker, String error) {
        try {
            return new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new AwsError(error, "The marker '" + marker + "' did not come from an earlier page");
        }
    }
}
