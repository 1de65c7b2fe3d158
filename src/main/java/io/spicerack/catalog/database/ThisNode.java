package io.spicerack.catalog.database;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * The process that opens a catalog.
 *
 * @param token nobody else's, neither before nor after it
 */
record ThisNode(String token, long process, String host, Instant opened) {
    static ThisNode at(Clock clock) {
        return new ThisNode(
                UUID.randomUUID().toString(),
                ProcessHandle.current().pid(),
                hostName(),
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    /** For locks, which have numbers and no names. */
    int number() {
        return numberOf(token);
    }

    /** As it stands in the server's list of locks. */
    static long shownNumber(String token) {
        return Integer.toUnsignedLong(numberOf(token));
    }

    private static int numberOf(String token) {
        return (int) UUID.fromString(token).getMostSignificantBits();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a machine without a name";
        }
    }

    /** As it is left in the catalog: the token, and words for people. */
    String signed() {
        return token + " process " + process + " on " + host + ", which opened it at " + opened;
    }

    /** Whether somebody has signed as this one. */
    boolean hasSigned(String text) {
        return text.startsWith(token);
    }

    /** What is there for people. */
    static String words(String text) {
        return text.substring(text.indexOf(' ') + 1);
    }
}
