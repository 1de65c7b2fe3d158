package io.spicerack.kit.kms;

import io.spicerack.kit.protocol.JsonProtocol;
import io.spicerack.kit.protocol.LocalAwsConfig;
import io.spicerack.kit.protocol.Operations;
import io.spicerack.kit.state.RootKey;
import io.spicerack.shapes.ApiModel;
import io.spicerack.shapes.EmptyTexts;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;

/** The embedded KMS: its state on disk and its operations. Thread-safe. */
public final class LocalKms {
    private static final ApiModel MODEL = ApiModel.load(LocalKms.class, "kms.model.json", EmptyTexts.TEXTS);

    private final KmsState state;
    private final KmsCiphers ciphers;
    private final Operations operations = new Operations();

    private LocalKms(KmsState state, RootKey root, SecureRandom random) {
        this.state = state;
        this.ciphers = new KmsCiphers(root, random);
        GrantTokens tokens = new GrantTokens(root);
        KeyAccess access = new KeyAccess(state, tokens);
        new KmsKeys(state, access, random).addTo(operations);
        new KmsCrypto(state, access, ciphers, random).addTo(operations);
        new KmsSigning(access).addTo(operations);
        new KmsGrants(state, access, tokens, random).addTo(operations);
        new KmsAliases(state, access).addTo(operations);
        new KmsRotation(state, access, random).addTo(operations);
        new KmsPolicies(state, access).addTo(operations);
    }

    public static LocalKms open(LocalAwsConfig config, RootKey root, SecureRandom random) throws IOException {
        KmsState state = new KmsState(config.dataDirectory().resolve("kms"), root, config.account(), config.clock());
        return new LocalKms(state, root, random);
    }

    public JsonProtocol.Service service() {
        return new JsonProtocol.Service("kms", operations, Optional.of(MODEL));
    }

    /** How the embedded Secrets Manager keeps values under a customer's key. */
    public SecretCiphers secretCiphers() {
        return new SecretCiphers(state, ciphers);
    }
}
