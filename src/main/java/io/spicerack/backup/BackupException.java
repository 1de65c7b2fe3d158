package io.spicerack.backup;

/** A backup that cannot be made or put back; its words say why, and the way out. */
public final class BackupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BackupException(String message) {
        super(message);
    }
}
