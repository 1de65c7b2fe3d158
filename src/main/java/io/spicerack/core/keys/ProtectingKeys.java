package io.spicerack.core.keys;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.CredentialsSource;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.model.KeyReference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Which keys protect something, by the catalog. Stateless. */
public final class ProtectingKeys {
    /** Value of the installation: the word of the provider that has them. */
    private static final String PROVIDER = "keys.provider";

    private ProtectingKeys() {}

    /**
     * Those that are another provider's. Where there are none, the provider is kept as theirs.
     *
     * @param names refuses a name that is none of the provider's keys with {@code IllegalArgumentException}
     */
    public static List<KeyReference> foreign(Catalog catalog, String provider, Function<String, KeyReference> names) {
        Optional<String> before = catalog.read(tx -> tx.settings().find(PROVIDER));
        boolean another = before.isPresent() && !before.get().equals(provider);
        List<KeyReference> foreign = of(catalog).stream()
                .filter(key -> another || !reads(names, key))
                .toList();
        if (foreign.isEmpty() && !before.equals(Optional.of(provider))) {
            catalog.run(tx -> tx.settings().put(PROVIDER, provider));
        }
        return foreign;
    }

    private static boolean reads(Function<String, KeyReference> names, KeyReference key) {
        try {
            return names.apply(key.toString()).equals(key);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The keys that something which is kept is under. */
    public static Set<KeyReference> of(Catalog catalog) {
        return catalog.read(tx -> {
            Set<KeyReference> keys = new LinkedHashSet<>();
            tx.versions().live().forEach(version -> keys.add(version.key().key()));
            tx.keys().list().stream().map(RegisteredKey::key).forEach(keys::add);
            tx.dataSources().list().stream()
                    .map(DataSourceRecord::credentials)
                    .filter(CredentialsSource.EncryptedPair.class::isInstance)
                    .map(CredentialsSource.EncryptedPair.class::cast)
                    .forEach(pair -> keys.add(pair.pair().key()));
            return keys;
        });
    }
}
