package io.spicerack.wire;

import java.io.IOException;

/** A server sends what its protocol does not allow, or more of it than any server has reason to. */
public final class BrokenProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    public BrokenProtocolException(String message) {
        super(message);
    }
}
