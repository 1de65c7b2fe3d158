package io.spicerack.envelope;

import io.spicerack.model.KeyReference;

/**
 * What a {@link KeyService} with grants has besides: they tell which key a data set is under to whoever asks the provider.
 * Implementations are thread-safe and throw {@link KeyUnavailableException} where the provider refuses.
 */
public interface KeyGrants {
    /**
     * Grants the service's own role the use of {@code key} for {@code context} alone (KMS CreateGrant). The same name and
     * context give the same grant again.
     *
     * @return the grant's id
     */
    String createGrant(KeyReference key, EncryptionContext context, String name);

    /** Retires a grant (KMS RetireGrant); false where it was gone already, which is as good. */
    boolean retireGrant(KeyReference key, String grantId, EncryptionContext context);
}
