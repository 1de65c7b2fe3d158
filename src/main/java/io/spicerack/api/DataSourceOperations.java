package io.spicerack.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.catalog.DataSourceRecord;
import io.spicerack.model.Account;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.ResourceStatus;
import io.spicerack.refresh.CredentialsInput;
import io.spicerack.refresh.DataSourceDefinition;
import io.spicerack.refresh.DataSources;
import java.util.List;
import java.util.Set;

/** Data sources: made and changed with a connection test behind, looked at. Thread-safe. */
final class DataSourceOperations {
    private static final String ALL = "/data-sources";
    private static final String ONE = "/data-sources/{DataSourceId}";
    private static final Set<String> CREATE = Set.of(
            "DataSourceId",
            "Name",
            "Type",
            "DataSourceParameters",
            "Credentials",
            "VpcConnectionProperties",
            "SslProperties");
    private static final Set<String> UPDATE =
            Set.of("Name", "DataSourceParameters", "Credentials", "VpcConnectionProperties", "SslProperties");

    private final DataSources dataSources;
    private final Account account;

    DataSourceOperations(DataSources dataSources, Account account) {
        this.dataSources = dataSources;
        this.account = account;
    }

    List<Operation> all() {
        return List.of(
                Operation.of("CreateDataSource", "POST " + ALL, 202, this::create),
                Operation.of("UpdateDataSource", "PUT " + ONE, 202, this::update),
                Operation.of("DescribeDataSource", "GET " + ONE, 200, this::describe),
                Operation.of("ListDataSources", "GET " + ALL, 200, Operation.PAGES, this::list));
    }

    private ObjectNode create(Call call) {
        Input input = call.input().allow(CREATE);
        DataSourceId id =
                input.parsed("DataSourceId", DataSourceId::new).orElseThrow(() -> input.missing("DataSourceId"));
        DataSourceType type = DataSourceInput.type(input);
        DataSourceInput.Place place =
                DataSourceInput.place(input, type).orElseThrow(() -> input.missing("DataSourceParameters"));
        DataSourceDefinition definition = new DataSourceDefinition(
                id,
                input.text("Name", 128),
                type,
                place.host(),
                place.port(),
                place.database(),
                DataSourceInput.ssl(input).orElse(true),
                DataSourceInput.vpcConnection(input).orElse(null),
                null);
        try (DataSourceInput.Given given =
                DataSourceInput.credentials(input).orElseThrow(() -> input.missing("Credentials"))) {
            ApiError.translated("DATA_SOURCE", () -> {
                dataSources.create(definition, given.credentials());
                return id;
            });
        }
        return named(id).put("CreationStatus", ResourceStatus.CREATION_IN_PROGRESS.name());
    }

    /** What is not given stays, as far as it is known: a password is not, since nothing ever gives one back. */
    private ObjectNode update(Call call) {
        Input input = call.input().allow(UPDATE);
        DataSourceRecord before = known(call);
        if (before.declaredIn() != null) {
            throw ApiError.conflict("data source '" + before.id() + "' is declared in " + before.declaredIn()
                    + ", which would undo the change at the next start; change it there");
        }
        DataSourceInput.Place place = DataSourceInput.place(input, before.type())
                .orElseGet(() -> new DataSourceInput.Place(before.host(), before.port(), before.database()));
        DataSourceDefinition definition = new DataSourceDefinition(
                before.id(),
                input.text("Name", 128),
                before.type(),
                place.host(),
                place.port(),
                place.database(),
                DataSourceInput.ssl(input).orElse(before.ssl()),
                DataSourceInput.vpcConnection(input).orElse(before.vpcConnectionArn()),
                null);
        try (DataSourceInput.Given given =
                DataSourceInput.credentials(input).orElseGet(() -> secretOf(before, input))) {
            ApiError.translated("DATA_SOURCE", () -> {
                dataSources.update(definition, given.credentials());
                return before.id();
            });
        }
        return named(before.id()).put("UpdateStatus", ResourceStatus.UPDATE_IN_PROGRESS.name());
    }

    private ObjectNode describe(Call call) {
        call.input().allow(Set.of());
        ObjectNode body = Json.object();
        body.set("DataSource", DataSourceJson.dataSource(account, known(call)));
        return body;
    }

    private ObjectNode list(Call call) {
        call.input().allow(Set.of());
        Page page = Page.of(call);
        List<DataSourceRecord> shown =
                page.cut(dataSources.list(), source -> source.id().value());
        return page.body(
                "DataSources",
                shown,
                source -> source.id().value(),
                source -> DataSourceJson.dataSource(account, source));
    }

    private DataSourceRecord known(Call call) {
        DataSourceId id = call.id("DataSourceId", DataSourceId::new);
        return dataSources
                .find(id)
                .orElseThrow(() -> ApiError.notFound("DATA_SOURCE", "there is no data source '" + id + "'"));
    }

    private ObjectNode named(DataSourceId id) {
        return Json.object().put("Arn", account.dataSource(id).toString()).put("DataSourceId", id.value());
    }

    private static DataSourceInput.Given secretOf(DataSourceRecord before, Input input) {
        return DataSourceJson.secret(before)
                .map(secret -> DataSourceInput.Given.of(new CredentialsInput.SecretArn(secret)))
                .orElseThrow(() -> input.refused(
                        "Credentials", "is missing; a data source with a CredentialPair is given it at each update"));
    }
}
