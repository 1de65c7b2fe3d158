package io.spicerack.core.trail;

import io.spicerack.catalog.database.CatalogAwayException;
import java.nio.file.FileSystemException;

/** How each try went to bring something to one sink. Thread-safe. */
public record SinkTries(FailingSinks failing, String sink) {
    /** Brings something. */
    @FunctionalInterface
    public interface Try {
        /** How much was brought. */
        int run() throws Exception;
    }

    /**
     * Does what it is given; 0 where that fails, which is told in our own words: others would log it at each try, and quote
     * what a library says.
     */
    public int tell(Try bringing) {
        try {
            int brought = bringing.run();
            failing.well(sink);
            return brought;
        } catch (CatalogAwayException e) {
            // it was told that it is away, and the sink is as it was
            return 0;
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            failing.failed(sink, reason(e));
            return 0;
        }
    }

    /** Nothing is brought to it any more. */
    public void end() {
        failing.gone(sink);
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
