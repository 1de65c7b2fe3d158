package io.spicerack.source;

import java.util.ArrayList;
import java.util.List;

/** Shares connections out among queries, one for each part. Stateless. */
public final class Shared {
    private Shared() {}

    /** The meter of each part's query, in the order of all parts. */
    public static List<ReadMeter> meters(List<? extends ReadMeter> meters, List<List<String>> queries) {
        List<ReadMeter> each = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            for (int part = 0; part < queries.get(i).size(); part++) {
                each.add(meters.get(i));
            }
        }
        return each;
    }

    public static List<SourceParts> out(List<? extends SourceConnection> connections, List<List<String>> queries) {
        List<SourceParts> shared = new ArrayList<>();
        int next = 0;
        for (List<String> parts : queries) {
            shared.add(new SourceParts(connections.subList(next, next + parts.size()), parts));
            next += parts.size();
        }
        return shared;
    }
}
