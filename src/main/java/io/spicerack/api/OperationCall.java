package io.spicerack.api;

import io.spicerack.core.account.Principal;
import io.spicerack.http.JsonInput;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One call of an operation.
 *
 * @param path the values of the names in its URI, such as {@code DataSetId}
 */
record OperationCall(Principal principal, Map<String, String> path, Map<String, List<String>> query, JsonInput input) {
    /** An id from the URI; its own words follow where {@code parse} refuses it. */
    <T> T id(String name, Function<String, T> parse) {
        try {
            return parse.apply(path.getOrDefault(name, ""));
        } catch (IllegalArgumentException e) {
            throw ApiError.badParameter(name + ": " + e.getMessage());
        }
    }

    Optional<String> parameter(String name) {
        return parameters(name).stream().findFirst();
    }

    List<String> parameters(String name) {
        return query.getOrDefault(name, List.of());
    }
}
