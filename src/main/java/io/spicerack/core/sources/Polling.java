package io.spicerack.core.sources;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import java.util.concurrent.TimeUnit;

/** Waits between two looks. Stateless. */
public final class Polling {
    private static final long MOMENT_MILLIS = 50;

    private Polling() {}

    public static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(MOMENT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IngestionException(
                    IngestionErrorType.INGESTION_CANCELED, "the wait for a connection to the source was interrupted");
        }
    }
}
