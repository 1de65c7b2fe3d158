package io.spicerack.catalog;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Signatures of requests that may be taken once only. */
public final class UsedSignatures {
    private final Handle handle;

    UsedSignatures(Handle handle) {
        this.handle = handle;
    }

    /** Keeps a signature, and forgets those that are no longer good; false where it is there already. */
    public boolean add(String signature, Instant now, Instant goodUntil) {
        handle.createUpdate("DELETE FROM used_signature WHERE good_until < :now")
                .bind("now", now)
                .execute();
        return handle.createUpdate(
                                """
                                INSERT INTO used_signature (signature, good_until) VALUES (:signature, :until)
                                ON CONFLICT (signature) DO NOTHING""")
                        .bind("signature", signature)
                        .bind("until", goodUntil)
                        .execute()
                > 0;
    }
}
