package io.spicerack.prepare;

/** An expression that cannot be served, in words for its author. */
final class ExpressionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ExpressionException(String message) {
        super(message);
    }
}
