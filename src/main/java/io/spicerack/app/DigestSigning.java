package io.spicerack.app;

import io.spicerack.audit.file.DigestSigner;
import io.spicerack.aws.AwsClients;
import io.spicerack.aws.KmsDigestSigner;
import io.spicerack.aws.KmsKeyNames;
import io.spicerack.core.trail.AuditConfig;
import io.spicerack.settings.AuditSettings;
import java.io.IOException;
import java.time.Clock;

/** The audit trail with its signer: a key of KMS where the settings name one, else the installation's own. Stateless. */
public final class DigestSigning {
    private DigestSigning() {}

    public static AuditConfig config(AuditSettings settings, AwsClients clients, Clock clock) throws IOException {
        return settings.config(signer(settings, clients), clock);
    }

    private static DigestSigner signer(AuditSettings settings, AwsClients clients) throws IOException {
        return settings.signingKey().isEmpty()
                ? settings.ownSigner()
                : new KmsDigestSigner(
                        clients.kms(),
                        KmsKeyNames.reference(settings.signingKey().get()));
    }
}
