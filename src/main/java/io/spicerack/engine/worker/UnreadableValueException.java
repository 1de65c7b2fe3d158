package io.spicerack.engine.worker;

/** A value of a data set that DuckDB cannot hold. The words name its column and hold no value. */
final class UnreadableValueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableValueException(String words) {
        super(words);
    }

    String words() {
        return String.valueOf(getMessage());
    }
}
