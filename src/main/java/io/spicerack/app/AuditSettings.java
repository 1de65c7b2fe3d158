package io.spicerack.app;

import io.spicerack.audit.DigestKeys;
import io.spicerack.audit.DigestSigner;
import io.spicerack.audit.Digests;
import io.spicerack.audit.SigningKeyFile;
import io.spicerack.audit.TrailName;
import io.spicerack.aws.AwsClients;
import io.spicerack.aws.KmsDigestSigner;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.refresh.AuditConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/** What the settings say of the audit trail. Immutable. */
final class AuditSettings {
    private final Settings settings;

    AuditSettings(Settings settings) {
        this.settings = settings;
    }

    TrailName trailName() {
        Account account = new Account("aws", settings.text(Property.REGION), settings.text(Property.ACCOUNT_ID));
        String bucket = settings.text(Property.AUDIT_BUCKET);
        return new TrailName(
                account,
                settings.text(Property.AUDIT_TRAIL),
                bucket.isEmpty() ? "spicerack-audit-" + account.id() : bucket);
    }

    /** Where the public keys are kept that digest files are checked with. */
    DigestKeys publicKeys(Clock clock) {
        return new DigestKeys(directory().resolve("public-keys.json"), clock);
    }

    AuditConfig config(AwsClients clients, Clock clock) throws IOException {
        OwnerOnly.directory(directory());
        return new AuditConfig(
                new Digests(trailName(), signer(clients), publicKeys(clock)),
                settings.duration(Property.AUDIT_RETENTION),
                settings.lookRecords());
    }

    private DigestSigner signer(AwsClients clients) {
        String key = settings.text(Property.AUDIT_SIGNING_KEY);
        return key.isEmpty()
                ? SigningKeyFile.open(directory().resolve("signing-key"), new SecureRandom())
                : new KmsDigestSigner(clients.kms(), Arn.parse(key));
    }

    private Path directory() {
        return settings.dataDirectory().resolve("audit-signing");
    }
}
