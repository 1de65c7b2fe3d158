package io.spicerack.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.Routes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * One operation of the API.
 *
 * @param methodAndPath below {@code /accounts/{AwsAccountId}/}, or the whole one where the first segment is resources; a segment
 *     in braces is a name
 * @param query the query parameters that it takes
 * @param status of a call that succeeds
 * @param run makes the body of the answer, which gets its RequestId later
 */
record Operation(
        String name, String methodAndPath, Set<String> query, int status, Function<OperationCall, ObjectNode> run) {
    static final Set<String> PAGES = Set.of("next-token", "max-results");

    /** The one query parameter that may come more than once: the keys of tags. */
    static final String KEYS = "keys";

    static Operation of(String name, String methodAndPath, int status, Function<OperationCall, ObjectNode> run) {
        return of(name, methodAndPath, status, Set.of(), run);
    }

    static Operation of(
            String name, String methodAndPath, int status, Set<String> query, Function<OperationCall, ObjectNode> run) {
        return new Operation(name, methodAndPath, query, status, run);
    }

    /** Whether it may change something: it is carried out once for each signature. A search reads, though it is a POST. */
    boolean changes() {
        return !methodAndPath.startsWith("GET ") && !methodAndPath.startsWith("POST /search/");
    }

    Routes.Route<Operation> route() {
        return Routes.Route.of(methodAndPath, this);
    }

    /** Refuses query parameters that it does not take. */
    void check(Map<String, List<String>> parameters) {
        parameters.forEach((parameter, values) -> {
            if (!query.contains(parameter) || (values.size() > 1 && !parameter.equals(KEYS))) {
                throw ApiError.badParameter("query parameter '" + parameter + "' is "
                        + (query.contains(parameter) ? "there twice" : "not served here"));
            }
        });
    }
}
