package io.spicerack.core.trail;

import java.nio.file.FileSystemException;

/** How each try went to bring something to one sink. Thread-safe. */
public record SinkTries(FailingSinks failing, String sink) {
    /** Brings something. */
    @FunctionalInterface
    public interface Try {
        /** How much was brought. */
        int run() throws Exception;
    }

    /** Does what it is given, and passes on what that throws. */
    public int tell(Try bringing) throws Exception {
        try {
            int brought = bringing.run();
            failing.well(sink);
            return brought;
        } catch (Exception e) {
            failing.failed(sink, reason(e));
            throw e;
        }
    }

    /** Nothing is brought to it any more. */
    public void end() {
        failing.well(sink);
    }

    /**
     * Our own words, and a file's name; of what a library says only its kind, since that may quote a URL that is a secret.
     */
    private static String reason(Throwable failure) {
        for (Throwable link = failure; link != null; link = link.getCause()) {
            if (link.getClass().getName().startsWith("io.spicerack.") || link instanceof FileSystemException) {
                return link.getClass().getSimpleName() + ": " + link.getMessage();
            }
        }
        return failure.getClass().getSimpleName();
    }
}
