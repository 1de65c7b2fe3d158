package io.spicerack.refresh;

import io.spicerack.audit.GrantTerms;
import io.spicerack.audit.KmsEvents;
import io.spicerack.audit.Outcome;
import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.envelope.GeneratedKey;
import io.spicerack.envelope.KeyDescription;
import io.spicerack.envelope.KeyService;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.Arn;
import io.spicerack.model.AuditRecord;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Puts every key use on record before its result is handed out: no record, no key. Failures and denials are on record
 * too. Thread-safe.
 */
final class AuditedKeyService implements KeyService {
    private final KeyService delegate;
    private final Trail trail;
    private final String grantee;

    AuditedKeyService(KeyService delegate, Trail trail, String grantee) {
        this.delegate = delegate;
        this.trail = trail;
        this.grantee = grantee;
    }

    @Override
    public GeneratedKey generateDataKey(Arn key, EncryptionContext context) {
        GeneratedKey generated = call(
                () -> delegate.generateDataKey(key, context),
                (events, failure) -> events.generateDataKey(key, context.resource(), failure));
        return keep(
                generated,
                generated::close,
                events -> events.generateDataKey(key, context.resource(), Outcome.SUCCESS));
    }

    @Override
    public DataKey decrypt(WrappedKey wrapped, EncryptionContext context) {
        DataKey opened = call(
                () -> delegate.decrypt(wrapped, context),
                (events, failure) -> events.decrypt(wrapped.key(), context.resource(), failure));
        return keep(
                opened, opened::close, events -> events.decrypt(wrapped.key(), context.resource(), Outcome.SUCCESS));
    }

    @Override
    public WrappedKey encrypt(Arn key, byte[] plaintext, EncryptionContext context) {
        WrappedKey wrapped = call(
                () -> delegate.encrypt(key, plaintext, context),
                (events, failure) -> events.encrypt(key, context.resource(), failure));
        return keep(wrapped, () -> {}, events -> events.encrypt(key, context.resource(), Outcome.SUCCESS));
    }

    @Override
    public byte[] decryptBytes(WrappedKey wrapped, EncryptionContext context) {
        byte[] opened = call(
                () -> delegate.decryptBytes(wrapped, context),
                (events, failure) -> events.decrypt(wrapped.key(), context.resource(), failure));
        return keep(
                opened,
                () -> Arrays.fill(opened, (byte) 0),
                events -> events.decrypt(wrapped.key(), context.resource(), Outcome.SUCCESS));
    }

    @Override
    public String createGrant(Arn key, EncryptionContext context, String name) {
        String grant = call(
                () -> delegate.createGrant(key, context, name),
                (events, failure) -> events.createGrantFailed(key, context.resource(), terms(name), failure));
        return keep(grant, () -> {}, events -> events.createGrant(key, context.resource(), terms(name), grant));
    }

    @Override
    public void retireGrant(Arn key, String grantId, EncryptionContext context) {
        retire(
                key,
                grantId,
                context,
                (events, outcome) -> events.retireGrant(key, context.resource(), grantId, outcome));
    }

    /** Retires the grant of a key that another customer managed key has replaced (docs/audit.md says why it differs). */
    void retireReplacedGrant(Arn key, String grantId, EncryptionContext context) {
        retire(
                key,
                grantId,
                context,
                (events, outcome) -> events.retireReplacedGrant(key, context.resource(), grantId, outcome));
    }

    private void retire(
            Arn key, String grantId, EncryptionContext context, BiFunction<KmsEvents, Outcome, AuditRecord> event) {
        call(
                () -> {
                    delegate.retireGrant(key, grantId, context);
                    return true;
                },
                event::apply);
        trail.append(events -> event.apply(events.kms(), Outcome.SUCCESS));
    }

    @Override
    public KeyDescription describe(Arn key) {
        return delegate.describe(key);
    }

    private GrantTerms terms(String name) {
        return new GrantTerms(name, grantee, grantee, List.of("Encrypt", "Decrypt", "DescribeKey", "GenerateDataKey"));
    }

    private <T> T call(Supplier<T> call, BiFunction<KmsEvents, Outcome.Failure, AuditRecord> failed) {
        try {
            return call.get();
        } catch (KeyUnavailableException e) {
            trail.append(events ->
                    failed.apply(events.kms(), new Outcome.Failure(KmsErrorCodes.of(e.reason()), e.getMessage())));
            throw e;
        }
    }

    private <T> T keep(T result, Runnable wipe, Function<KmsEvents, AuditRecord> event) {
        try {
            trail.append(events -> event.apply(events.kms()));
            return result;
        } catch (RuntimeException e) {
            wipe.run();
            throw e;
        }
    }
}
