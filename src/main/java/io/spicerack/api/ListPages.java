package io.spicerack.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.JsonBody;
import io.spicerack.http.JsonInput;
import io.spicerack.http.Paging;
import java.util.List;
import java.util.function.Function;

/** The pages of List and Search operations, as QuickSight asks for them and shows them. */
final class ListPages {
    private ListPages() {}

    static Paging of(OperationCall call, String operation) {
        return Paging.of(
                operation,
                call.parameter("max-results").orElse(null),
                call.parameter("next-token").orElse(null));
    }

    /** Of a search, which has both in its body. */
    static Paging of(JsonInput input, String operation) {
        return Paging.of(
                operation,
                input.has("MaxResults") ? input.integer("MaxResults", 1, Paging.MOST) : Paging.MOST,
                input.optionalText("NextToken", 4096).orElse(null));
    }

    /** {@code items} holds one more than the limit where there is a page after this. */
    static <T> ObjectNode body(
            Paging page, String name, List<T> items, Function<T, String> id, Function<T, ? extends JsonNode> each) {
        ObjectNode body = JsonBody.object();
        body.set(name, JsonBody.array(page.shown(items), each));
        page.next(items, id).ifPresent(token -> body.put("NextToken", token));
        return body;
    }
}
