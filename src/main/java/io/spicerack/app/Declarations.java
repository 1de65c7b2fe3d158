package io.spicerack.app;

import io.spicerack.catalog.record.CredentialsSource;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.core.sources.AllowedSecrets;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.core.sources.DataSourceDefinition;
import io.spicerack.core.sources.DataSources;
import io.spicerack.core.sources.SourceBudgets;
import io.spicerack.model.ResourceStatus;
import io.spicerack.settings.Settings;
import java.nio.file.Path;
import java.util.Optional;

/** Brings the catalog in line with what the files declare; what is as declared, and tested, is left alone. */
final class Declarations {
    private final AllowedSecrets allowedSecrets;
    private final DataSources dataSources;

    Declarations(AllowedSecrets allowedSecrets, DataSources dataSources) {
        this.allowedSecrets = allowedSecrets;
        this.dataSources = dataSources;
    }

    void apply(Settings settings, Path catalogDirectory) {
        allowedSecrets.declare(settings.allowedSecrets());
        dataSources.trusts().declareAuthorities();
        for (CatalogFiles.Declared declared :
                new CatalogFiles(settings.all(), dataSources.types()).read(catalogDirectory)) {
            apply(declared);
        }
    }

    private void apply(CatalogFiles.Declared declared) {
        // before its connection is tested
        boolean trust = dataSources.trusts().declare(declared.definition().id(), declared.trust());
        dataSources.connections().declareTypes(declared.definition().id(), declared.types());
        applyDefinition(declared, trust);
        SourceBudgets budgets = dataSources.budgets();
        budgets.declare(declared.definition().id(), declared.budget());
    }

    private void applyDefinition(CatalogFiles.Declared declared, boolean anew) {
        Optional<DataSourceRecord> known =
                dataSources.find(declared.definition().id());
        if (known.isEmpty()) {
            dataSources.create(declared.definition(), declared.credentials());
        } else if (anew
                || !same(known.get(), declared)
                || untested(known.get())
                || !dataSources.isGenuine(known.get())) {
            dataSources.update(declared.definition(), declared.credentials());
        }
    }

    /** A stop came before the connection test's end. */
    private static boolean untested(DataSourceRecord known) {
        return known.status() == ResourceStatus.CREATION_IN_PROGRESS
                || known.status() == ResourceStatus.UPDATE_IN_PROGRESS;
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
        return asKnown.equals(declared.definition()) && same(known.credentials(), declared.credentials());
    }

    private static boolean same(CredentialsSource known, CredentialsInput declared) {
        if (known instanceof CredentialsSource.RdsUser rds) {
            return declared instanceof CredentialsInput.RdsUser given
                    && rds.user().equals(given.user());
        }
        return known instanceof CredentialsSource.InSecret in
                && declared instanceof CredentialsInput.SecretArn given
                && in.secret().equals(given.secret());
    }
}
