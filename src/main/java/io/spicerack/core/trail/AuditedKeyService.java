package io.spicerack.core.trail;

import io.spicerack.audit.event.Outcome;
import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.envelope.GeneratedKey;
import io.spicerack.envelope.KeyDescription;
import io.spicerack.envelope.KeyService;
import io.spicerack.envelope.KeySwitch;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts every call of KMS on record: its beginning before it is made, its end before what it gave is handed out. No record,
 * no key. Failures and denials are on record too, and a call that a crash cut off as one of unknown outcome. Thread-safe.
 */
public final class AuditedKeyService implements KeyService {
    /** To KMS, and so in its records, a dry run that would succeed is an error. */
    private static final Outcome WOULD_SUCCEED = new Outcome.Failure(
            "DryRunOperationException", "The request would have succeeded, but the DryRun option is set.");

    private final KeyService delegate;
    private final Trail trail;
    private final KmsCalls calls;
    private final String grantee;

    public AuditedKeyService(KeyService delegate, Trail trail, String grantee) {
        this.delegate = delegate;
        this.trail = trail;
        this.calls = new KmsCalls(trail);
        this.grantee = grantee;
    }

    @Override
    public KeyReference reference(String text) {
        return delegate.reference(text);
    }

    @Override
    public Optional<String> outOfPlace(KeyReference key) {
        return delegate.outOfPlace(key);
    }

    @Override
    public GeneratedKey generateDataKey(KeyReference key, EncryptionContext context) {
        return calls.call(
                () -> delegate.generateDataKey(key, context),
                GeneratedKey::close,
                (events, outcome, made) -> events.generateDataKey(key, context.resource(), outcome));
    }

    @Override
    public DataKey decrypt(WrappedKey wrapped, EncryptionContext context) {
        return calls.call(
                () -> delegate.decrypt(wrapped, context),
                DataKey::close,
                (events, outcome, opened) -> events.decrypt(wrapped.key(), context.resource(), outcome));
    }

    @Override
    public WrappedKey encrypt(KeyReference key, byte[] plaintext, EncryptionContext context) {
        return calls.call(
                () -> delegate.encrypt(key, plaintext, context),
                wrapped -> {},
                (events, outcome, wrapped) -> events.encrypt(key, context.resource(), outcome));
    }

    @Override
    public WrappedKey reEncrypt(
            WrappedKey wrapped, EncryptionContext before, KeyReference to, EncryptionContext after) {
        return calls.call(
                () -> delegate.reEncrypt(wrapped, before, to, after),
                rewrapped -> {},
                (events, outcome, rewrapped) ->
                        events.reEncrypt(wrapped.key(), before.resource(), to, after.resource(), outcome));
    }

    @Override
    public void permitted(KeyReference key, EncryptionContext context) {
        boolean unused = calls.call(
                () -> {
                    delegate.permitted(key, context);
                    return true;
                },
                yes -> {},
                (events, outcome, yes) -> events.generateDataKey(
                        key, context.resource(), Boolean.TRUE.equals(yes) ? WOULD_SUCCEED : outcome));
    }

    @Override
    public byte[] decryptBytes(WrappedKey wrapped, EncryptionContext context) {
        return calls.call(
                () -> delegate.decryptBytes(wrapped, context),
                opened -> Arrays.fill(opened, (byte) 0),
                (events, outcome, opened) -> events.decrypt(wrapped.key(), context.resource(), outcome));
    }

    @Override
    public KeyDescription describe(KeyReference key) {
        return calls.call(
                () -> delegate.describe(key),
                description -> {},
                (events, outcome, description) -> events.describeKey(key, found(outcome, description)));
    }

    @Override
    public Optional<AuditedKeyGrants> keyGrants() {
        return delegate.keyGrants().map(grants -> new AuditedKeyGrants(grants, calls, grantee));
    }

    @Override
    public Optional<KeySwitch> keySwitch() {
        return delegate.keySwitch().map(keySwitch -> new AuditedKeySwitch(keySwitch, calls, trail));
    }

    /** A missing key is an answer to whoever asks here, and an error in KMS's records. */
    static Outcome found(Outcome outcome, @Nullable KeyDescription description) {
        return description != null && description.state() == KeyState.Missing
                ? new Outcome.Failure("NotFoundException", "there is no such key in this account and Region")
                : outcome;
    }
}
