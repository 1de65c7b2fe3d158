package io.spicerack.settings;

import io.spicerack.audit.file.DigestChain;
import io.spicerack.audit.file.DigestKeys;
import io.spicerack.audit.file.DigestSigner;
import io.spicerack.audit.file.SigningKeyFile;
import io.spicerack.audit.file.TrailName;
import io.spicerack.aws.AwsClients;
import io.spicerack.aws.KmsDigestSigner;
import io.spicerack.aws.KmsKeyNames;
import io.spicerack.core.trail.AuditConfig;
import io.spicerack.model.Account;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/** What the settings say of the audit trail. Immutable. */
public final class AuditSettings {
    private final Settings settings;

    public AuditSettings(Settings settings) {
        this.settings = settings;
    }

    public TrailName trailName() {
        Account account = new Account("aws", settings.text(Property.REGION), settings.text(Property.ACCOUNT_ID));
        String bucket = settings.text(Property.AUDIT_BUCKET);
        return new TrailName(
                account,
                settings.text(Property.AUDIT_TRAIL),
                bucket.isEmpty() ? "spicerack-audit-" + account.id() : bucket);
    }

    /** Where the public keys are kept that digest files are checked with. */
    public DigestKeys publicKeys(Clock clock) {
        return new DigestKeys(directory().resolve("public-keys.json"), clock);
    }

    public AuditConfig config(AwsClients clients, Clock clock) throws IOException {
        OwnerOnly.directory(directory());
        return new AuditConfig(
                new DigestChain(trailName(), signer(clients), publicKeys(clock)),
                settings.duration(Property.AUDIT_RETENTION),
                settings.lookRecords());
    }

    private DigestSigner signer(AwsClients clients) {
        String key = settings.text(Property.AUDIT_SIGNING_KEY);
        return key.isEmpty()
                ? SigningKeyFile.open(directory().resolve("signing-key"), new SecureRandom())
                : new KmsDigestSigner(clients.kms(), KmsKeyNames.reference(key));
    }

    private Path directory() {
        return settings.dataDirectory().resolve("audit-signing");
    }
}
