package io.spicerack.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Why the newest cut answers were cut: HTTP has no place for it once the rows are under way. Thread-safe. */
final class CutReads {
    private static final int MOST = 100;

    private final Map<String, Refusal> reasons = new LinkedHashMap<>();

    synchronized void keep(String read, Refusal why) {
        reasons.put(read, why);
        if (reasons.size() > MOST) {
            reasons.remove(reasons.keySet().iterator().next());
        }
    }

    synchronized Optional<Refusal> find(String read) {
        return Optional.ofNullable(reasons.get(read));
    }
}
