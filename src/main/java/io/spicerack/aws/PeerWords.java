package io.spicerack.aws;

import org.jspecify.annotations.Nullable;

/** What a peer says of a failure, as far as it is kept: one line, and not without end. */
final class PeerWords {
    private static final int MOST = 500;

    private PeerWords() {}

    static String of(@Nullable String said) {
        if (said == null || said.isBlank()) {
            return "no words";
        }
        String line = said.length() > MOST ? said.substring(0, MOST) + "..." : said;
        return line.replaceAll("\\p{Cntrl}+", " ");
    }
}
