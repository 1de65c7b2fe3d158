package io.spicerack.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.core.account.Permissions;
import io.spicerack.core.account.Principal;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.core.sources.DataSourceDefinition;
import io.spicerack.core.sources.DataSources;
import io.spicerack.http.JsonBody;
import io.spicerack.http.JsonInput;
import io.spicerack.http.Paging;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.ResourceStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

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
            "SslProperties",
            "Permissions",
            "Tags");
    private static final Set<String> UPDATE =
            Set.of("Name", "DataSourceParameters", "Credentials", "VpcConnectionProperties", "SslProperties");

    private final DataSources dataSources;
    private final Permissions permissions;
    private final Account account;
    private final Access access;
    private final Sharing sharing;
    private final CopySource copies;

    DataSourceOperations(
            DataSources dataSources, Permissions permissions, Sharing sharing, Account account, Access access) {
        this.dataSources = dataSources;
        this.permissions = permissions;
        this.account = account;
        this.access = access;
        this.sharing = sharing;
        this.copies = new CopySource(dataSources, account, access);
    }

    List<Operation> all() {
        return List.of(
                Operation.of("CreateDataSource", "POST " + ALL, 202, this::create),
                Operation.of("UpdateDataSource", "PUT " + ONE, 202, this::update),
                Operation.of("DescribeDataSource", "GET " + ONE, 200, this::describe),
                Operation.of("DeleteDataSource", "DELETE " + ONE, 200, this::delete),
                Operation.of("ListDataSources", "GET " + ALL, 200, Operation.PAGES, this::list),
                Operation.of("SearchDataSources", "POST /search/data-sources", 200, this::search));
    }

    private ObjectNode create(OperationCall call) {
        JsonInput input = call.input().allow(CREATE);
        DataSourceId id =
                input.parsed("DataSourceId", DataSourceId::new).orElseThrow(() -> input.missing("DataSourceId"));
        DataSourceType type = DataSourceInput.type(input, dataSources.types());
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
        List<Permissions.Change> shared = PermissionOperations.atCreate(ResourceKind.DATA_SOURCE, input);
        Map<String, String> tags = TagOperations.given(input);
        sharing.check(input, shared);
        try (DataSourceInput.Given given = credentials(call, input).orElseThrow(() -> input.missing("Credentials"))) {
            checkSecret(call.principal(), given.credentials());
            ApiError.translated("DATA_SOURCE", () -> {
                dataSources.create(definition, given.credentials());
                return id;
            });
        }
        sharing.share(call.principal(), ResourceKind.DATA_SOURCE, account.dataSource(id), shared, tags);
        return named(id).put("CreationStatus", ResourceStatus.CREATION_IN_PROGRESS.name());
    }

    /** What is not given stays, as far as it is known: a password is not, since nothing ever gives one back. */
    private ObjectNode update(OperationCall call) {
        JsonInput input = call.input().allow(UPDATE);
        DataSourceRecord before = known(call);
        checkNotDeclared(before);
        if (!input.has("DataSourceParameters") || !input.has("SslProperties") || !input.has("Credentials")) {
            ApiError.translated("DATA_SOURCE", () -> {
                dataSources.refuseChanged(before);
                return before.id();
            });
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
        try (DataSourceInput.Given given = credentials(call, input).orElseGet(() -> secretOf(before, input))) {
            checkSecret(call.principal(), given.credentials());
            ApiError.translated("DATA_SOURCE", () -> {
                dataSources.update(definition, given.credentials());
                return before.id();
            });
        }
        return named(before.id()).put("UpdateStatus", ResourceStatus.UPDATE_IN_PROGRESS.name());
    }

    private ObjectNode describe(OperationCall call) {
        call.input().allow(Set.of());
        ObjectNode body = JsonBody.object();
        body.set("DataSource", DataSourceJson.dataSource(account, known(call)));
        return body;
    }

    private ObjectNode list(OperationCall call) {
        call.input().allow(Set.of());
        Paging page = ListPages.of(call, "ListDataSources");
        List<DataSourceRecord> shown =
                page.cut(visible(call), source -> source.id().value());
        return ListPages.body(
                page,
                "DataSources",
                shown,
                source -> source.id().value(),
                source -> DataSourceJson.dataSource(account, source));
    }

    private ObjectNode search(OperationCall call) {
        JsonInput input = call.input().allow(Set.of("Filters", "NextToken", "MaxResults"));
        SearchFilter filter = SearchFilter.of(ResourceKind.DATA_SOURCE, input);
        Paging page = ListPages.of(input, "SearchDataSources");
        List<DataSourceRecord> found = visible(call).stream()
                .filter(source -> filter.matches(source.name(), account.dataSource(source.id()), permissions))
                .toList();
        return ListPages.body(
                page,
                "DataSourceSummaries",
                page.cut(found, source -> source.id().value()),
                source -> source.id().value(),
                source -> DataSourceJson.summary(account, source));
    }

    private ObjectNode delete(OperationCall call) {
        call.input().allow(Set.of());
        DataSourceRecord before = known(call);
        checkNotDeclared(before);
        dataSources.delete(before.id(), account.dataSource(before.id()));
        return named(before.id());
    }

    private List<DataSourceRecord> visible(OperationCall call) {
        Predicate<Arn> visible = access.describable(call.principal(), ResourceKind.DATA_SOURCE);
        return dataSources.list().stream()
                .filter(source -> visible.test(account.dataSource(source.id())))
                .toList();
    }

    private Optional<DataSourceInput.Given> credentials(OperationCall call, JsonInput input) {
        return DataSourceInput.credentials(input, union -> copies.credentials(call.principal(), union));
    }

    /** The caller's own right to a secret; the service's is checked where the secret is used. */
    private static void checkSecret(Principal principal, CredentialsInput credentials) {
        if (credentials instanceof CredentialsInput.SecretArn given && !principal.mayUse(given.secret())) {
            throw Access.denied(
                    principal,
                    "secretsmanager:GetSecretValue",
                    "on resource: " + given.secret() + " because it is none of its secrets");
        }
    }

    private static void checkNotDeclared(DataSourceRecord before) {
        if (before.declaredIn() != null) {
            throw ApiError.conflict("data source '" + before.id() + "' is declared in " + before.declaredIn()
                    + ", which would undo the change at the next start; change it there");
        }
    }

    private DataSourceRecord known(OperationCall call) {
        DataSourceId id = call.id("DataSourceId", DataSourceId::new);
        return dataSources
                .find(id)
                .orElseThrow(() -> ApiError.notFound("DATA_SOURCE", "there is no data source '" + id + "'"));
    }

    private ObjectNode named(DataSourceId id) {
        return JsonBody.object().put("Arn", account.dataSource(id).toString()).put("DataSourceId", id.value());
    }

    private static DataSourceInput.Given secretOf(DataSourceRecord before, JsonInput input) {
        return DataSourceJson.secret(before)
                .map(secret -> DataSourceInput.Given.of(new CredentialsInput.SecretArn(secret)))
                .orElseThrow(
                        () -> input.refused(
                                "Credentials",
                                "is missing; a data source with a CredentialPair is given it at each update, or its own ARN as CopySourceArn"));
    }
}
