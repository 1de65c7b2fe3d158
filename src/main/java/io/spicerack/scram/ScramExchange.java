package io.spicerack.scram;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One log-in with SCRAM-SHA-256 (RFC 5802 and 7677) without channel binding, as its server sees it. Two steps, each taken
 * once. Not thread-safe.
 */
public final class ScramExchange {
    public static final String MECHANISM = "SCRAM-SHA-256";

    /** {@code n} or {@code y}: the client does not bind the channel; the name of the user is PostgreSQL's start-up message's. */
    private static final Pattern FIRST =
            Pattern.compile("(n|y),(?:a=[^,]*)?,(n=[^,]*,r=([\\x21-\\x2b\\x2d-\\x7e]{8,128}))(?:,.*)?", Pattern.DOTALL);

    private static final Pattern FINAL =
            Pattern.compile("(c=([A-Za-z0-9+/=]+),r=([\\x21-\\x2b\\x2d-\\x7e]+)),p=([A-Za-z0-9+/]{43}=)");

    private final ScramVerifier verifier;
    private final String serverNonce;
    private @Nullable String header;
    private String exchanged = "";
    private String nonce = "";

    public ScramExchange(ScramVerifier verifier, SecureRandom random) {
        this.verifier = verifier;
        byte[] bits = new byte[18];
        random.nextBytes(bits);
        this.serverNonce = Base64.getEncoder().encodeToString(bits);
    }

    /** The server's first message, to the client's; null where that is none. */
    public @Nullable String challenge(String clientFirst) {
        Matcher parts = FIRST.matcher(clientFirst);
        if (header != null || !parts.matches()) {
            return null;
        }
        header = clientFirst.substring(0, parts.start(2));
        nonce = parts.group(3) + serverNonce;
        String first = "r=" + nonce + ",s=" + verifier.saltText() + ",i=" + verifier.iterations();
        // all that the client said after its header, extensions too
        exchanged = clientFirst.substring(parts.start(2)) + "," + first;
        return first;
    }

    /** The server's final message where the client has the password; null where it has not. */
    public @Nullable String answer(String clientFinal) {
        Matcher parts = FINAL.matcher(clientFinal);
        String begun = header;
        header = null;
        if (begun == null || !parts.matches()) {
            return null;
        }
        String binding = Base64.getEncoder().encodeToString(begun.getBytes(StandardCharsets.UTF_8));
        String authMessage = exchanged + "," + parts.group(1);
        boolean proven = verifier.proves(Base64.getDecoder().decode(parts.group(4)), authMessage);
        if (!proven || !parts.group(2).equals(binding) || !parts.group(3).equals(nonce)) {
            return null;
        }
        return "v=" + Base64.getEncoder().encodeToString(verifier.serverSignature(authMessage));
    }
}
