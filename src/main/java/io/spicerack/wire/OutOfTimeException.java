package io.spicerack.wire;

import java.io.IOException;

/** A server has taken all the time that it has. No SocketTimeoutException: drivers take that for a reason to read on. */
public final class OutOfTimeException extends IOException {
    private static final long serialVersionUID = 1L;

    OutOfTimeException() {
        super("the server has taken all of its time");
    }
}
