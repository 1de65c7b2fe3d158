package io.spicerack.core.account;

import io.spicerack.audit.event.Outcome;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.record.DataSetRecord;
import io.spicerack.catalog.record.DefinitionRecord;
import io.spicerack.catalog.record.RefreshProperties;
import io.spicerack.core.queue.DefinedDataSetQueue;
import io.spicerack.core.queue.Ingestions;
import io.spicerack.core.reading.Retirement;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.RequestType;
import io.spicerack.model.ResourceExistsException;
import io.spicerack.prepare.DataSetDefinition;
import io.spicerack.prepare.DefinitionReader;
import io.spicerack.prepare.OutputColumn;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The data sets that are made through the API: created, updated and deleted, each with the ingestion that follows from it.
 * Those that a route declares are refused, since the route would be right at the next start. Thread-safe.
 */
public final class DefinedDataSets {
    /**
     * A definition that was checked.
     *
     * @param members what is kept and given back, as JSON
     */
    public record Definition(String name, DataSourceId dataSource, String members) {}

    private final Catalog catalog;
    private final Ingestions ingestions;
    private final DefinedDataSetQueue queue;
    private final Retirement retirement;
    private final Account account;
    private final Trail trail;

    public DefinedDataSets(
            Catalog catalog, Ingestions ingestions, Retirement retirement, Account account, Trail trail) {
        this.catalog = catalog;
        this.ingestions = ingestions;
        this.queue = new DefinedDataSetQueue(ingestions, trail);
        this.retirement = retirement;
        this.account = account;
        this.trail = trail;
    }

    /** Creates a data set and queues its INITIAL_INGESTION. */
    public IngestionId create(DataSetId id, Definition definition) {
        IngestionId ingestion = catalog.write(tx -> {
            if (tx.dataSets().find(id).isPresent()) {
                throw new ResourceExistsException(
                        "data set '" + id + "' exists already; update it, or choose another id");
            }
            tx.dataSets().create(id, definition.name());
            tx.definitions().put(id, definition.dataSource(), definition.members());
            tx.audit()
                    .append(trail.events().api().createDataSet(trail.caller(), id, definition.name(), Outcome.SUCCESS));
            return queue.queue(tx, id, RequestType.INITIAL_INGESTION);
        });
        ingestions.signal().arrived();
        return ingestion;
    }

    /**
     * Replaces a data set's definition and queues an EDIT. What was queued before it is suppressed, and what runs is
     * superseded: both would bring rows of a definition that is gone.
     */
    public IngestionId update(DataSetId id, Definition definition) {
        IngestionId ingestion = catalog.write(tx -> {
            checkOwn(tx, id);
            checkWindow(tx, id, definition);
            tx.dataSets().rename(id, definition.name());
            tx.definitions().put(id, definition.dataSource(), definition.members());
            tx.audit()
                    .append(trail.events()
                            .api()
                            .changed(
                                    trail.caller(),
                                    "UpdateDataSet",
                                    account.dataSet(id),
                                    Map.of("DataSetId", id.value(), "Name", definition.name())));
            queue.suppress(tx, id);
            return queue.queue(tx, id, RequestType.EDIT);
        });
        queue.supersede(id, ingestion);
        ingestions.signal().arrived();
        return ingestion;
    }

    /** Deletes a data set with its permissions and tags, ends what is queued or runs, and removes versions and grants. */
    public void delete(DataSetId id, Arn arn) {
        delete(id, arn, tx -> checkOwn(tx, id));
    }

    /** The same for one that a file declared once and none declares any more. */
    public void deleteUndeclared(DataSetId id) {
        delete(id, account.dataSet(id), tx -> {
            DataSetRecord dataSet = found(tx, id);
            String file = dataSet.declaredIn();
            if (file == null || !ingestions.routeFiles().ghost(id, file)) {
                throw new DeclaredElsewhereException("data set '" + id + "' is "
                        + (file == null
                                ? "the API's: delete it there (DeleteDataSet)"
                                : "declared in " + file + ": take it out of that file first"));
            }
        });
    }

    private void delete(DataSetId id, Arn arn, Consumer<CatalogTransaction> check) {
        catalog.run(tx -> {
            check.accept(tx);
            queue.deleted(tx, id);
            tx.versions().supersede(id);
            tx.dataSets().markDeleted(id);
            tx.permissions().forgetResource(arn);
            tx.tags().forgetResource(arn);
            tx.audit().append(trail.events().api().deleteDataSet(trail.caller(), id, Outcome.SUCCESS));
        });
        queue.stopDeleted(id);
        retirement.retireSuperseded();
    }

    /** Empty for a data set that a route declares. */
    public Optional<DefinitionRecord> definition(DataSetId id) {
        return catalog.read(tx -> tx.definitions().find(id));
    }

    /** Those of some data sets, as far as they have one. */
    public Map<DataSetId, DefinitionRecord> definitions(Collection<DataSetId> ids) {
        Map<DataSetId, DefinitionRecord> found = new HashMap<>();
        catalog.read(tx -> {
            ids.forEach(id -> tx.definitions().find(id).ifPresent(definition -> found.put(id, definition)));
            return found;
        });
        return found;
    }

    public boolean has(DataSetId id) {
        return definition(id).isPresent();
    }

    public Optional<RefreshProperties> refreshProperties(DataSetId id) {
        return catalog.read(tx -> tx.refreshProperties().find(id));
    }

    public void putRefreshProperties(DataSetId id, RefreshProperties properties) {
        catalog.run(tx -> {
            checkOwn(tx, id);
            if (properties.window() != null) {
                String members = tx.definitions().find(id).orElseThrow().members();
                checkWindow(DefinitionReader.parse(members), properties.window().columnName());
            }
            tx.refreshProperties().put(id, properties);
            changed(tx, id, "PutDataSetRefreshProperties", Map.of("DataSetRefreshProperties", properties.toString()));
        });
    }

    /** False where there were none. */
    public boolean deleteRefreshProperties(DataSetId id) {
        return catalog.write(tx -> {
            checkOwn(tx, id);
            boolean deleted = tx.refreshProperties().delete(id);
            changed(tx, id, "DeleteDataSetRefreshProperties", Map.of());
            return deleted;
        });
    }

    private void changed(CatalogTransaction tx, DataSetId id, String operation, Map<String, String> parameters) {
        tx.audit().append(trail.events().api().changed(trail.caller(), operation, account.dataSet(id), parameters));
    }

    /** A window's column has to stay while refresh properties name it. */
    private static void checkWindow(CatalogTransaction tx, DataSetId id, Definition definition) {
        tx.refreshProperties().find(id).map(RefreshProperties::window).ifPresent(window -> {
            try {
                checkWindow(DefinitionReader.parse(definition.members()), window.columnName());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "the refresh properties of the data set need its column '" + window.columnName()
                                + "' as it is; delete or replace them first: " + e.getMessage(),
                        e);
            }
        });
    }

    private static void checkWindow(DataSetDefinition definition, String column) {
        boolean declared = !definition.outputColumns().isEmpty();
        boolean date = definition.outputColumns().stream()
                .anyMatch(output -> output.name().equals(column) && output.type() == OutputColumn.Type.DATETIME);
        if ((declared && !date) || definition.sourceColumn(column).isEmpty()) {
            throw new IllegalArgumentException("LookbackWindow.ColumnName is '" + column
                    + "'; it must be a DATETIME column of the data set that comes from the source as it is, since the"
                    + " source is asked by it");
        }
    }

    private static DataSetRecord found(CatalogTransaction tx, DataSetId id) {
        return tx.dataSets()
                .find(id)
                .orElseThrow(() -> new IllegalArgumentException("there is no data set '" + id + "'"));
    }

    private static void checkOwn(CatalogTransaction tx, DataSetId id) {
        DataSetRecord dataSet = found(tx, id);
        if (dataSet.declaredIn() != null) {
            throw new DeclaredElsewhereException("data set '" + id + "' is declared in " + dataSet.declaredIn()
                    + ", which would undo the change at the next start; change it there");
        }
        if (tx.definitions().find(id).isEmpty()) {
            throw new DeclaredElsewhereException(
                    "data set '" + id + "' was not made through the API; change it where it was declared");
        }
    }
}
