package io.spicerack.prepare.expression;

/** An expression that cannot be served, in words for its author. */
public final class ExpressionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ExpressionException(String message) {
        super(message);
    }
}
