package io.spicerack.kit.kms;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.spicerack.kit.state.AesGcm;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** One generation of a KMS key's secret bytes; a rotation adds one and keeps the older. Immutable, prints no key. */
final class KmsKeyMaterial {
    /** Bytes of a material id; KMS shows it as 64 hex digits. */
    static final int ID_LENGTH = 32;

    @JsonProperty
    private final String id;

    @JsonProperty
    private final Instant created;

    @JsonProperty
    private final byte[] key;

    @JsonCreator
    KmsKeyMaterial(
            @JsonProperty("id") String id, @JsonProperty("created") Instant created, @JsonProperty("key") byte[] key) {
        this.id = id;
        this.created = created;
        this.key = key;
    }

    static KmsKeyMaterial fresh(Instant created, SecureRandom random) {
        byte[] id = new byte[ID_LENGTH];
        byte[] key = new byte[AesGcm.KEY_LENGTH];
        random.nextBytes(id);
        random.nextBytes(key);
        return new KmsKeyMaterial(HexFormat.of().formatHex(id), created, key);
    }

    String id() {
        return id;
    }

    Instant created() {
        return created;
    }

    SecretKey secretKey() {
        return new SecretKeySpec(key, "AES");
    }

    @Override
    public String toString() {
        return "KmsKeyMaterial[" + id + ", redacted]";
    }
}
