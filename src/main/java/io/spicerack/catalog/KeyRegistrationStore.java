package io.spicerack.catalog;

import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.model.KeyReference;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The account's key registration: which KMS keys are registered, and which one seals what is refreshed next. */
public final class KeyRegistrationStore {
    private final Handle handle;

    KeyRegistrationStore(Handle handle) {
        this.handle = handle;
    }

    /** Full replacement, as UpdateKeyRegistration does it: an empty list leaves the service-owned key. */
    public void replaceAll(List<RegisteredKey> keys) {
        Set<KeyReference> seen = new HashSet<>();
        keys.stream().filter(key -> !seen.add(key.key())).findFirst().ifPresent(twice -> {
            throw new RefusedChangeException("KMS key " + twice.key() + " is listed twice; list it once");
        });
        List<KeyReference> defaults = keys.stream()
                .filter(RegisteredKey::isDefault)
                .map(RegisteredKey::key)
                .toList();
        if (defaults.size() > 1) {
            throw new RefusedChangeException(
                    defaults.size() + " default keys are listed: " + defaults + "; at most one key may be the default");
        }
        handle.execute("DELETE FROM key_registration");
        for (RegisteredKey key : keys) {
            handle.createUpdate("INSERT INTO key_registration (key_arn, is_default) VALUES (:key, :isDefault)")
                    .bindMethods(key)
                    .execute();
        }
    }

    public List<RegisteredKey> list() {
        return handle.createQuery("SELECT key_arn AS key, is_default FROM key_registration ORDER BY key_arn")
                .mapTo(RegisteredKey.class)
                .list();
    }

    /** Empty means the service-owned key applies. */
    public Optional<KeyReference> defaultKey() {
        return handle.createQuery("SELECT key_arn FROM key_registration WHERE is_default")
                .mapTo(KeyReference.class)
                .findOne();
    }
}
