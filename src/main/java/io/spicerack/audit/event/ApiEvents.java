package io.spicerack.audit.event;

import static io.spicerack.audit.event.EventBuilder.members;

import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.RequestType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Calls of the QuickSight API that change something, whether they came over HTTP, the command line or a declared file. */
public final class ApiEvents {
    private static final String SOURCE = "quicksight.amazonaws.com";
    private static final String API_VERSION = "2018-04-01";

    private final EventBuilder.Beginning events;
    private final Account account;

    ApiEvents(EventBuilder.Beginning events, Account account) {
        this.events = events;
        this.account = account;
    }

    public AuditRecord createDataSource(Caller caller, DataSourceRequest request, Outcome outcome) {
        return dataSource(caller, "CreateDataSource", request.id(), outcome, request.parameters());
    }

    public AuditRecord updateDataSource(Caller caller, DataSourceRequest request, Outcome outcome) {
        return dataSource(caller, "UpdateDataSource", request.id(), outcome, request.parameters());
    }

    public AuditRecord deleteDataSource(Caller caller, DataSourceId id, Outcome outcome) {
        return dataSource(caller, "DeleteDataSource", id, outcome, members("dataSourceId", id.value()));
    }

    public AuditRecord createDataSet(Caller caller, DataSetId id, String name, Outcome outcome) {
        return dataSet(caller, "CreateDataSet", id, outcome, members("dataSetId", id.value(), "name", name))
                .response(members("arn", account.dataSet(id).toString(), "dataSetId", id.value()))
                .build();
    }

    public AuditRecord deleteDataSet(Caller caller, DataSetId id, Outcome outcome) {
        return dataSet(caller, "DeleteDataSet", id, outcome, members("dataSetId", id.value()))
                .response(members("arn", account.dataSet(id).toString(), "dataSetId", id.value()))
                .build();
    }

    public AuditRecord createIngestion(
            Caller caller, DataSetId dataSet, IngestionId id, RequestType type, Outcome outcome) {
        Map<String, Object> request =
                members("dataSetId", dataSet.value(), "ingestionId", id.value(), "ingestionType", type.name());
        return dataSet(caller, "CreateIngestion", dataSet, outcome, request)
                .response(ingestion(dataSet, id))
                .build();
    }

    public AuditRecord cancelIngestion(Caller caller, DataSetId dataSet, IngestionId id, Outcome outcome) {
        Map<String, Object> request = members("dataSetId", dataSet.value(), "ingestionId", id.value());
        return dataSet(caller, "CancelIngestion", dataSet, outcome, request)
                .response(ingestion(dataSet, id))
                .build();
    }

    /** The default key is one of {@code keys}; null leaves the service-owned key. */
    public AuditRecord updateKeyRegistration(
            Caller caller, List<KeyReference> keys, @Nullable KeyReference defaultKey, Outcome outcome) {
        List<Map<String, Object>> registration = keys.stream()
                .map(key -> members("keyArn", key.toString(), "defaultKey", key.equals(defaultKey)))
                .toList();
        return call(caller, "UpdateKeyRegistration", outcome, members("keyRegistration", registration))
                .key(defaultKey)
                .build();
    }

    /** The account's list of secrets that data sources may use: QuickSight's "select secrets" changes its role's policy. */
    public AuditRecord updateAllowedSecrets(Caller caller, List<String> secrets) {
        return call(caller, "UpdateAllowedSecrets", Outcome.SUCCESS, members("allowedSecrets", secrets))
                .build();
    }

    /** Whom data sources trust that say nothing of their own. */
    public AuditRecord updateSourceAuthorities(Caller caller, String authorities) {
        return call(caller, "UpdateSourceAuthorities", Outcome.SUCCESS, members("authorities", authorities))
                .build();
    }

    /** Whom a data source's server must prove to be, before it gets a password. */
    public AuditRecord trustDataSource(Caller caller, DataSourceId id, Map<String, String> what, Outcome outcome) {
        Map<String, Object> request = members("dataSourceId", id.value());
        request.putAll(new TreeMap<>(what));
        return dataSource(caller, "TrustDataSource", id, outcome, request);
    }

    /** An operation that failed or was denied; {@code ids} are those of its URI, such as DataSetId. */
    public AuditRecord failed(Caller caller, String operation, Map<String, String> ids, Outcome.Failure failure) {
        Map<String, Object> request = new LinkedHashMap<>();
        new TreeMap<>(ids)
                .forEach((name, id) -> request.put(Character.toLowerCase(name.charAt(0)) + name.substring(1), id));
        return call(caller, operation, failure, request).build();
    }

    /** An operation that changed {@code resource}; {@code parameters} hold no secret. */
    public AuditRecord changed(Caller caller, String operation, Arn resource, Map<String, String> parameters) {
        Map<String, Object> request = new LinkedHashMap<>();
        new TreeMap<>(parameters)
                .forEach((name, id) -> request.put(Character.toLowerCase(name.charAt(0)) + name.substring(1), id));
        return call(caller, operation, Outcome.SUCCESS, request).about(resource).build();
    }

    private AuditRecord dataSource(
            Caller caller, String name, DataSourceId id, Outcome outcome, Map<String, Object> request) {
        Arn arn = account.dataSource(id);
        return call(caller, name, outcome, request)
                .about(arn)
                .response(members("arn", arn.toString(), "dataSourceId", id.value()))
                .build();
    }

    private EventBuilder dataSet(
            Caller caller, String name, DataSetId id, Outcome outcome, Map<String, Object> request) {
        return call(caller, name, outcome, request).about(account.dataSet(id));
    }

    private EventBuilder call(Caller caller, String name, Outcome outcome, Map<String, Object> request) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("awsAccountId", account.id());
        parameters.putAll(request);
        return events.begin(caller, SOURCE, name)
                .outcome(outcome)
                .request(parameters)
                .apiVersion(API_VERSION);
    }

    private Map<String, Object> ingestion(DataSetId dataSet, IngestionId id) {
        return members("arn", account.ingestion(dataSet, id).toString(), "ingestionId", id.value());
    }
}
