package io.spicerack.core.keys;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.CredentialsSource;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.model.KeyReference;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which keys protect something, by the catalog. Stateless. */
public final class ProtectingKeys {
    private ProtectingKeys() {}

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
