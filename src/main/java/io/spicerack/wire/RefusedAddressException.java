package io.spicerack.wire;

import java.io.IOException;

/** No connection may go to this address. The message is for people. */
public final class RefusedAddressException extends IOException {
    private static final long serialVersionUID = 1L;

    public RefusedAddressException(String message) {
        super(message);
    }
}
