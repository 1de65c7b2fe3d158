package io.spicerack.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One call.
 *
 * @param names the texts that its path has for the names of the endpoint
 * @param parameters of its query
 * @param trusted whether it carries the token
 * @param by who calls, as the caller says
 */
record ManagementCall(
        Map<String, String> names, Map<String, String> parameters, String body, boolean trusted, String by) {
    static ManagementCall of(
            Map<String, String> names, Map<String, List<String>> query, String body, boolean trusted, String by) {
        Map<String, String> parameters = new LinkedHashMap<>();
        query.forEach((name, values) -> {
            if (values.size() > 1) {
                throw Refusal.badParameter("the parameter '" + name + "' is there twice");
            }
            parameters.put(name, values.get(0));
        });
        return new ManagementCall(names, parameters, body, trusted, by);
    }

    /** What the path has for a name. */
    String name(String name) {
        return names.getOrDefault(name, "");
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    String required(String name) {
        return parameter(name).orElseThrow(() -> Refusal.badParameter("the parameter '" + name + "' is missing"));
    }
}
