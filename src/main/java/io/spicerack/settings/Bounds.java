package io.spicerack.settings;

/**
 * What a number or a duration of the settings may be, both ends included, each written as in the file.
 *
 * @param least such as 1 or 100ms
 * @param most such as 64 or 5m
 */
record Bounds(String least, String most) {
    boolean hold(String value) {
        return amount(least) <= amount(value) && amount(value) <= amount(most);
    }

    String words() {
        return "at least " + least + " and at most " + most;
    }

    /** Of a duration its milliseconds. */
    private static long amount(String text) {
        return Character.isLetter(text.charAt(text.length() - 1))
                ? Durations.parse(text).toMillis()
                : Long.parseLong(text);
    }
}
