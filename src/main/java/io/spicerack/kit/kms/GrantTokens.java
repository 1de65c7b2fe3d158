package io.spicerack.kit.kms;

import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.AwsInput;
import io.spicerack.kit.state.RootKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Grant tokens: a grant's id, sealed, so that nobody else makes one and none has to be kept. Thread-safe. */
final class GrantTokens {
    private static final String PURPOSE = "grant token";

    private final RootKey root;

    GrantTokens(RootKey root) {
        this.root = root;
    }

    String tokenFor(KmsGrant grant) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(root.seal(grant.id().getBytes(StandardCharsets.US_ASCII), PURPOSE));
    }

    String grantId(String token) {
        byte[] id;
        try {
            id = root.open(Base64.getUrlDecoder().decode(token), PURPOSE);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        if (id == null) {
            throw invalid();
        }
        return new String(id, StandardCharsets.US_ASCII);
    }

    /** Refuses a request with a token that was not made here; grants hold at once, so a good one changes nothing. */
    void check(AwsInput input) {
        input.list("GrantTokens").forEach(this::grantId);
    }

    private static AwsError invalid() {
        return new AwsError("InvalidGrantTokenException", "The grant token is not one that CreateGrant returned.");
    }
}
