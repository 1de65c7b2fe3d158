package io.spicerack.catalog;

import java.time.Clock;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What tells the database passwords of principals. */
public final class DatabasePasswordStore {
    private final Handle handle;
    private final Clock clock;

    DatabasePasswordStore(Handle handle, Clock clock) {
        this.handle = handle;
        this.clock = clock;
    }

    /** Keeps one, in the place of the one before. */
    public void put(String principal, String verifier) {
        handle.createUpdate(
                        """
                        INSERT INTO database_password (principal, verifier, created)
                        VALUES (:principal, :verifier, :created)
                        ON CONFLICT (principal) DO UPDATE SET verifier = excluded.verifier, created = excluded.created""")
                .bind("principal", principal)
                .bind("verifier", verifier)
                .bind("created", clock.instant())
                .execute();
    }

    public Optional<String> find(String principal) {
        return handle.createQuery("SELECT verifier FROM database_password WHERE principal = :principal")
                .bind("principal", principal)
                .mapTo(String.class)
                .findOne();
    }

    /** False where there was none. */
    public boolean delete(String principal) {
        return handle.createUpdate("DELETE FROM database_password WHERE principal = :principal")
                        .bind("principal", principal)
                        .execute()
                > 0;
    }
}
