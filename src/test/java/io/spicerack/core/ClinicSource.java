package io.spicerack.core;

import static org.awaitility.Awaitility.await;

import io.spicerack.catalog.record.AllowedSecret;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.core.sources.DataSourceDefinition;
import io.spicerack.core.sources.SecretJson;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.ResourceStatus;
import io.spicerack.model.Secret;
import java.util.List;

/** A database as the data source of {@link AwsCore}, with its password in Secrets Manager. */
final class ClinicSource {
    private ClinicSource() {}

    /** Declares data source and data set; both are in the catalog from then on. */
    static void create(AwsCore core, TestDatabase database) {
        create(core, database, DataSourceType.POSTGRESQL);
    }

    static void create(AwsCore core, TestDatabase database, DataSourceType type) {
        Arn secret = core.console()
                .putSecret("clinic", Secret.of(SecretJson.json(TestDatabases.USER, Secret.of(TestDatabases.PASSWORD))));
        core.spice().allowedSecrets().allow(AllowedSecret.of(secret, List.of()));
        core.spice()
                .dataSources()
                .create(
                        new DataSourceDefinition(
                                AwsCore.SOURCE,
                                "Clinic",
                                type,
                                "127.0.0.1",
                                database.server().port(),
                                database.name(),
                                false,
                                null,
                                null),
                        new CredentialsInput.SecretArn(secret));
        await().until(() ->
                core.spice().dataSources().find(AwsCore.SOURCE).orElseThrow().status()
                        == ResourceStatus.CREATION_SUCCESSFUL);
        core.spice().dataSets().declare(AwsCore.VISITS, "routes/visits.camel.yaml");
    }
}
