package io.spicerack.model;

import java.util.Comparator;
import java.util.stream.Stream;

/** How many single-letter edits lie between two words, for "did you mean". */
public final class EditDistance {
    private static final int NEAR = 3;

    private EditDistance() {}

    /** "; did you mean 'x'?" with the nearest of those that are known; empty where none is near. */
    public static String nearest(String word, Stream<String> known) {
        return known.filter(each -> between(word, each) <= NEAR)
                .min(Comparator.comparingInt(each -> between(word, each)))
                .map(each -> "; did you mean '" + each + "'?")
                .orElse("");
    }

    static int between(String a, String b) {
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
