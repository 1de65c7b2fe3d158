package io.spicerack.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.catalog.record.DataSourceError;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.core.sources.DataSources;
import io.spicerack.http.HttpAnswer;
import io.spicerack.model.Account;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionException;
import io.spicerack.model.KnownNames;
import io.spicerack.source.SourceColumn;
import io.spicerack.source.SourceConnection;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.RowMaps;
import io.spicerack.tls.Fingerprint;
import io.spicerack.tls.ShownCertificate;
import io.spicerack.tls.ShownProof;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The calls below {@code /data-sources}: how each is, what its server shows, and what is pinned of it. Thread-safe. */
final class SourceEndpoints {
    private final DataSources dataSources;
    private final Account account;

    SourceEndpoints(DataSources dataSources, Account account) {
        this.dataSources = dataSources;
        this.account = account;
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.of("GET /data-sources", call -> answer(list())),
                Endpoint.of("DELETE /data-sources/{id}", this::delete),
                Endpoint.of("GET /data-sources/{id}/tables", call -> refusing(() -> tables(id(call)))),
                Endpoint.of("POST /data-sources/{id}/columns", call -> refusing(() -> columns(id(call), call.body()))),
                Endpoint.of("GET /data-sources/{id}/trust", call -> refusing(() -> trust(id(call)))),
                Endpoint.of(
                        "PUT /data-sources/{id}/trust",
                        Set.of("sha256"),
                        call -> refusing(() -> answer(
                                described(dataSources.pin(id(call), Fingerprint.parse(call.required("sha256"))))))),
                Endpoint.of(
                        "DELETE /data-sources/{id}/trust",
                        call -> refusing(() -> answer(
                                JsonNodeFactory.instance.objectNode().put("forgotten", dataSources.unpin(id(call)))))));
    }

    private ObjectNode list() {
        Map<DataSourceId, String> mayChange = dataSources.mayChange();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode all = answer.putArray("dataSources");
        for (DataSourceRecord source : dataSources.list()) {
            ObjectNode one = all.addObject()
                    .put("dataSourceId", source.id().value())
                    .put("type", source.type().name())
                    .put("host", source.host())
                    .put("port", source.port())
                    .put("database", source.database())
                    .put("tls", source.ssl())
                    .put("status", source.status().name());
            DataSourceError error = source.error();
            if (error != null) {
                one.putObject("error").put("type", error.type().name()).put("message", error.message());
            }
            dataSources.declared().left(source).ifPresent(why -> one.put("undeclared", why));
            String user = mayChange.get(source.id());
            if (user != null) {
                one.put("user", user);
            }
        }
        return answer;
    }

    /** One that a file declares is changed there, and one of the API over the API. */
    private HttpAnswer delete(ManagementCall call) {
        DataSourceId id = id(call);
        DataSourceRecord source = dataSources.find(id).orElseThrow();
        if (dataSources.declared().left(source).isEmpty()) {
            throw Refusal.badParameter("data source '" + id + "' "
                    + (source.declaredIn() == null
                            ? "was made through the API; delete it there, with DeleteDataSource"
                            : "is declared in config/catalog/" + source.declaredIn() + "; remove that file first"));
        }
        dataSources.delete(id, account.dataSource(id));
        return answer(JsonNodeFactory.instance
                .objectNode()
                .put("dataSourceId", id.value())
                .put("deleted", true));
    }

    private DataSourceId id(ManagementCall call) {
        return known(dataSources, call);
    }

    /** The data source that the path names; one that there is not is refused with the near name. */
    static DataSourceId known(DataSources dataSources, ManagementCall call) {
        List<String> names =
                dataSources.list().stream().map(source -> source.id().value()).toList();
        String name = call.name("id");
        if (!names.contains(name)) {
            throw Refusal.notFound(new KnownNames("data source", names)
                    .missing(name, "Declare it in config/catalog/, or through the API"));
        }
        return new DataSourceId(name);
    }

    /** The query is described at its source, and not run; that is on record as every statement is. */
    private HttpAnswer columns(DataSourceId id, String sql) {
        if (sql.isBlank()) {
            throw new IllegalArgumentException("the query is missing: it is the body of the request");
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode columns = answer.putArray("columns");
        try (SourceConnection connection = dataSources.open(id)) {
            for (SourceColumn column : connection.columns(sql)) {
                columns.addObject().put("name", column.column().name()).put("type", column.sourceType());
            }
        }
        return answer(answer);
    }

    /** The tables and views that its user may see, but for the server's own. */
    private HttpAnswer tables(DataSourceId id) {
        boolean postgres = dataSources.type(id).dialect().nameQuote() == '"';
        String text = postgres ? "text" : "CHAR";
        String sql = "SELECT CAST(table_schema AS " + text + ") AS s, CAST(table_name AS " + text + ") AS t"
                + " FROM information_schema.tables WHERE table_schema NOT IN ('information_schema', 'pg_catalog',"
                + " 'mysql', 'performance_schema', 'sys') ORDER BY 1, 2";
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode tables = answer.putArray("tables");
        try (SourceConnection connection = dataSources.open(id);
                RowGroups rows = connection.query(sql)) {
            RowGroup group = new RowGroup(rows.schema());
            while (rows.next(group)) {
                for (int row = 0; row < group.rows(); row++) {
                    tables.addObject()
                            .put("schema", String.valueOf(RowMaps.value(group, 0, row)))
                            .put("table", String.valueOf(RowMaps.value(group, 1, row)));
                }
            }
        }
        return answer(answer);
    }

    private HttpAnswer trust(DataSourceId id) {
        ShownProof shown = dataSources.shown(id);
        ObjectNode answer = described(shown);
        ArrayNode pinned = answer.putArray("pinned");
        dataSources.trusts().pinned(id).stream()
                .filter(proof -> proof.kind() == shown.kind())
                .forEach(proof -> pinned.add(proof.fingerprint().text()));
        return answer(answer);
    }

    private static ObjectNode described(ShownProof shown) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("shows", shown.kind().name())
                .put("description", shown.description())
                .put("sha256", shown.fingerprint().text());
        if (shown instanceof ShownCertificate certificate) {
            json.put("signedBy", certificate.signedBy())
                    .put("validFrom", certificate.from().toString())
                    .put("validUntil", certificate.until().toString());
            certificate.names().forEach(json.putArray("names")::add);
        }
        return json;
    }

    private static HttpAnswer answer(ObjectNode json) {
        return HttpAnswer.prettyJson(200, json);
    }

    private static HttpAnswer refusing(Supplier<HttpAnswer> work) {
        try {
            return work.get();
        } catch (IllegalArgumentException e) {
            throw Refusal.badParameter(String.valueOf(e.getMessage()));
        } catch (IllegalStateException | IngestionException e) {
            throw Refusal.nothingToRead(String.valueOf(e.getMessage()));
        }
    }
}
