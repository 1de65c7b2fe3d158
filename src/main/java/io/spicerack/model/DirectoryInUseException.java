package io.spicerack.model;

import java.nio.file.Path;

/** A data directory is another process's, or another part's of this one. */
public final class DirectoryInUseException extends Exception {
    private static final long serialVersionUID = 1L;

    DirectoryInUseException(Path directory, String process) {
        super("the data directory " + directory + " is in use by process " + process
                + "; stop it, or choose another data directory");
    }
}
