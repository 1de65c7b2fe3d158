package io.spicerack.model;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The names that there are of one kind of thing, for whoever asks for another one.
 *
 * @param kind as in "data set"
 */
public record KnownNames(String kind, List<String> names) {
    /** More than these nobody reads; a command lists them. */
    private static final int MOST = 20;

    /** How many single-letter edits lie between a name and the one that was meant, at most. */
    private static final int NEAR = 3;

    /** More is not compared: what somebody calls us with may be of any length. */
    private static final int LONGEST = 256;

    public KnownNames {
        names = List.copyOf(names);
    }

    /** "there is no data set 'x'; known are [y]; did you mean 'y'?" */
    public String missing(String name) {
        return "there is no " + kind + " '" + name + "'; "
                + (names.size() > MOST ? names.size() + " are known" : "known are " + names)
                + nearest(name, names.stream());
    }

    /** The same, and how such a thing comes to be. */
    public String missing(String name, String wayOut) {
        String missing = missing(name);
        return missing + (missing.endsWith("?") ? " " : ". ") + wayOut;
    }

    /** "; did you mean 'x'?" with the nearest of those that are known; empty where none is near. */
    public static String nearest(String word, Stream<String> known) {
        return word.length() > LONGEST
                ? ""
                : known.filter(each -> between(word, each) <= Math.min(NEAR, Math.max(1, word.length() / 2)))
                        .min(Comparator.comparingInt(each -> between(word, each)))
                        .map(each -> "; did you mean '" + each + "'?")
                        .orElse("");
    }

    private static int between(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
