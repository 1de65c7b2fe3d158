package io.spicerack.routes;

import io.spicerack.model.KnownNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Collects the findings of a check, so that all are told at once. One thread. */
final class RouteFindings {
    /** Of one file: whoever reads more than these has not mended the first ones. */
    private static final int MOST = 200;

    private final TreeSet<RouteFinding> all = new TreeSet<>();
    private int left;

    void add(Place place, Rule rule, String message) {
        all.add(new RouteFinding(place, rule, message));
        if (all.size() > MOST) {
            all.pollLast();
            left++;
        }
    }

    void add(RouteFinding finding) {
        all.add(finding);
    }

    /** A word that is none of those that are allowed here; names the near one. */
    void unknown(YamlNode.Text word, Rule rule, String what, Collection<String> allowed) {
        add(word.place(), rule, what + " '" + shown(word.text()) + "' is unknown" + near(word.text(), allowed));
    }

    /** What is allowed, and which of it is near. */
    static String near(String word, Collection<String> allowed) {
        String list = allowed.isEmpty()
                ? "none"
                : String.join(", ", allowed.stream().sorted().toList());
        return "; allowed: " + list + KnownNames.nearest(word, allowed.stream());
    }

    /** A word of the file as a message may have it: short, and on one line. */
    static String shown(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() > 60 ? line.substring(0, 60) + "..." : line;
    }

    List<RouteFinding> all() {
        if (left == 0) {
            return List.copyOf(all);
        }
        RouteFinding last = all.last();
        List<RouteFinding> told = new ArrayList<>(all);
        told.add(new RouteFinding(last.place(), last.rule(), "and " + left + " more findings below"));
        return List.copyOf(told);
    }
}
