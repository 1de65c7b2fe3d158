package io.spicerack.core.sources;

import io.spicerack.model.Arn;

/** The port to where secrets are kept. Thread-safe; blocks for at most its own time-out. */
@FunctionalInterface
public interface SecretService {
    /** The secret's text; {@link SecretUnavailableException} when it cannot be had. Nothing is cached. */
    String secretString(Arn secret);
}
