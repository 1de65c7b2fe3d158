package io.spicerack.core.sources;

import io.spicerack.audit.event.DataSourceRequest;
import io.spicerack.audit.event.Outcome;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.record.CredentialsSource;
import io.spicerack.catalog.record.DataSourceError;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.core.keys.KeyChange;
import io.spicerack.core.trail.Trail;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.ResourceExistsException;
import io.spicerack.model.ResourceStatus;
import io.spicerack.model.Ticker;
import io.spicerack.source.SourceConnection;
import io.spicerack.source.SourceType;
import io.spicerack.source.SourceTypes;
import io.spicerack.tls.Fingerprint;
import io.spicerack.tls.ShownProof;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
    private final SourceBudgets budgets;
    private final SourceTrusts trusts;
    private final SourceConnections connections;
    private final SourceTypes types;
    private final DeclaredSources declared = new DeclaredSources();
    private final Trail trail;
    private final Executor tests;
    private final Clock clock;

    public DataSources(
            Catalog catalog,
            CredentialsStore credentials,
            SourcesConfig config,
            SourceTrail sourceTrail,
            Executor tests,
            Ticker ticker) {
        this.trail = sourceTrail.trail();
        this.clock = sourceTrail.clock();
        this.catalog = catalog;
        this.credentials = credentials;
        this.budgets = new SourceBudgets(catalog, config.defaults());
        this.trusts = new SourceTrusts(catalog, credentials.seals(), config.authorities(), trail);
        this.connections = new SourceConnections(catalog, credentials, config, budgets, trusts, sourceTrail, ticker);
        this.types = config.databases();
        this.tests = tests;
    }

    /** Creates a data source in state CREATION_IN_PROGRESS and tests its connection in the background. */
    public void create(DataSourceDefinition definition, CredentialsInput input) {
        CredentialsSource kept = credentials.keep(definition, input);
        Instant written = clock.instant();
        DataSourceRecord made = row(definition, kept, ResourceStatus.CREATION_IN_PROGRESS, written, written);
        String seal = credentials.seals().seal(made, List.of());
        catalog.run(tx -> {
            if (tx.dataSources().find(definition.id()).isPresent()) {
                throw new ResourceExistsException(
                        "data source '" + definition.id() + "' exists already; update it, or choose another id");
            }
            tx.dataSources().insert(made);
            tx.destinationSeals().put(definition.id(), seal);
            tx.audit()
                    .append(trail.events()
                            .api()
                            .createDataSource(trail.caller(), request(definition, kept), Outcome.SUCCESS));
        });
        tests.execute(() ->
                test(definition.id(), written, ResourceStatus.CREATION_SUCCESSFUL, ResourceStatus.CREATION_FAILED));
    }

    /**
     * Replaces a data source's definition and credentials, in state UPDATE_IN_PROGRESS until its test is done. What a test
     * of the former definition finds that still runs is dropped. What is pinned of its server stays, unless the catalog was
     * changed past the core.
     */
    public void update(DataSourceDefinition definition, CredentialsInput input) {
        CredentialsSource kept = credentials.keep(definition, input);
        Instant now = clock.instant();
        DataSourceRecord known = existing(definition.id());
        Optional<List<ShownProof>> pinned = credentials.seals().genuine(known);
        String seal = credentials
                .seals()
                .seal(row(definition, kept, ResourceStatus.UPDATE_IN_PROGRESS, now, now), pinned.orElse(List.of()));
        Instant written = catalog.write(tx -> {
            DataSourceRecord before = KnownDataSources.existing(tx, definition.id());
            pinned.ifPresentOrElse(
                    same -> SourceTrusts.unchanged(tx, known, same), () -> forgetPins(tx, definition.id()));
            Instant later = later(tx.now(), before.updated());
            tx.dataSources().update(row(definition, kept, ResourceStatus.UPDATE_IN_PROGRESS, before.created(), later));
            tx.destinationSeals().put(definition.id(), seal);
            tx.audit()
                    .append(trail.events()
                            .api()
                            .updateDataSource(trail.caller(), request(definition, kept), Outcome.SUCCESS));
            return later;
        });
        tests.execute(
                () -> test(definition.id(), written, ResourceStatus.UPDATE_SUCCESSFUL, ResourceStatus.UPDATE_FAILED));
    }

    /** Pins that somebody may have written past the core are not carried on. */
    private void forgetPins(CatalogTransaction tx, DataSourceId id) {
        if (trusts.forget(tx, id)) {
            LOGGER.atWarn()
                    .addKeyValue("dataSourceId", id)
                    .log("the catalog was changed past Spicerack: what was pinned of the data source's server is"
                            + " forgotten; pin it anew");
        }
    }

    /** Now, but never the time of the definition before: by it a test knows whose result it has. */
    private static Instant later(Instant now, Instant before) {
        Instant next = before.plusMillis(1);
        return now.isBefore(next) ? next : now;
    }

    /** Which of them files declare. */
    public DeclaredSources declared() {
        return declared;
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

    /**
     * Puts the credential pair of a data source under the key for new data. {@code IllegalArgumentException} where there
     * is no such data source, {@code IllegalStateException} where there is nothing to rewrap.
     */
    public KeyChange rewrapCredentials(DataSourceId id) {
        return credentials.rewrap(id);
    }

    public Optional<DataSourceRecord> find(DataSourceId id) {
        return catalog.read(tx -> tx.dataSources().find(id));
    }

    /** Refuses one whose row is not as the core wrote it, before anything of it is carried on. */
    public void refuseChanged(DataSourceRecord known) {
        credentials.seals().check(known);
    }

    /** Whether its row is as the core wrote it; true where KMS cannot tell now, and a connection will ask again. */
    public boolean isGenuine(DataSourceRecord known) {
        try {
            return credentials.seals().genuine(known).isPresent();
        } catch (KeyUnavailableException e) {
            return true;
        }
    }

    /** The data sources whose users may do more than read, as the last connection test found, and what. */
    public Map<DataSourceId, String> mayChange() {
        return catalog.read(tx -> tx.dataSources().mayChange());
    }

    public List<DataSourceRecord> list() {
        return catalog.read(tx -> tx.dataSources().list());
    }

    public SourceType type(DataSourceId id) {
        return types.of(existing(id).type());
    }

    /** What a data source may be. */
    public SourceTypes types() {
        return types;
    }

    public boolean exists(DataSourceId id) {
        return find(id).isPresent();
    }

    /**
     * A connection with the credentials of the moment, in a snapshot of its own, within the data source's budget. The
     * caller closes it.
     */
    public SourceConnection open(DataSourceId id) {
        return connections.lend(id, Optional.empty());
    }

    /** The same for questions on behalf of a data set. */
    public SourceConnection open(DataSourceId id, DataSetId dataSet) {
        return connections.lend(id, Optional.of(dataSet));
    }

    /** The budgets that readers keep to. */
    public SourceBudgets budgets() {
        return budgets;
    }

    public SourceConnections connections() {
        return connections;
    }

    /** Whom their servers must prove to be. */
    public SourceTrusts trusts() {
        return trusts;
    }

    /** What the server behind a data source shows of itself, before it is told anything. */
    public ShownProof shown(DataSourceId id) {
        return connections.shown(id);
    }

    /**
     * Pins what the server shows, where it is still what a person has compared; then tests the data source anew. {@code
     * IllegalStateException} where it shows something else by now.
     */
    public ShownProof pin(DataSourceId id, Fingerprint compared) {
        ShownProof shown = connections.shown(id);
        if (!shown.fingerprint().equals(compared)) {
            throw new IllegalStateException("data source '" + id + "' is not pinned: its server shows "
                    + shown.description() + ", and not " + compared
                    + ". Compare again; where the server has not changed, somebody stands between");
        }
        trusts.pin(existing(id), shown);
        retest(id);
        return shown;
    }

    /** Forgets what is pinned, so that authorities decide again; false where nothing was. */
    public boolean unpin(DataSourceId id) {
        boolean forgotten = trusts.forget(existing(id));
        if (forgotten) {
            retest(id);
        }
        return forgotten;
    }

    private DataSourceRecord existing(DataSourceId id) {
        return catalog.read(tx -> KnownDataSources.existing(tx, id));
    }

    /** As after an update with what is there already. */
    public void retest(DataSourceId id) {
        Instant written = catalog.write(tx -> {
            DataSourceRecord before = KnownDataSources.existing(tx, id);
            Instant later = later(tx.now(), before.updated());
            tx.dataSources().update(before.testedAnew(later));
            return later;
        });
        tests.execute(() -> test(id, written, ResourceStatus.UPDATE_SUCCESSFUL, ResourceStatus.UPDATE_FAILED));
    }

    /**
     * What a connection found.
     *
     * @param error why it did not come to be
     * @param mayChange what its user may do beyond reading, in words
     */
    public record Checked(Optional<DataSourceError> error, Optional<String> mayChange) {}

    /** Connects to a data source as its test does, and keeps nothing of what is found. */
    public CompletableFuture<Checked> check(DataSourceId id) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return new Checked(Optional.empty(), connections.test(id));
                    } catch (RuntimeException e) {
                        return new Checked(Optional.of(QuickSightErrors.ofDataSource(e)), Optional.empty());
                    }
                },
                tests);
    }

    private void test(DataSourceId id, Instant written, ResourceStatus well, ResourceStatus badly) {
        DataSourceError error = null;
        Optional<String> mayChange = Optional.empty();
        try {
            mayChange = connections.test(id);
            mayChange.ifPresent(changes -> warn(id, changes));
        } catch (RuntimeException e) {
            error = QuickSightErrors.ofDataSource(e);
        }
        if (Thread.currentThread().isInterrupted()) {
            // the service is stopping: nothing was learnt, and the next start tests it again
            return;
        }
        finish(id, written, error == null ? well : badly, error, mayChange);
    }

    /** A query is run read-only whatever its user may do; a function that it calls may open another connection. */
    private void warn(DataSourceId id, String changes) {
        LOGGER.atWarn()
                .addKeyValue("dataSourceId", id)
                .addKeyValue("user", changes)
                .log("the user of a data source may do more than read; give it one that may only SELECT");
        trail.append(events -> events.service().reportDataSourceUser(id, changes));
    }

    private void finish(
            DataSourceId id,
            Instant written,
            ResourceStatus status,
            @Nullable DataSourceError error,
            Optional<String> mayChange) {
        boolean current;
        try {
            current = catalog.write(tx -> {
                boolean still = tx.dataSources().tested(id, written, status, error);
                if (still && error == null) {
                    tx.dataSources().setMayChange(id, mayChange.orElse(null));
                }
                return still;
            });
        } catch (RuntimeException e) {
            LOGGER.atError().addKeyValue("dataSourceId", id).setCause(e).log("could not keep a data source's status");
            return;
        }
        if (!current) {
            LOGGER.atInfo()
                    .addKeyValue("dataSourceId", id)
                    .log("data source changed or deleted while it was tested; the result is dropped");
        } else if (error == null) {
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

    private static DataSourceRequest request(DataSourceDefinition definition, CredentialsSource kept) {
        return new DataSourceRequest(
                definition.id(),
                definition.name(),
                definition.type(),
                definition.host(),
                definition.port(),
                definition.database(),
                named(kept));
    }

    private static @Nullable Arn named(CredentialsSource kept) {
        if (kept instanceof CredentialsSource.RdsUser rds) {
            return rds.user().arn();
        }
        return kept instanceof CredentialsSource.InSecret inSecret ? inSecret.secret() : null;
    }

    private DataSourceRecord row(
            DataSourceDefinition definition,
            CredentialsSource kept,
            ResourceStatus status,
            Instant created,
            Instant updated) {
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
                updated);
    }
}
