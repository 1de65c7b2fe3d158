package io.spicerack.wire;

import java.io.IOException;

/** A server announces a row, or a result that is held whole, which is larger than the settings allow. */
public final class RowTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    RowTooLargeException(String message) {
        super(message);
    }

    /** A row with a value of {@code bytes}. */
    public RowTooLargeException(long bytes, long most) {
        this("a row of at least " + bytes + " bytes was announced; the most is " + most);
    }
}
