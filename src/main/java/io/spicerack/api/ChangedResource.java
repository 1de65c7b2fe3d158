package io.spicerack.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Names what a call is about to change, alike for all calls about the same data source or data set. */
final class ChangedResource {
    private static final int LONGEST = 256;

    private ChangedResource() {}

    static String of(Operation operation, Map<String, String> path, ObjectNode body) {
        for (ResourceKind kind : ResourceKind.values()) {
            String member = kind.member() + "Id";
            String prefix = kind.member().toLowerCase(Locale.ROOT) + "/";
            Optional<String> id = Optional.ofNullable(path.get(member))
                    .or(() -> Optional.ofNullable(body.path(member).textValue()))
                    .or(() -> Optional.ofNullable(path.get("ResourceArn"))
                            .map(arn -> arn.substring(arn.lastIndexOf(':') + 1))
                            .filter(resource -> resource.startsWith(prefix))
                            .map(resource -> resource.substring(prefix.length())))
                    .filter(text -> text.length() <= LONGEST);
            if (id.isPresent()) {
                return kind.name() + "/" + id.get();
            }
        }
        return operation.name();
    }
}
