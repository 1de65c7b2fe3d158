package io.spicerack.app;

import io.spicerack.catalog.CredentialsSource;
import io.spicerack.catalog.DataSourceRecord;
import io.spicerack.refresh.DataSourceDefinition;
import io.spicerack.refresh.Spice;
import java.nio.file.Path;
import java.util.Optional;

/** Brings the catalog in line with what the files declare; what is as declared already is left alone. */
final class Declarations {
    private final Spice spice;

    Declarations(Spice spice) {
        this.spice = spice;
    }

    void apply(Settings settings, Path catalogDirectory) {
        settings.allowedSecrets().forEach(spice.allowedSecrets()::allow);
        for (CatalogFiles.Declared declared : new CatalogFiles(settings.all()).read(catalogDirectory)) {
            apply(declared);
        }
    }

    private void apply(CatalogFiles.Declared declared) {
        Optional<DataSourceRecord> known =
                spice.dataSources().find(declared.definition().id());
        if (known.isEmpty()) {
            spice.dataSources().create(declared.definition(), declared.credentials());
        } else if (!same(known.get(), declared)) {
            spice.dataSources().update(declared.definition(), declared.credentials());
        }
    }

    private static boolean same(DataSourceRecord known, CatalogFiles.Declared declared) {
        DataSourceDefinition asKnown = new DataSourceDefinition(
                known.id(),
                known.name(),
                known.type(),
                known.host(),
                known.port(),
                known.database(),
                known.ssl(),
                known.vpcConnectionArn(),
                known.declaredIn());
        return asKnown.equals(declared.definition())
                && known.credentials()
                        .equals(new CredentialsSource.InSecret(
                                declared.credentials().secret()));
    }
}
