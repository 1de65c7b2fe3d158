package io.spicerack.core.sources;

import io.spicerack.audit.event.Outcome;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.AllowedSecret;
import io.spicerack.catalog.record.CredentialsSource;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.core.keys.KeyChange;
import io.spicerack.core.keys.KeyRegistrations;
import io.spicerack.core.trail.Trail;
import io.spicerack.core.trail.TrailCall;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.envelope.FreshThread;
import io.spicerack.envelope.KeyService;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.Credentials;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.KeyReference;
import io.spicerack.model.Secret;
import io.spicerack.tls.ShownProof;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Gets and keeps the credentials of data sources: by SecretArn from where secrets are, if the account has selected the
 * secret; a pair encrypted under the default key with the data source's ARN as context. Thread-safe.
 */
public final class CredentialsStore {
    private final Catalog catalog;
    private final SecretService secrets;
    private final RdsLogins logins;
    private final KeyService keys;
    private final KeyRegistrations registrations;
    private final AllowedSecrets allowed;
    private final DestinationSeals seals;
    private final Account account;
    private final Trail trail;

    public CredentialsStore(
            Catalog catalog,
            SecretService secrets,
            KeyService keys,
            KeyRegistrations registrations,
            AllowedSecrets allowed,
            Account account,
            Trail trail) {
        this.catalog = catalog;
        this.secrets = secrets;
        this.logins = new RdsLogins(secrets, trail);
        this.keys = keys;
        this.registrations = registrations;
        this.allowed = allowed;
        this.seals = allowed.seals();
        this.account = account;
        this.trail = trail;
    }

    /** What the catalog keeps for {@code input}: never a password in the clear. */
    CredentialsSource keep(DataSourceDefinition definition, CredentialsInput input) {
        DataSourceId dataSource = definition.id();
        if (input instanceof CredentialsInput.SecretArn given) {
            checkSecretArn(dataSource, given.secret());
            return new CredentialsSource.InSecret(given.secret());
        }
        if (input instanceof CredentialsInput.RdsUser given) {
            logins.checkTls(dataSource, definition.ssl());
            return new CredentialsSource.RdsUser(given.user());
        }
        if (input instanceof CredentialsInput.PairOf copied) {
            return copy(copied.source(), definition);
        }
        CredentialsInput.CredentialPair pair = (CredentialsInput.CredentialPair) input;
        byte[] json = SecretJson.json(pair.username(), pair.password()).getBytes(StandardCharsets.UTF_8);
        try {
            return new CredentialsSource.EncryptedPair(
                    keys.encrypt(registrations.keyForNewData().key(), json, context(dataSource)));
        } finally {
            Arrays.fill(json, (byte) 0);
        }
    }

    /** KMS alone opens it: what it gives back is for the other data source, and of no use to this one. */
    private CredentialsSource copy(DataSourceId from, DataSourceDefinition to) {
        DataSourceRecord source = catalog.read(tx -> tx.dataSources().find(from))
                .orElseThrow(() -> new IngestionException(
                        IngestionErrorType.DATA_SOURCE_NOT_FOUND,
                        "there is no data source '" + from + "' to copy credentials from"));
        seals.check(source);
        if (!(source.credentials() instanceof CredentialsSource.EncryptedPair pair)) {
            throw new IllegalArgumentException("data source '" + from
                    + "' has no credential pair that could be copied; give the pair itself, or a" + " SecretArn");
        }
        boolean sameServer = source.host().equalsIgnoreCase(to.host()) && source.port() == to.port();
        if (!sameServer || (source.ssl() && !to.ssl())) {
            throw new IllegalArgumentException("data source '" + to.id() + "' at " + to.host() + ":" + to.port()
                    + (to.ssl() ? " with" : " without") + " TLS cannot have a copy of the credential pair of '" + from
                    + "', which is for " + source.host() + ":" + source.port() + (source.ssl() ? " with TLS" : "")
                    + ": a pair is copied for the same server alone, and never loses TLS. Give the pair itself, or a"
                    + " SecretArn");
        }
        return new CredentialsSource.EncryptedPair(keys.reEncrypt(
                pair.pair(), context(from), registrations.keyForNewData().key(), context(to.id())));
    }

    /** What proves of data sources that the core wrote them. */
    DestinationSeals seals() {
        return seals;
    }

    /** The credentials of this moment, for a data source that is as the core wrote it. The caller closes them. */
    Credentials open(DataSourceRecord dataSource) {
        seals.check(dataSource);
        if (dataSource.credentials() instanceof CredentialsSource.InSecret inSecret) {
            return fromSecret(dataSource, inSecret.secret());
        }
        if (dataSource.credentials() instanceof CredentialsSource.RdsUser rds) {
            return logins.open(dataSource, rds.user());
        }
        CredentialsSource.EncryptedPair pair = (CredentialsSource.EncryptedPair) dataSource.credentials();
        byte[] json = keys.decryptBytes(pair.pair(), context(dataSource.id()));
        try {
            return SecretJson.credentials(
                    account.dataSource(dataSource.id()), new String(json, StandardCharsets.UTF_8));
        } finally {
            Arrays.fill(json, (byte) 0);
        }
    }

    /** Puts a pair under the key for new data without opening it (KMS ReEncrypt, same context). */
    KeyChange rewrap(DataSourceId dataSource) {
        DataSourceRecord source = existing(catalog.read(tx -> tx.dataSources().find(dataSource)), dataSource);
        List<ShownProof> pinned = seals.check(source);
        if (!(source.credentials() instanceof CredentialsSource.EncryptedPair pair)) {
            throw new IllegalStateException("data source '" + dataSource
                    + "' has no credential pair; Spicerack keeps nothing of its credentials that could be rewrapped");
        }
        KeyReference from = pair.pair().key();
        KeyReference to = registrations.keyForNewData().key();
        if (from.equals(to)) {
            throw new IllegalStateException("the credentials of data source '" + dataSource
                    + "' are under the key for new data already, " + to + "; there is nothing to rewrap");
        }
        WrappedKey wrapped = keys.reEncrypt(pair.pair(), to, context(dataSource));
        String seal = seals.seal(source.with(new CredentialsSource.EncryptedPair(wrapped)), pinned);
        catalog.run(tx -> {
            if (!existing(tx.dataSources().find(dataSource), dataSource).sameDestination(source)
                    || !tx.sourcePins().list(dataSource).equals(pinned)) {
                throw new IllegalStateException("the credentials of data source '" + dataSource
                        + "' were changed meanwhile; look at the key report, and rewrap again if it is still needed");
            }
            tx.dataSources().setPair(dataSource, wrapped);
            tx.destinationSeals().put(dataSource, seal);
            tx.audit().append(trail.events().service().rewrapCredentials(trail.caller(), dataSource, from, to));
        });
        return new KeyChange(from, to);
    }

    private static DataSourceRecord existing(Optional<DataSourceRecord> found, DataSourceId dataSource) {
        return found.orElseThrow(() -> new IllegalArgumentException("there is no data source '" + dataSource + "'"));
    }

    /** The private key of a tunnel, read anew. The caller closes it. */
    Secret privateKey(DataSourceId source, DeclaredTunnel tunnel) {
        allowed.check(source, tunnel);
        try {
            return Secret.of(text(source, tunnel.key()));
        } catch (SecretUnavailableException e) {
            throw unavailable(source, e);
        }
    }

    private static IngestionException unavailable(DataSourceId source, SecretUnavailableException e) {
        return new IngestionException(
                e.silent()
                        ? IngestionErrorType.DATA_SOURCE_CONNECTION_FAILED
                        : IngestionErrorType.DATA_SOURCE_AUTH_FAILED,
                "data source '" + source + "': " + e.getMessage(),
                e);
    }

    private Credentials fromSecret(DataSourceRecord source, Arn secret) {
        AllowedSecret rule = allowed.check(source, secret);
        SecretJson.Content content;
        try {
            content = SecretJson.content(secret, text(source.id(), secret));
        } catch (SecretUnavailableException e) {
            throw unavailable(source.id(), e);
        }
        try {
            AllowedSecrets.checkOwn(rule, source, content);
            return content.credentials();
        } catch (IngestionException e) {
            content.credentials().close();
            throw e;
        }
    }

    private String text(DataSourceId dataSource, Arn secret) {
        Arn reader = account.dataSource(dataSource);
        TrailCall begun = trail.begin(events -> events.secrets().getSecretValue(secret, reader, Outcome.UNKNOWN));
        String text;
        try {
            text = FreshThread.call(() -> secrets.secretString(secret));
        } catch (RuntimeException | Error e) {
            Outcome how = e instanceof SecretUnavailableException unavailable ? unavailable.outcome() : Outcome.UNKNOWN;
            begun.ended(events -> events.secrets().getSecretValue(secret, reader, how));
            throw e;
        }
        begun.ended(events -> events.secrets().getSecretValue(secret, reader, Outcome.SUCCESS));
        return text;
    }

    private static void checkSecretArn(DataSourceId dataSource, Arn secret) {
        if (!secret.service().equals("secretsmanager") || !secret.resource().startsWith("secret:")) {
            throw new IllegalArgumentException("data source '" + dataSource + "': SecretArn " + secret
                    + " names no secret; the shape is arn:aws:secretsmanager:region:account-id:secret:name-AbCdEf");
        }
    }

    private EncryptionContext context(DataSourceId dataSource) {
        return new EncryptionContext(account.dataSource(dataSource));
    }
}
