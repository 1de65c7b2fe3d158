package io.spicerack.routes;

import java.util.ArrayList;
import java.util.List;

/** What one text has in place of another, in lines: {@code - } before one that is gone, {@code + } before one that has come. */
final class LineDifference {
    /** Of more, all that stand between what is alike at both ends are gone and come. */
    private static final int MOST = 1_000;

    private LineDifference() {}

    /** None where they are alike. */
    static List<String> of(String before, String after) {
        List<String> old = before.lines().toList();
        List<String> fresh = after.lines().toList();
        int start = 0;
        int shorter = Math.min(old.size(), fresh.size());
        while (start < shorter && old.get(start).equals(fresh.get(start))) {
            start++;
        }
        int end = 0;
        while (end < shorter - start && old.get(old.size() - 1 - end).equals(fresh.get(fresh.size() - 1 - end))) {
            end++;
        }
        return between(old.subList(start, old.size() - end), fresh.subList(start, fresh.size() - end));
    }

    private static List<String> between(List<String> old, List<String> fresh) {
        int[][] alike = old.size() > MOST || fresh.size() > MOST ? new int[0][] : alike(old, fresh);
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < old.size() || j < fresh.size()) {
            boolean both = alike.length > 0 && i < old.size() && j < fresh.size();
            if (both && old.get(i).equals(fresh.get(j))) {
                i++;
                j++;
            } else if (j == fresh.size() || (i < old.size() && (!both || alike[i + 1][j] >= alike[i][j + 1]))) {
                lines.add("- " + old.get(i++));
            } else {
                lines.add("+ " + fresh.get(j++));
            }
        }
        return lines;
    }

    /** How many lines the rests of both have in common, in their order, from each place in either on. */
    private static int[][] alike(List<String> old, List<String> fresh) {
        int[][] alike = new int[old.size() + 1][fresh.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = fresh.size() - 1; j >= 0; j--) {
                alike[i][j] = old.get(i).equals(fresh.get(j))
                        ? alike[i + 1][j + 1] + 1
                        : Math.max(alike[i + 1][j], alike[i][j + 1]);
            }
        }
        return alike;
    }
}
