package io.spicerack.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.catalog.record.CredentialsSource;
import io.spicerack.catalog.record.DataSourceError;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.http.JsonBody;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import java.util.Optional;

/** QuickSight's DataSource structure: it names the secret, and never holds credentials. */
final class DataSourceJson {
    private DataSourceJson() {}

    static ObjectNode dataSource(Account account, DataSourceRecord source) {
        ObjectNode json = JsonBody.object()
                .put("Arn", account.dataSource(source.id()).toString())
                .put("DataSourceId", source.id().value())
                .put("Name", source.name())
                .put("Type", source.type().name())
                .put("Status", source.status().name());
        json.set("CreatedTime", JsonBody.epochSeconds(source.created()));
        json.set("LastUpdatedTime", JsonBody.epochSeconds(source.updated()));
        json.putObject("DataSourceParameters")
                .putObject(source.type().parameters())
                .put("Host", source.host())
                .put("Port", source.port())
                .put("Database", source.database());
        json.putObject("SslProperties").put("DisableSsl", !source.ssl());
        if (source.vpcConnectionArn() != null) {
            json.putObject("VpcConnectionProperties").put("VpcConnectionArn", source.vpcConnectionArn());
        }
        DataSourceError error = source.error();
        if (error != null) {
            json.putObject("ErrorInfo").put("Type", error.type().name()).put("Message", error.message());
        }
        secret(source).ifPresent(arn -> json.put("SecretArn", arn.toString()));
        return json;
    }

    /** What a search gives. */
    static ObjectNode summary(Account account, DataSourceRecord source) {
        ObjectNode json = JsonBody.object()
                .put("Arn", account.dataSource(source.id()).toString())
                .put("DataSourceId", source.id().value())
                .put("Name", source.name())
                .put("Type", source.type().name());
        json.set("CreatedTime", JsonBody.epochSeconds(source.created()));
        json.set("LastUpdatedTime", JsonBody.epochSeconds(source.updated()));
        return json;
    }

    static Optional<Arn> secret(DataSourceRecord source) {
        return source.credentials() instanceof CredentialsSource.InSecret inSecret
                ? Optional.of(inSecret.secret())
                : Optional.empty();
    }
}
