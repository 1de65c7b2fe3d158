package io.spicerack.model;

/** What all ids share: QuickSight's IngestionId pattern, which is also safe as a file name and in a URL. */
final class Ids {
    private static final int MOST = 128;

    private Ids() {}

    static void check(String what, String value) {
        if (!isOne(value)) {
            throw new IllegalArgumentException(
                    what + " id '" + value + "' is not 1 to 128 letters, digits, hyphens and underscores");
        }
    }

    static boolean isOne(String value) {
        return !value.isEmpty() && value.length() <= MOST && value.chars().allMatch(Ids::isAllowed);
    }

    private static boolean isAllowed(int letter) {
        return (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9')
                || letter == '-'
                || letter == '_';
    }
}
