package io.spicerack.settings;

import io.spicerack.audit.file.DigestChain;
import io.spicerack.audit.file.DigestKeys;
import io.spicerack.audit.file.DigestSigner;
import io.spicerack.audit.file.SigningKeyFile;
import io.spicerack.audit.file.TrailName;
import io.spicerack.core.trail.AuditConfig;
import io.spicerack.model.Account;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/** What the settings say of the audit trail. Immutable. */
public final class AuditSettings {
    private final Settings settings;

    public AuditSettings(Settings settings) {
        this.settings = settings;
    }

    public TrailName trailName() {
        Account account = settings.account();
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

    /** What the core needs of it, with digest files that {@code signer} signs. */
    public AuditConfig config(DigestSigner signer, Clock clock) throws IOException {
        OwnerOnly.directory(directory());
        return new AuditConfig(
                new DigestChain(trailName(), signer, publicKeys(clock)),
                settings.duration(Property.AUDIT_RETENTION),
                settings.lookRecords());
    }

    /** The key of KMS that signs digest files; empty where one of the installation's own does. */
    public Optional<String> signingKey() {
        return Optional.of(settings.text(Property.AUDIT_SIGNING_KEY)).filter(key -> !key.isEmpty());
    }

    /** The installation's own key for digest files, made where it is missing. */
    public DigestSigner ownSigner() throws IOException {
        OwnerOnly.directory(directory());
        return SigningKeyFile.open(directory().resolve("signing-key"), new SecureRandom());
    }

    private Path directory() {
        return settings.dataDirectory().resolve("audit-signing");
    }
}
