package io.spicerack.wire;

import java.io.IOException;

/** A connection was ended from here, by whoever stops what it is for. */
public final class CutWireException extends IOException {
    private static final long serialVersionUID = 1L;

    CutWireException() {
        super("the connection was ended from here");
    }
}
