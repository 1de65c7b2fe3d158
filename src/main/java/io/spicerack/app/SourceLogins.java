package io.spicerack.app;

import io.spicerack.core.sources.LoginTokens;
import io.spicerack.core.sources.SecretService;
import io.spicerack.model.Arn;
import java.util.Optional;

/** With what data sources log in: secrets, and tokens of RDS. Thread-safe. */
record SourceLogins(SecretService secrets, LoginTokens tokens) implements SecretService {
    @Override
    public String secretString(Arn secret) {
        return secrets.secretString(secret);
    }

    @Override
    public Optional<LoginTokens> loginTokens() {
        return Optional.of(tokens);
    }
}
