package io.spicerack.extract;

import java.util.ArrayList;
import java.util.List;

/** Shares connections out among queries, one for each part. Stateless. */
final class Shared {
    private Shared() {}

    static List<SourceParts> out(List<? extends SourceConnection> connections, List<List<String>> queries) {
        List<SourceParts> shared = new ArrayList<>();
        int next = 0;
        for (List<String> parts : queries) {
            shared.add(new SourceParts(connections.subList(next, next + parts.size()), parts));
            next += parts.size();
        }
        return shared;
    }
}
