package io.spicerack.model;

/**
 * Which key, in the words of the provider that has it: KMS's key ARN, say. Providers alone read it and make it of what people
 * write; catalog, files and records keep its text as it is. Immutable.
 */
public record KeyReference(String text) {
    private static final int LONGEST = 2_048;

    public KeyReference {
        if (text.isEmpty() || text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "the name of a key has 1 to " + LONGEST + " characters, not " + text.length());
        }
        text.codePoints().filter(KeyReference::blank).findFirst().ifPresent(found -> {
            throw new IllegalArgumentException(
                    "the name of a key holds neither spaces nor control characters, but here is "
                            + Character.getName(found));
        });
    }

    private static boolean blank(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.isISOControl(character);
    }

    @Override
    public String toString() {
        return text;
    }
}
