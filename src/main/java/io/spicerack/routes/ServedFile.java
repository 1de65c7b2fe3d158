package io.spicerack.routes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file and the version of it that is to run: its own where that is good, else the last good one that was kept. Immutable.
 *
 * @param now the file as it is
 * @param served what is to run of it; empty where nothing is
 */
public record ServedFile(CheckedFile now, Optional<CheckedFile> served) {
    /** Whether it runs as it is. */
    public boolean live() {
        return now.good();
    }

    public String file() {
        return now.file();
    }

    /**
     * Chooses for all files together: a last good version is checked again, with what runs of all others, since what it names may
     * be gone or another's by now.
     *
     * @param kept the last good version by file
     */
    public static List<ServedFile> choose(RouteCheck check, List<RouteText> files, Map<String, RouteText> kept) {
        Map<String, RouteText> tried = new LinkedHashMap<>();
        files.forEach(file -> tried.put(file.file(), file));
        Map<String, CheckedFile> refused = new LinkedHashMap<>();
        Map<String, CheckedFile> good = new LinkedHashMap<>();
        boolean again = true;
        while (again) {
            again = false;
            good.clear();
            for (CheckedFile checked : check.check(List.copyOf(tried.values()))) {
                String file = checked.file();
                if (checked.good()) {
                    good.put(file, checked);
                    continue;
                }
                again = true;
                RouteText before = kept.get(file);
                if (refused.putIfAbsent(file, checked) == null && before != null && !before.equals(tried.get(file))) {
                    tried.put(file, before);
                } else {
                    tried.remove(file);
                }
            }
        }
        List<ServedFile> served = new ArrayList<>();
        for (RouteText file : files) {
            Optional<CheckedFile> runs = Optional.ofNullable(good.get(file.file()));
            CheckedFile now = refused.get(file.file());
            served.add(new ServedFile(now == null ? runs.orElseThrow() : now, runs));
        }
        return served;
    }
}
