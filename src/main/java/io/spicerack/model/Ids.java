package io.spicerack.model;

import java.util.regex.Pattern;

/** What all ids share: QuickSight's IngestionId pattern, which is also safe as a file name and in a URL. */
final class Ids {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private Ids() {}

    static void check(String what, String value) {
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    what + " id '" + value + "' is not 1 to 128 letters, digits, hyphens and underscores");
        }
    }
}
