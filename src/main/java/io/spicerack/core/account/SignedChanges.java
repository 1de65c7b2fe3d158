package io.spicerack.core.account;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.database.CatalogException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signed requests that change something. Each is carried out once, also after a restart or when the clock is set back; one that
 * comes again gets what it got first, as long as that still says what is. Answers come and go sealed. Thread-safe.
 */
public final class SignedChanges {
    private static final Logger LOGGER = LoggerFactory.getLogger(SignedChanges.class);

    /** Longer answers are not kept: none of a change is. */
    private static final int MOST_ANSWER_BYTES = 64 << 10;

    /**
     * What tells a request from others.
     *
     * @param digest of its signature
     * @param about what it changes, such as {@code DATA_SET/patients}
     */
    public record Signed(String digest, String signature, Instant goodUntil, String about) {}

    /** What is to become of a request. */
    public sealed interface Turn {
        /** It is the first of its signature: carry it out, and tell {@link SignedChanges#ended} in any case. */
        record First() implements Turn {}

        /** It was here before. */
        @SuppressWarnings("ArrayRecordComponent") // read once, at once
        record Again(byte[] sealedAnswer) implements Turn {}

        /** It was here before, and what it got is not known or no longer holds. */
        record Refused(String why) implements Turn {}
    }

    private final Catalog catalog;
    private final Clock clock;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    public SignedChanges(Catalog catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    public Turn take(Signed request) {
        if (!underWay.add(request.digest())) {
            return new Turn.Refused("it is being carried out");
        }
        boolean first = false;
        try {
            first = catalog.write(tx -> tx.usedSignatures()
                    .add(request.digest(), request.signature(), request.about(), clock.instant(), request.goodUntil()));
        } finally {
            if (!first) {
                underWay.remove(request.digest());
            }
        }
        if (first) {
            return new Turn.First();
        }
        return catalog.read(tx -> tx.usedSignatures().firstAnswer(request.digest()))
                .<Turn>map(Turn.Again::new)
                .orElseGet(() -> new Turn.Refused(
                        "what it got is not known, or something was changed since that makes its first answer untrue"));
    }

    /** Keeps what the first of a signature got; nothing where that is not known. */
    public void ended(Signed request, Optional<byte[]> sealedAnswer, boolean failed) {
        try {
            sealedAnswer
                    .filter(answer -> answer.length <= MOST_ANSWER_BYTES)
                    .ifPresent(
                            answer -> catalog.run(tx -> tx.usedSignatures().answer(request.digest(), answer, failed)));
        } catch (CatalogException e) {
            // it was carried out and is answered all the same: a repeat of it is refused instead
            LOGGER.atWarn().addKeyValue("about", request.about()).setCause(e).log("an answer could not be kept");
        } finally {
            underWay.remove(request.digest());
        }
    }
}
