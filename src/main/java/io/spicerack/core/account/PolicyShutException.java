package io.spicerack.core.account;

/**
 * The rules of who may see which rows and columns of a data set cannot be read or kept, so that nobody sees any: nothing is
 * left open when it is thrown. The message says which data set, why, and the way out; it holds no cell of the rules. Asking again helps once the rules, or the data set that holds them, were put right.
 */
public final class PolicyShutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PolicyShutException(String message) {
        super(message);
    }
}
