package io.spicerack.core;

import io.spicerack.aws.KmsKeyNames;
import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.envelope.GeneratedKey;
import io.spicerack.envelope.KeyDescription;
import io.spicerack.envelope.KeyGrants;
import io.spicerack.envelope.KeyService;
import io.spicerack.envelope.KeySwitch;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.KeyUnavailableException.Reason;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * KMS in memory: a blob is a random name under which plaintext, key and context are kept. It denies as KMS does, by the
 * key's state and where key or context differ. Thread-safe.
 */
public final class MemoryKeys implements KeyService, KeyGrants, KeySwitch {
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Kept(KeyReference key, EncryptionContext context, byte[] plaintext) {}

    private final SecureRandom random = new SecureRandom();
    private final Map<KeyReference, KeyState> states = new ConcurrentHashMap<>();
    private final Map<String, Kept> blobs = new ConcurrentHashMap<>();
    private final Set<String> grants = ConcurrentHashMap.newKeySet();
    private final Set<KeyReference> forbidden = ConcurrentHashMap.newKeySet();
    private volatile boolean reachable = true;
    private volatile BiConsumer<KeyReference, KeyState> whenSwitched = (key, state) -> {};
    private volatile Consumer<KeyReference> whileDescribing = key -> {};
    private volatile Consumer<KeyReference> whileDecrypting = key -> {};

    public void create(KeyReference key) {
        states.put(key, KeyState.Enabled);
    }

    public void set(KeyReference key, KeyState state) {
        states.put(key, state);
    }

    /** A key that can be looked at but not used. */
    public void forbid(KeyReference key) {
        forbidden.add(key);
    }

    /** Whether KMS answers at all. */
    public void reachable(boolean answers) {
        reachable = answers;
    }

    /** Told after each switch of a key, as by somebody who looks at it then. */
    void whenSwitched(BiConsumer<KeyReference, KeyState> told) {
        whenSwitched = told;
    }

    /** Runs when a key's state is known, before the answer arrives; it may throw instead. */
    public void whileDescribing(Consumer<KeyReference> hook) {
        whileDescribing = hook;
    }

    /** Runs before something is decrypted; it may throw instead. */
    public void whileDecrypting(Consumer<KeyReference> hook) {
        whileDecrypting = hook;
    }

    /** Ids of grants that were created and not retired. */
    public Set<String> grants() {
        return Set.copyOf(grants);
    }

    @Override
    public KeyReference reference(String text) {
        return KmsKeyNames.reference(text);
    }

    @Override
    public Optional<String> outOfPlace(KeyReference key) {
        return KmsKeyNames.outOfPlace(key, CoreFixture.ACCOUNT);
    }

    @Override
    public GeneratedKey generateDataKey(KeyReference key, EncryptionContext context) {
        byte[] bytes = new byte[DataKey.LENGTH];
        random.nextBytes(bytes);
        WrappedKey wrapped = encrypt(key, bytes, context);
        return new GeneratedKey(new DataKey(bytes, random), wrapped);
    }

    @Override
    public DataKey decrypt(WrappedKey wrapped, EncryptionContext context) {
        return new DataKey(decryptBytes(wrapped, context), random);
    }

    @Override
    public WrappedKey encrypt(KeyReference key, byte[] plaintext, EncryptionContext context) {
        requireUsable(key);
        byte[] blob = new byte[16];
        random.nextBytes(blob);
        String name = Base64.getEncoder().encodeToString(blob);
        blobs.put(name, new Kept(key, context, plaintext.clone()));
        return new WrappedKey(key, name);
    }

    @Override
    public WrappedKey reEncrypt(
            WrappedKey wrapped, EncryptionContext before, KeyReference to, EncryptionContext after) {
        byte[] plaintext = decryptBytes(wrapped, before);
        return encrypt(to, plaintext, after);
    }

    @Override
    public void permitted(KeyReference key, EncryptionContext context) {
        requireUsable(key);
        if (forbidden.contains(key)) {
            throw unavailable(key, Reason.ACCESS_DENIED, "may not be used by this service.");
        }
    }

    @Override
    public byte[] decryptBytes(WrappedKey wrapped, EncryptionContext context) {
        whileDecrypting.accept(wrapped.key());
        requireUsable(wrapped.key());
        Kept kept = blobs.get(wrapped.ciphertext());
        if (kept == null || !kept.key().equals(wrapped.key()) || !kept.context().equals(context)) {
            throw unavailable(wrapped.key(), Reason.WRONG_CIPHERTEXT, "did not make this ciphertext for this context");
        }
        return kept.plaintext().clone();
    }

    @Override
    public String createGrant(KeyReference key, EncryptionContext context, String name) {
        requireUsable(key);
        String id = UUID.nameUUIDFromBytes((key + name + context).getBytes(StandardCharsets.UTF_8))
                .toString();
        grants.add(id);
        return id;
    }

    @Override
    public boolean retireGrant(KeyReference key, String grantId, EncryptionContext context) {
        requireReachable(key);
        return grants.remove(grantId);
    }

    @Override
    public KeyDescription describe(KeyReference key) {
        requireReachable(key);
        KeyDescription description = new KeyDescription(key, states.getOrDefault(key, KeyState.Missing), true);
        whileDescribing.accept(key);
        return description;
    }

    @Override
    public Optional<KeyGrants> keyGrants() {
        return Optional.of(this);
    }

    @Override
    public Optional<KeySwitch> keySwitch() {
        return Optional.of(this);
    }

    @Override
    public void disable(KeyReference key) {
        requireKnown(key);
        set(key, KeyState.Disabled);
        whenSwitched.accept(key, KeyState.Disabled);
    }

    @Override
    public void enable(KeyReference key) {
        requireKnown(key);
        set(key, KeyState.Enabled);
        whenSwitched.accept(key, KeyState.Enabled);
    }

    private void requireUsable(KeyReference key) {
        requireReachable(key);
        KeyState state = states.getOrDefault(key, KeyState.Missing);
        switch (state) {
            case Enabled -> {}
            case Disabled -> throw unavailable(key, Reason.DISABLED, "is Disabled. Enable the key.");
            case PendingDeletion ->
                throw unavailable(key, Reason.PENDING_DELETION, "is PendingDeletion. Cancel the deletion.");
            case Missing -> throw unavailable(key, Reason.NOT_FOUND, "does not exist.");
            case PendingImport, Unavailable, Creating, Updating ->
                throw unavailable(key, Reason.INVALID_STATE, "is " + state + ".");
        }
    }

    private void requireKnown(KeyReference key) {
        requireReachable(key);
        if (!states.containsKey(key)) {
            throw unavailable(key, Reason.NOT_FOUND, "does not exist.");
        }
    }

    private void requireReachable(KeyReference key) {
        if (!reachable) {
            throw unavailable(key, Reason.UNREACHABLE, "cannot be asked for: KMS does not answer.");
        }
    }

    private static KeyUnavailableException unavailable(KeyReference key, Reason reason, String words) {
        return new KeyUnavailableException(key, reason, "KMS key " + key + " " + words, null);
    }
}
