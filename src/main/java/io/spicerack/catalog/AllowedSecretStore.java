package io.spicerack.catalog;

import io.spicerack.model.Arn;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The secrets that the account lets its data sources use: what QuickSight's console calls "Select secrets". */
public final class AllowedSecretStore {
    private final Handle handle;

    AllowedSecretStore(Handle handle) {
        this.handle = handle;
    }

    public void allow(Arn secret) {
        handle.createUpdate(
                        "INSERT INTO allowed_secret (secret_arn) VALUES (:secret) ON CONFLICT (secret_arn) DO NOTHING")
                .bind("secret", secret)
                .execute();
    }

    /** False where it was not allowed. */
    public boolean disallow(Arn secret) {
        return handle.createUpdate("DELETE FROM allowed_secret WHERE secret_arn = :secret")
                        .bind("secret", secret)
                        .execute()
                > 0;
    }

    public boolean isAllowed(Arn secret) {
        return list().contains(secret);
    }

    public List<Arn> list() {
        return handle.createQuery("SELECT secret_arn FROM allowed_secret ORDER BY secret_arn")
                .mapTo(Arn.class)
                .list();
    }
}
