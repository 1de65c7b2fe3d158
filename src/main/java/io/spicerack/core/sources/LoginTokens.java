package io.spicerack.core.sources;

import io.spicerack.catalog.record.DatabaseUser;
import io.spicerack.model.Secret;

/** The port to what makes passwords for RDS that are good for a quarter of an hour. Thread-safe; asks no peer but for keys. */
@FunctionalInterface
public interface LoginTokens {
    /** One for {@code user} at this place alone. The caller closes it. */
    Secret token(DatabaseUser user, String host, int port);
}
