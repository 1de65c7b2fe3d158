package io.spicerack.kit.secrets;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.kit.kms.SecretCiphers;
import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.AwsInput;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;

/** A secret's value, a text or bytes, in the clear or sealed under a KMS key. Immutable; prints nothing of it. */
final class SecretContent {
    private static final int MOST_BYTES = 65_536;

    /** The member of a request that a value came in, and goes out in. */
    enum Kind {
        SecretString,
        SecretBinary
    }

    @JsonProperty
    private final Kind kind;

    @JsonProperty
    private final boolean sealed;

    @JsonProperty
    private final byte[] bytes;

    @JsonCreator
    SecretContent(
            @JsonProperty("kind") Kind kind,
            @JsonProperty("sealed") boolean sealed,
            @JsonProperty("bytes") byte[] bytes) {
        this.kind = kind;
        this.sealed = sealed;
        this.bytes = bytes;
    }

    static boolean isIn(AwsInput input) {
        return input.has("SecretString") || input.has("SecretBinary");
    }

    /** The value of a request, in the clear. */
    static SecretContent read(AwsInput input) {
        if (input.has("SecretString") && input.has("SecretBinary")) {
            throw invalid("You can't specify both a binary secret value and a string secret value in the same secret.");
        }
        if (input.has("SecretBinary")) {
            return new SecretContent(Kind.SecretBinary, false, input.requiredBlob("SecretBinary", MOST_BYTES));
        }
        if (!input.has("SecretString")) {
            throw invalid("You must provide either SecretString or SecretBinary.");
        }
        byte[] utf8 = input.required("SecretString").getBytes(StandardCharsets.UTF_8);
        if (utf8.length == 0 || utf8.length > MOST_BYTES) {
            throw invalid(String.format(
                    Locale.ROOT, "SecretString has %d bytes; 1 to %d are allowed.", utf8.length, MOST_BYTES));
        }
        return new SecretContent(Kind.SecretString, false, utf8);
    }

    SecretContent sealed(SecretCiphers ciphers, String keyReference, String secretArn, String versionId) {
        return new SecretContent(kind, true, ciphers.seal(keyReference, bytes, secretArn, versionId));
    }

    SecretContent opened(SecretCiphers ciphers, String secretArn, String versionId) {
        return sealed ? new SecretContent(kind, false, ciphers.open(bytes, secretArn, versionId)) : this;
    }

    /** Whether two values in the clear are the same. */
    boolean isSameAs(SecretContent other) {
        return kind == other.kind && MessageDigest.isEqual(bytes, other.bytes);
    }

    void putInto(ObjectNode answer) {
        switch (kind) {
            case SecretString -> answer.put(kind.name(), new String(bytes, StandardCharsets.UTF_8));
            case SecretBinary -> answer.put(kind.name(), bytes);
        }
    }

    @Override
    public String toString() {
        return "SecretContent[redacted]";
    }

    private static AwsError invalid(String message) {
        return new AwsError("InvalidParameterException", message);
    }
}
