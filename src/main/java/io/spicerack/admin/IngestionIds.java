package io.spicerack.admin;

import io.spicerack.model.IngestionId;
import java.util.Optional;

/** Ids from a URL. */
final class IngestionIds {
    private IngestionIds() {}

    /** Empty where no ingestion can have that id. */
    static Optional<IngestionId> parse(String text) {
        try {
            return Optional.of(new IngestionId(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
