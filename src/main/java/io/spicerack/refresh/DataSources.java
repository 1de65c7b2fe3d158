package io.spicerack.refresh;

import io.spicerack.audit.DataSourceRequest;
import io.spicerack.audit.Outcome;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.CredentialsSource;
import io.spicerack.catalog.DataSourceError;
import io.spicerack.catalog.DataSourceRecord;
import io.spicerack.extract.SourceConfig;
import io.spicerack.extract.SourceConnection;
import io.spicerack.extract.SourceParts;
import io.spicerack.extract.Sources;
import io.spicerack.extract.SplitQuery;
import io.spicerack.model.Arn;
import io.spicerack.model.Credentials;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.ResourceStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The account's data sources: created and updated asynchronously with a real connection test, as in QuickSight, and
 * connected to with the credentials of the moment. Thread-safe.
 */
public final class DataSources {
    private static final Logger LOGGER = LoggerFactory.getLogger(DataSources.class);

    private final Catalog catalog;
    private final CredentialsStore credentials;
    private final SpiceConfig.SourceSettings settings;
    private final Trail trail;
    private final Executor tests;
    private final Clock clock;

    DataSources(
            Catalog catalog,
            CredentialsStore credentials,
            SpiceConfig config,
            Trail trail,
            Executor tests,
            Clock clock) {
        this.catalog = catalog;
        this.credentials = credentials;
        this.settings = config.source();
        this.trail = trail;
        this.tests = tests;
        this.clock = clock;
    }

    /** Creates a data source in state CREATION_IN_PROGRESS and tests its connection in the background. */
    public void create(DataSourceDefinition definition, CredentialsInput input) {
        CredentialsSource kept = credentials.keep(definition.id(), input);
        catalog.run(tx -> {
            if (tx.dataSources().find(definition.id()).isPresent()) {
                throw new ResourceExistsException(
                        "data source '" + definition.id() + "' exists already; update it, or choose another id");
            }
            tx.dataSources().insert(row(definition, kept, ResourceStatus.CREATION_IN_PROGRESS, clock.instant()));
            tx.audit()
                    .append(trail.events()
                            .api()
                            .createDataSource(trail.caller(), request(definition, kept), Outcome.SUCCESS));
        });
        tests.execute(() -> test(definition.id(), ResourceStatus.CREATION_SUCCESSFUL, ResourceStatus.CREATION_FAILED));
    }

    /** Replaces a data source's definition and credentials, in state UPDATE_IN_PROGRESS until its test is done. */
    public void update(DataSourceDefinition definition, CredentialsInput input) {
        CredentialsSource kept = credentials.keep(definition.id(), input);
        catalog.run(tx -> {
            DataSourceRecord before = existing(tx, definition.id());
            tx.dataSources().update(row(definition, kept, ResourceStatus.UPDATE_IN_PROGRESS, before.created()));
            tx.audit()
                    .append(trail.events()
                            .api()
                            .updateDataSource(trail.caller(), request(definition, kept), Outcome.SUCCESS));
        });
        tests.execute(() -> test(definition.id(), ResourceStatus.UPDATE_SUCCESSFUL, ResourceStatus.UPDATE_FAILED));
    }

    /** Deletes a data source with its permissions and tags. What is being read from it is read to its end. */
    public void delete(DataSourceId id, Arn arn) {
        catalog.run(tx -> {
            tx.dataSources().delete(id);
            tx.permissions().forgetResource(arn);
            tx.tags().forgetResource(arn);
            tx.audit().append(trail.events().api().deleteDataSource(trail.caller(), id, Outcome.SUCCESS));
        });
    }

    public Optional<DataSourceRecord> find(DataSourceId id) {
        return catalog.read(tx -> tx.dataSources().find(id));
    }

    public List<DataSourceRecord> list() {
        return catalog.read(tx -> tx.dataSources().list());
    }

    public boolean exists(DataSourceId id) {
        return find(id).isPresent();
    }

    /** A connection with the credentials of the moment, in a snapshot of its own. The caller closes it. */
    public SourceConnection open(DataSourceId id) {
        DataSourceRecord dataSource = catalog.read(tx -> existing(tx, id));
        try (Credentials opened = credentials.open(dataSource)) {
            return Sources.open(config(dataSource), opened);
        }
    }

    /** A query's connections, in one snapshot. The caller closes them. */
    SourceParts open(DataSourceId id, SplitQuery query) {
        return open(id, List.of(query)).get(0);
    }

    /** The connections of several queries, all in one snapshot. The caller closes them. */
    List<SourceParts> open(DataSourceId id, List<SplitQuery> queries) {
        DataSourceRecord dataSource = catalog.read(tx -> existing(tx, id));
        try (Credentials opened = credentials.open(dataSource)) {
            return Sources.open(config(dataSource), opened, queries);
        }
    }

    private void test(DataSourceId id, ResourceStatus well, ResourceStatus badly) {
        DataSourceError error = null;
        try {
            DataSourceRecord dataSource = catalog.read(tx -> existing(tx, id));
            try (Credentials opened = credentials.open(dataSource)) {
                Sources.test(config(dataSource), opened);
            }
        } catch (RuntimeException e) {
            error = Failures.dataSourceError(e);
        }
        if (Thread.currentThread().isInterrupted()) {
            // the service is stopping: nothing was learnt, and the next start tests it again
            return;
        }
        finish(id, error == null ? well : badly, error);
    }

    private void finish(DataSourceId id, ResourceStatus status, @Nullable DataSourceError error) {
        try {
            catalog.run(tx -> {
                tx.dataSources().setStatus(id, status, error);
            });
        } catch (RuntimeException e) {
            LOGGER.atError().addKeyValue("dataSourceId", id).setCause(e).log("could not keep a data source's status");
            return;
        }
        if (error == null) {
            LOGGER.atInfo()
                    .addKeyValue("dataSourceId", id)
                    .addKeyValue("status", status)
                    .log("data source tested");
        } else {
            LOGGER.atWarn()
                    .addKeyValue("dataSourceId", id)
                    .addKeyValue("status", status)
                    .addKeyValue("errorType", error.type())
                    .addKeyValue("reason", error.message())
                    .log("data source cannot be used");
        }
    }

    private DataSourceRecord existing(CatalogTransaction tx, DataSourceId id) {
        return tx.dataSources()
                .find(id)
                .orElseThrow(() -> new IngestionException(
                        IngestionErrorType.DATA_SOURCE_NOT_FOUND,
                        "there is no data source '" + id + "'; the catalog has "
                                + tx.dataSources().list().stream()
                                        .map(known -> known.id().value())
                                        .toList()
                                + ". Declare it in config/catalog/ or correct the route"));
    }

    private static DataSourceRequest request(DataSourceDefinition definition, CredentialsSource kept) {
        return new DataSourceRequest(
                definition.id(),
                definition.name(),
                definition.type(),
                definition.host(),
                definition.port(),
                definition.database(),
                secretArn(kept));
    }

    private static @Nullable Arn secretArn(CredentialsSource kept) {
        return kept instanceof CredentialsSource.InSecret inSecret ? inSecret.secret() : null;
    }

    private DataSourceRecord row(
            DataSourceDefinition definition, CredentialsSource kept, ResourceStatus status, Instant created) {
        return new DataSourceRecord(
                definition.id(),
                definition.name(),
                definition.type(),
                definition.host(),
                definition.port(),
                definition.database(),
                definition.ssl(),
                kept,
                status,
                null,
                definition.vpcConnectionArn(),
                definition.declaredIn(),
                created,
                clock.instant());
    }

    private SourceConfig config(DataSourceRecord dataSource) {
        return new SourceConfig(
                dataSource.type(),
                dataSource.host(),
                dataSource.port(),
                dataSource.database(),
                dataSource.ssl(),
                settings.timeouts(),
                settings.types());
    }
}
