package io.spicerack.core.keys;

import io.spicerack.audit.event.Outcome;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.trail.Trail;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.envelope.KeyDescription;
import io.spicerack.envelope.KeyService;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The account's registered keys, of which at most one is the default. Changing them touches no data: each data set
 * moves at its next full refresh. Thread-safe.
 */
public final class KeyRegistrations {
    /** The key for new data. */
    public record KeyForNewData(KeyReference key, boolean serviceOwned) {}

    /** A key that was not registered, with the reason. */
    public record Failed(KeyReference key, String message) {}

    /** What became of an update: a key fails alone. */
    public record Update(List<RegisteredKey> successful, List<Failed> failed) {}

    /** Stands for every data set where a key policy asks for the encryption context. */
    private static final DataSetId ANY_DATA_SET = new DataSetId("key-registration");

    private final Catalog catalog;
    private final KeyService keys;
    private final KeysConfig config;
    private final Optional<ReservedKey> reserved;
    private final Trail trail;

    /** @param reserved what is sealed under a key of its own */
    public KeyRegistrations(
            Catalog catalog, KeyService keys, KeysConfig config, Optional<ReservedKey> reserved, Trail trail) {
        this.reserved = reserved;
        this.catalog = catalog;
        this.keys = keys;
        this.config = config;
        this.trail = trail;
    }

    /** Reads how people name a key; {@code IllegalArgumentException} says how the provider of keys names them. */
    public KeyReference reference(String text) {
        return keys.reference(text);
    }

    /** Replaces all registrations; an empty list clears them, and the service-owned key applies. */
    public Update update(List<RegisteredKey> wanted) {
        List<KeyReference> defaults = wanted.stream()
                .filter(RegisteredKey::isDefault)
                .map(RegisteredKey::key)
                .toList();
        if (defaults.size() > 1) {
            throw new IllegalArgumentException(
                    "more than one key is marked as default: " + defaults.size() + " of " + wanted.size() + ", such as "
                            + defaults.get(0) + " and " + defaults.get(1) + "; mark at most one");
        }
        List<RegisteredKey> successful = new ArrayList<>();
        List<Failed> failed = new ArrayList<>();
        for (RegisteredKey key : wanted) {
            String problem = problem(key.key());
            if (problem.isEmpty()) {
                successful.add(key);
            } else {
                failed.add(new Failed(key.key(), problem));
            }
        }
        refuseToLoseDefault(wanted, failed);
        if (successful.isEmpty() && !failed.isEmpty()) {
            refuseToClear(failed.get(0));
            return new Update(successful, failed);
        }
        catalog.run(tx -> {
            tx.keys().replaceAll(successful);
            tx.audit()
                    .append(trail.events()
                            .api()
                            .updateKeyRegistration(
                                    trail.caller(),
                                    successful.stream().map(RegisteredKey::key).toList(),
                                    defaultOf(successful),
                                    Outcome.SUCCESS));
        });
        return new Update(successful, failed);
    }

    /** A default key that cannot be used must not quietly leave the service-owned key in its place. */
    private static void refuseToLoseDefault(List<RegisteredKey> wanted, List<Failed> failed) {
        for (RegisteredKey key : wanted) {
            if (key.isDefault()) {
                failed.stream()
                        .filter(lost -> lost.key().equals(key.key()))
                        .findFirst()
                        .ifPresent(lost -> {
                            throw new IllegalArgumentException(
                                    "the default key cannot be registered, so nothing was changed: " + lost.message());
                        });
            }
        }
    }

    /** A list of mistyped keys alone is not the empty list that clears the registrations. */
    private void refuseToClear(Failed first) {
        if (!list().isEmpty()) {
            throw new IllegalArgumentException("none of these keys can be registered, so nothing was changed: "
                    + first.message() + ". An empty list clears the registrations");
        }
    }

    public List<RegisteredKey> list() {
        return catalog.read(tx -> tx.keys().list());
    }

    /** The default key, or the service-owned key where none is registered: never none. */
    public KeyForNewData keyForNewData() {
        return catalog.read(tx -> tx.keys()
                .defaultKey()
                .map(key -> new KeyForNewData(key, false))
                .orElseGet(() -> new KeyForNewData(config.serviceOwnedKey(), true)));
    }

    /** The key that a data set's next version is sealed under: the one for new data, but for what has a reserved one. */
    public KeyForNewData keyFor(DataSetId dataSet) {
        return reserved.filter(own -> own.dataSet().equals(dataSet))
                .map(own -> new KeyForNewData(own.key(), false))
                .orElseGet(this::keyForNewData);
    }

    /** Whether a version is under another key than the one that its data set's next version is sealed under. */
    public boolean drifted(VersionRecord version) {
        return !version.key().key().equals(keyFor(version.dataSet()).key());
    }

    /** The same for many: the key for new data is looked up once. */
    public Predicate<VersionRecord> drift() {
        KeyReference forNewData = keyForNewData().key();
        return version -> !version.key()
                .key()
                .equals(reserved.filter(own -> own.dataSet().equals(version.dataSet()))
                        .map(ReservedKey::key)
                        .orElse(forNewData));
    }

    private static @Nullable KeyReference defaultOf(List<RegisteredKey> keys) {
        return keys.stream()
                .filter(RegisteredKey::isDefault)
                .map(RegisteredKey::key)
                .findFirst()
                .orElse(null);
    }

    /** Why a key cannot protect new data, as KMS answers now; empty where it can. It is asked, and not used. */
    public String problem(KeyReference key) {
        Optional<String> outOfPlace = keys.outOfPlace(key);
        if (outOfPlace.isPresent()) {
            return outOfPlace.get();
        }
        try {
            KeyDescription description = keys.describe(key);
            if (description.state() == KeyState.Missing) {
                return key + " does not exist in this account and Region";
            }
            if (!description.symmetric()) {
                return key + " is not a symmetric encryption key; register a SYMMETRIC_DEFAULT key";
            }
            if (!description.usable()) {
                return key + " is " + description.state() + "; enable it first";
            }
            keys.permitted(key, new EncryptionContext(config.account().dataSet(ANY_DATA_SET)));
            return "";
        } catch (KeyUnavailableException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
