package io.spicerack.core.sources;

import io.spicerack.model.Arn;
import java.util.Optional;

/** The port to where secrets are kept. Thread-safe; blocks for at most its own time-out. */
@FunctionalInterface
public interface SecretService {
    /** The secret's text; {@link SecretUnavailableException} when it cannot be had. Nothing is cached. */
    String secretString(Arn secret);

    /** What makes a password where there is no secret; empty where nothing does. */
    default Optional<LoginTokens> loginTokens() {
        return Optional.empty();
    }
}
