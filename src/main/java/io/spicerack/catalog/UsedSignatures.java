package io.spicerack.catalog;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Signatures of requests that are carried out once only, with their first answers. They are forgotten when they are no longer
 * good; since the clock by which that is told may be set back, whatever was good no longer than one that was forgotten is
 * refused from then on.
 */
public final class UsedSignatures {
    /** The installation's value that tells until when the last forgotten signature was good. */
    private static final String FORGOTTEN = "used-signatures.forgotten";

    private final Handle handle;

    UsedSignatures(Handle handle) {
        this.handle = handle;
    }

    /**
     * Keeps a signature, and forgets those that are no longer good; false where it was used before, or might have been.
     *
     * @param digest of the signature, which is not kept itself
     * @param about what the request is about to change
     */
    public boolean add(String digest, String signature, String about, Instant now, Instant goodUntil) {
        forget(now);
        InstallationValues values = new InstallationValues(handle);
        boolean mayBeForgotten = values.find(FORGOTTEN)
                .map(Instant::parse)
                .filter(last -> !goodUntil.isAfter(last))
                .isPresent();
        return !mayBeForgotten
                && !isFromBefore(signature)
                && handle.createUpdate(
                                        """
                                INSERT INTO signed_change (signature, good_until, about) VALUES (:digest, :until, :about)
                                ON CONFLICT (signature) DO NOTHING""")
                                .bind("digest", digest)
                                .bind("until", goodUntil)
                                .bind("about", about)
                                .execute()
                        > 0;
    }

    /** What a request got; missing where nobody knows that it was answered. */
    public void answer(String digest, byte[] answer, boolean failed) {
        handle.createUpdate("UPDATE signed_change SET answer = :answer, failed = :failed WHERE signature = :digest")
                .bind("answer", answer)
                .bind("failed", failed ? 1 : 0)
                .bind("digest", digest)
                .execute();
    }

    /**
     * The first answer to a request, as it was given to {@link #answer}, where it still says what is: not where another request
     * about the same was taken later, nor that of a request which failed where any other was, since that may succeed now.
     */
    public Optional<byte[]> firstAnswer(String digest) {
        byte @Nullable [] answer = handle.createQuery(
                        """
                        SELECT answer FROM signed_change AS first
                        WHERE signature = :digest AND answer IS NOT NULL
                        AND NOT EXISTS (SELECT 1 FROM signed_change AS later WHERE later.sequence > first.sequence
                        AND (first.failed = 1 OR later.about = first.about))""")
                .bind("digest", digest)
                .mapTo(byte[].class)
                .findOne()
                .orElse(null);
        return Optional.ofNullable(answer);
    }

    /** Kept before there were digests. */
    private boolean isFromBefore(String signature) {
        return handle.createQuery("SELECT count(*) FROM signed_change WHERE signature = :signature")
                        .bind("signature", signature)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    private void forget(Instant now) {
        Optional<Instant> last = handle.createQuery("SELECT max(good_until) FROM signed_change WHERE good_until < :now")
                .bind("now", now)
                .mapTo(Instant.class)
                .findOne();
        if (last.isPresent()) {
            new InstallationValues(handle).put(FORGOTTEN, last.get().toString());
            handle.createUpdate("DELETE FROM signed_change WHERE good_until < :now")
                    .bind("now", now)
                    .execute();
        }
    }
}
