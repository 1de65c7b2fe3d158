package io.spicerack.admin;

import io.spicerack.core.account.Principal;
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
 * @param reader the principal whose key was shown; none where it was the port's own token
 */
record ManagementCall(
        Map<String, String> names,
        Map<String, String> parameters,
        String body,
        boolean trusted,
        String by,
        Optional<Principal> reader) {
    static ManagementCall of(
            Map<String, String> names, Map<String, List<String>> query, String body, Visitor visitor, String by) {
        Map<String, String> parameters = new LinkedHashMap<>();
        query.forEach((name, values) -> {
            if (values.size() > 1) {
                throw Refusal.badParameter("the parameter '" + name + "' is there twice");
            }
            parameters.put(name, values.get(0));
        });
        return new ManagementCall(names, parameters, body, visitor.trusted(), by, visitor.reader());
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
