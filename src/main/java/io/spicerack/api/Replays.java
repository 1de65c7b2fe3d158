package io.spicerack.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * The signatures that were used while they may still be good, so that a captured request cannot be sent again. Only good
 * signatures get here. They are in memory: a restart forgets them. Thread-safe.
 */
final class Replays {
    /** A signature is good from 15 minutes before its date to 15 minutes after it. */
    private static final Duration GOOD = Duration.ofMinutes(30);

    private static final int MOST = 500_000;

    private record Used(String signature, Instant until) {}

    private final Clock clock;
    private final Set<String> signatures = new HashSet<>();
    private final Deque<Used> oldestFirst = new ArrayDeque<>();

    Replays(Clock clock) {
        this.clock = clock;
    }

    /** Takes note of a signature, or refuses the request where it was used before. */
    synchronized void refuse(String signature) {
        Instant now = clock.instant();
        while (!oldestFirst.isEmpty() && oldestFirst.getFirst().until().isBefore(now)) {
            signatures.remove(oldestFirst.removeFirst().signature());
        }
        if (signatures.size() >= MOST) {
            throw new ApiError(
                    429, "ThrottlingException", "Rate exceeded: more than " + MOST + " changes in 30 minutes");
        }
        if (!signatures.add(signature)) {
            throw new ApiError(
                    403,
                    "InvalidSignatureException",
                    "This request was received before; a request that changes something is taken once. Sign it anew");
        }
        oldestFirst.addLast(new Used(signature, now.plus(GOOD)));
    }
}
