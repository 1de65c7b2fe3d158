package io.spicerack.kit.kms;

import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.state.RootKey;
import io.spicerack.kit.state.SealedStore;
import io.spicerack.model.Account;
import io.spicerack.model.KeyState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keys, aliases and grants, found as KMS finds them. Reads are thread-safe; changes are made by one thread at a time. */
final class KmsState {
    private static final Pattern KEY_ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final SealedStore<KmsKey> keys;
    private final SealedStore<KmsAlias> aliases;
    private final SealedStore<KmsGrant> grants;
    private final Account account;
    private final Clock clock;

    KmsState(Path directory, RootKey root, Account account, Clock clock) throws IOException {
        this.keys = SealedStore.open(directory.resolve("keys"), root, KmsKey.class, KmsKey::id);
        this.aliases = SealedStore.open(directory.resolve("aliases"), root, KmsAlias.class, KmsAlias::name);
        this.grants = SealedStore.open(directory.resolve("grants"), root, KmsGrant.class, KmsGrant::id);
        this.account = account;
        this.clock = clock;
        destroyDue();
    }

    Clock clock() {
        return clock;
    }

    Account account() {
        return account;
    }

    SealedStore<KmsAlias> aliases() {
        return aliases;
    }

    SealedStore<KmsGrant> grants() {
        return grants;
    }

    List<KmsGrant> grantsOn(KmsKey key) {
        return grants.all().stream()
                .filter(grant -> grant.keyId().equals(key.id()))
                .toList();
    }

    Collection<KmsKey> keys() {
        return keys.all().stream().filter(key -> !isGone(key)).toList();
    }

    void put(KmsKey key) {
        keys.put(key);
    }

    String newKeyId() {
        return UUID.randomUUID().toString();
    }

    String arn(String resource) {
        return "arn:" + account.partition() + ":kms:" + account.region() + ":" + account.id() + ":" + resource;
    }

    @Nullable
    KmsKey findById(String id) {
        KmsKey key = keys.find(id);
        return key == null || isGone(key) ? null : key;
    }

    /** The key of an id or key ARN. */
    KmsKey key(String reference) {
        String id = resource(reference, reference).replaceFirst("^key/", "");
        if (!KEY_ID.matcher(id).matches()) {
            throw notFound("Invalid keyId '" + reference + "'");
        }
        KmsKey key = findById(id);
        if (key == null) {
            throw notFound("Key '" + arn("key/" + id) + "' does not exist");
        }
        return key;
    }

    /** The key of an id, key ARN, alias name or alias ARN. */
    KmsKey keyOrAlias(String reference) {
        String resource = resource(reference, reference);
        return resource.startsWith("alias/") ? key(alias(resource).keyId()) : key(reference);
    }

    KmsAlias alias(String name) {
        KmsAlias alias = aliases.find(name);
        if (alias == null) {
            throw notFound("Alias " + arn(name) + " is not found.");
        }
        return alias;
    }

    /** Deletes the keys whose waiting time is over, with their aliases and grants: what they sealed is lost. */
    void destroyDue() {
        for (KmsKey key : List.copyOf(keys.all())) {
            if (isGone(key)) {
                aliases.all().stream()
                        .filter(alias -> alias.keyId().equals(key.id()))
                        .toList()
                        .forEach(alias -> aliases.remove(alias.name()));
                grantsOn(key).forEach(grant -> grants.remove(grant.id()));
                keys.remove(key.id());
            }
        }
    }

    private boolean isGone(KmsKey key) {
        return key.status().state() == KeyState.PendingDeletion
                && key.status().deletion() != null
                && !clock.instant().isBefore(key.status().deletion());
    }

    private String resource(String reference, String otherwise) {
        if (!reference.startsWith("arn:")) {
            return otherwise;
        }
        String own = arn("");
        if (!reference.startsWith(own)) {
            throw notFound("Invalid arn " + reference + ": this endpoint serves " + own + "*");
        }
        return reference.substring(own.length());
    }

    private static AwsError notFound(String message) {
        return new AwsError("NotFoundException", message);
    }
}
