package io.spicerack.app;

import java.nio.file.Path;

/** The kit is not there, or one of its servers cannot start; the message is for the user and names the way out. */
public final class KitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KitException(String message, Throwable cause) {
        super(message, cause);
    }

    private KitException(String message) {
        super(message);
    }

    /** {@code wanted}: what of the command line only the kit can do. */
    static KitException absent(String wanted, Path home) {
        return new KitException(wanted + " needs the kit, which is not part of a production installation: use a source"
                + " checkout, or build one of this version and copy its folder target/kit to "
                + home.resolve("kit"));
    }
}
