package io.spicerack.wire;

import java.io.IOException;

/** There is no way round to a server; the message is our own and says which way and why. */
public final class DetourException extends IOException {
    private static final long serialVersionUID = 1L;

    public DetourException(String message) {
        super(message);
    }
}
