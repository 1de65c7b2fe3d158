package io.spicerack.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One operation of the API.
 *
 * @param path segments after {@code /accounts/{AwsAccountId}/}, or of all where the first is resources; one in braces is a name
 * @param query the query parameters that it takes
 * @param status of a call that succeeds
 * @param run makes the body of the answer, which gets its RequestId later
 */
record Operation(
        String name, String method, List<String> path, Set<String> query, int status, Function<Call, ObjectNode> run) {
    static final Set<String> PAGES = Set.of("next-token", "max-results");

    static Operation of(String name, String methodAndPath, int status, Function<Call, ObjectNode> run) {
        return of(name, methodAndPath, status, Set.of(), run);
    }

    static Operation of(
            String name, String methodAndPath, int status, Set<String> query, Function<Call, ObjectNode> run) {
        String[] parts = methodAndPath.split(" /", 2);
        return new Operation(name, parts[0], List.of(parts[1].split("/", -1)), query, status, run);
    }

    /** The values of the names, where {@code segments} are of this path. */
    Optional<Map<String, String>> match(List<String> segments) {
        if (segments.size() != path.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < path.size(); i++) {
            String expected = path.get(i);
            if (expected.startsWith("{")) {
                values.put(expected.substring(1, expected.length() - 1), segments.get(i));
            } else if (!expected.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }
}
