package io.spicerack.aws;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a peer says of a failure, as far as it is kept: one line, and not without end. */
final class PeerWords {
    private static final int MOST = 500;

    /** What the SDK says at length, each place that it looked at with an account of its own. */
    private static final Map<String, String> SHORTER = Map.of(
            "Unable to load credentials from any",
            "there are no credentials for AWS: neither in the environment (AWS_ACCESS_KEY_ID), nor in a profile (AWS_PROFILE),"
                    + " nor as a role of this machine or container",
            "Unable to load region from any",
            "there is no AWS Region: set AWS_REGION, or name one in the profile");

    private PeerWords() {}

    static String of(@Nullable String said) {
        if (said == null || said.isBlank()) {
            return "no words";
        }
        for (Map.Entry<String, String> each : SHORTER.entrySet()) {
            if (said.startsWith(each.getKey())) {
                return each.getValue();
            }
        }
        String line = said.length() > MOST ? said.substring(0, MOST) + "..." : said;
        return line.replaceAll("\\p{Cntrl}+", " ");
    }
}
