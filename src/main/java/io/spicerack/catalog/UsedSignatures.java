package io.spicerack.catalog;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Signatures of requests that may be taken once only. They are forgotten when they are no longer good; since the clock by
 * which that is told may be set back, whatever was good no longer than one that was forgotten is refused from then on.
 */
public final class UsedSignatures {
    /** The installation's value that tells until when the last forgotten signature was good. */
    private static final String FORGOTTEN = "used-signatures.forgotten";

    private final Handle handle;

    UsedSignatures(Handle handle) {
        this.handle = handle;
    }

    /** Keeps a signature, and forgets those that are no longer good; false where it was used before, or might have been. */
    public boolean add(String signature, Instant now, Instant goodUntil) {
        forget(now);
        InstallationValues values = new InstallationValues(handle);
        boolean mayBeForgotten = values.find(FORGOTTEN)
                .map(Instant::parse)
                .filter(last -> !goodUntil.isAfter(last))
                .isPresent();
        return !mayBeForgotten
                && handle.createUpdate(
                                        """
                                INSERT INTO used_signature (signature, good_until) VALUES (:signature, :until)
                                ON CONFLICT (signature) DO NOTHING""")
                                .bind("signature", signature)
                                .bind("until", goodUntil)
                                .execute()
                        > 0;
    }

    private void forget(Instant now) {
        Optional<Instant> last = handle.createQuery(
                        "SELECT max(good_until) FROM used_signature WHERE good_until < :now")
                .bind("now", now)
                .mapTo(Instant.class)
                .findOne();
        if (last.isPresent()) {
            new InstallationValues(handle).put(FORGOTTEN, last.get().toString());
            handle.createUpdate("DELETE FROM used_signature WHERE good_until < :now")
                    .bind("now", now)
                    .execute();
        }
    }
}
