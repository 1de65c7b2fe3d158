package io.spicerack.core;

import io.spicerack.audit.event.CloudTrailEvents;
import io.spicerack.audit.event.EventIds;
import io.spicerack.audit.event.RequestIds;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.Installation;
import io.spicerack.core.account.BearerKeys;
import io.spicerack.core.account.DataSets;
import io.spicerack.core.account.DatabasePasswords;
import io.spicerack.core.account.DefinedDataSets;
import io.spicerack.core.account.Permissions;
import io.spicerack.core.account.PolicedDataSets;
import io.spicerack.core.account.Principals;
import io.spicerack.core.account.QueryTrail;
import io.spicerack.core.account.SignedChanges;
import io.spicerack.core.account.Tags;
import io.spicerack.core.increment.HighWaterMarks;
import io.spicerack.core.increment.KeptAnswers;
import io.spicerack.core.keys.DataSetKeys;
import io.spicerack.core.keys.Grants;
import io.spicerack.core.keys.KeyRegistrations;
import io.spicerack.core.keys.KeyReport;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.keys.MaskHash;
import io.spicerack.core.keys.ProtectingKeys;
import io.spicerack.core.keys.ReservedKey;
import io.spicerack.core.keys.SharedSights;
import io.spicerack.core.proof.ProofPolicy;
import io.spicerack.core.queue.Ingestions;
import io.spicerack.core.queue.InterruptedIngestions;
import io.spicerack.core.queue.Nodes;
import io.spicerack.core.queue.RefreshSchedules;
import io.spicerack.core.queue.ScheduledRequests;
import io.spicerack.core.reading.KeptReaders;
import io.spicerack.core.reading.KeyValidity;
import io.spicerack.core.reading.Readers;
import io.spicerack.core.reading.Retirement;
import io.spicerack.core.refresh.DefinedQueries;
import io.spicerack.core.refresh.DriftCheck;
import io.spicerack.core.refresh.Extraction;
import io.spicerack.core.refresh.Publication;
import io.spicerack.core.refresh.Refreshes;
import io.spicerack.core.refresh.Staging;
import io.spicerack.core.revoke.Drill;
import io.spicerack.core.revoke.KeyLock;
import io.spicerack.core.revoke.Lockdown;
import io.spicerack.core.revoke.Rewraps;
import io.spicerack.core.sources.AllowedSecrets;
import io.spicerack.core.sources.CredentialsStore;
import io.spicerack.core.sources.DataSources;
import io.spicerack.core.sources.DestinationSeals;
import io.spicerack.core.sources.SecretService;
import io.spicerack.core.sources.SourceTrail;
import io.spicerack.core.trail.Alerts;
import io.spicerack.core.trail.AuditConfig;
import io.spicerack.core.trail.AuditDelivery;
import io.spicerack.core.trail.AuditFiles;
import io.spicerack.core.trail.AuditedKeyService;
import io.spicerack.core.trail.Callers;
import io.spicerack.core.trail.FailingSinks;
import io.spicerack.core.trail.KeyLooks;
import io.spicerack.core.trail.Refusals;
import io.spicerack.core.trail.SoleOwners;
import io.spicerack.core.trail.Trail;
import io.spicerack.envelope.KeyService;
import io.spicerack.model.Ticker;
import io.spicerack.store.VersionStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The use cases, wired together over a catalog, a store, KMS and a place for secrets. Opening it mends what a crash has
 * left; closing it discards what is in flight. Thread-safe.
 */
public final class Spice implements AutoCloseable {
    /**
     * What the core stands on. The caller closes the catalog after the core.
     *
     * @param requestIds of the calls of AWS, as the clients of {@code keys} note them
     */
    public record Ports(
            Catalog catalog,
            VersionStore store,
            KeyService keys,
            SecretService secrets,
            Clocks clocks,
            AuditConfig audit,
            RequestIds requestIds) {}

    /**
     * Time by the wall, which labels, and time that only passes, which measures every bound.
     */
    public record Clocks(Clock clock, Ticker ticker) {}

    /** Connection tests at a time; each ends within a bound of its own (SourceConnections), and the others wait. */
    private static final int TESTS = 8;

    private final DataSources dataSources;
    private final DataSets dataSets;
    private final DefinedDataSets definedDataSets;
    private final Ingestions ingestions;
    private final Readers readers;
    private final KeyRegistrations keyRegistrations;
    private final KeyWatch keyWatch;
    private final KeyLock keyLock;
    private final KeyReport keyReport;
    private final Rewraps rewraps;
    private final Lockdown lockdown;
    private final Drill drill;
    private final DestinationSeals seals;
    private final MaskHash maskHash;
    private final AllowedSecrets allowedSecrets;
    private final AuditDelivery audit;
    private final Alerts alerts;
    private final AuditFiles auditFiles;
    private final Callers callers;
    private final Principals principals;
    private final DatabasePasswords databasePasswords;
    private final QueryTrail queryTrail;
    private final BearerKeys bearerKeys;
    private final Permissions permissions;
    private final PolicedDataSets policed;
    private final Tags tags;
    private final RefreshSchedules schedules;
    private final ScheduledRequests scheduled;
    private final SignedChanges signedChanges;
    private final SoleOwners soleOwners;
    private final Refusals refusals;
    private final Nodes nodes;

    private final Ticker ticker;
    private final ExecutorService tests;
    private final Upkeep upkeep;

    private Spice(SpiceConfig config, Ports ports) {
        Catalog catalog = ports.catalog();
        Clock clock = ports.clocks().clock();
        ticker = ports.clocks().ticker();
        Trail trail = new Trail(
                catalog,
                new CloudTrailEvents(config.account(), clock, new EventIds(clock, new SecureRandom())),
                ports.requestIds());
        trail.endCutOffCalls();
        AuditedKeyService keys =
                new AuditedKeyService(ports.keys(), trail, config.keys().serviceRole());
        Grants grants = new Grants(catalog, keys, config.account(), Installation.id(catalog), clock);
        Retirement retirement = new Retirement(catalog, ports.store(), grants, trail);
        tests = Executors.newFixedThreadPool(TESTS, task -> Upkeep.daemon(task, "data-source-test"));
        Optional<ReservedKey> reserved = config.keys().drillKey().map(key -> new ReservedKey(Drill.CANARY, key));
        keyRegistrations = new KeyRegistrations(catalog, keys, config.keys(), reserved, trail);
        keyWatch = new KeyWatch(
                () -> ProtectingKeys.of(catalog),
                new KeyLooks(ports.keys(), ports.audit().looks().which(), trail),
                trail,
                new SharedSights(catalog, trail),
                ticker);
        keyLock = new KeyLock(keys, keyWatch);
        seals = new DestinationSeals(catalog, keys, config.keys().serviceOwnedKey(), config.account(), trail);
        maskHash = new MaskHash(catalog, keys, config.keys().serviceOwnedKey(), config.account());
        allowedSecrets = new AllowedSecrets(catalog, seals, trail);
        CredentialsStore credentials = new CredentialsStore(
                catalog, ports.secrets(), keys, keyRegistrations, allowedSecrets, config.account(), trail);
        refusals = new Refusals(trail, clock);
        dataSources = new DataSources(
                catalog, credentials, config.sources(), new SourceTrail(trail, refusals, clock), tests, ticker);
        dataSets = new DataSets(catalog, keyRegistrations);
        DataSetKeys dataSetKeys = new DataSetKeys(keys, keyRegistrations, config.account());
        readers = new Readers(
                catalog,
                ports.store(),
                dataSetKeys,
                keyWatch,
                retirement,
                trail,
                new KeyValidity(config.reading(), ticker));
        KeptReaders kept = new KeptReaders(readers, retirement, config.reading(), ticker);
        KeptAnswers answers = new KeptAnswers(catalog, seals, dataSetKeys);
        Publication publication = new Publication(catalog, dataSetKeys, grants, answers, retirement, trail, clock);
        Staging staging = new Staging(
                ports.store(),
                dataSetKeys,
                new DriftCheck(catalog, config.refresh().drift()),
                publication,
                UUID::randomUUID);
        Extraction extraction = new Extraction(
                dataSetKeys,
                keyWatch,
                dataSources.connections(),
                new Extraction.Queries(
                        new DefinedQueries(catalog, dataSources, readers, clock),
                        new HighWaterMarks(catalog, dataSources, readers),
                        answers),
                staging,
                ticker,
                config.refresh().connections());
        Refreshes refreshes = new Refreshes(catalog, trail, extraction, publication, proofs(config, catalog), ticker);
        ingestions = new Ingestions(catalog, refreshes, retirement, trail, config.queue(), clock, UUID::randomUUID);
        definedDataSets = new DefinedDataSets(catalog, ingestions, retirement, config.account(), trail);
        rewraps = new Rewraps(catalog, ports.store(), dataSetKeys, grants, keyWatch, retirement, trail);
        lockdown = new Lockdown(catalog, readers, keyWatch, keyLock);
        drill = new Drill(catalog, config.keys(), ingestions, readers, keyLock, trail);
        keyReport = new KeyReport(catalog, keys, keyRegistrations, keyWatch);
        callers = new Callers(trail);
        principals = new Principals(catalog, keys, config.keys(), trail, clock);
        databasePasswords = new DatabasePasswords(catalog, principals, trail);
        queryTrail = new QueryTrail(trail, callers);
        bearerKeys = new BearerKeys(principals, ticker);
        permissions = new Permissions(catalog, trail);
        policed = new PolicedDataSets(catalog, readers, kept, permissions, config.account(), trail);
        tags = new Tags(catalog, trail);
        schedules = new RefreshSchedules(catalog, ingestions, config.account(), trail, clock);
        scheduled = new ScheduledRequests(catalog, ingestions);
        signedChanges = new SignedChanges(catalog, clock);
        nodes = new Nodes(catalog, ingestions);
        audit = new AuditDelivery(catalog, new FailingSinks(clock));
        alerts = new Alerts(catalog, clock);
        auditFiles = new AuditFiles(catalog, config.account(), ports.audit(), trail, clock, ticker);
        soleOwners = new SoleOwners(catalog);
        InterruptedIngestions.end(catalog, trail);
        seals.adopt();
        if (catalog.fellows().isEmpty()) {
            retirement.sweep();
        }
        upkeep = new Upkeep(catalog, readers, kept, ingestions, retirement, trail, refusals);
        upkeep.begin();
        catalog.fellows().ifPresent(all -> all.hear(new ToldNode(all.me(), keyWatch, readers, ingestions, schedules)));
    }

    /** Builds the core and mends what a crash left: nothing half-written stays, and the old versions serve. */
    public static Spice open(SpiceConfig config, Ports ports) {
        return new Spice(config, ports);
    }

    private static ProofPolicy proofs(SpiceConfig config, Catalog catalog) {
        return new ProofPolicy(
                catalog, config.refresh().reconcile(), config.refresh().valuesEvery(), Build.words());
    }

    /** What all bounds are measured with. */
    public Ticker ticker() {
        return ticker;
    }

    public DataSources dataSources() {
        return dataSources;
    }

    public DataSets dataSets() {
        return dataSets;
    }

    /** Those that are made through the API. */
    public DefinedDataSets definedDataSets() {
        return definedDataSets;
    }

    public Ingestions ingestions() {
        return ingestions;
    }

    public Readers readers() {
        return readers;
    }

    /** Data sets as a principal is shown them. */
    public PolicedDataSets policed() {
        return policed;
    }

    public KeyRegistrations keyRegistrations() {
        return keyRegistrations;
    }

    public KeyWatch keyWatch() {
        return keyWatch;
    }

    public KeyLock keyLock() {
        return keyLock;
    }

    public KeyReport keyReport() {
        return keyReport;
    }

    public Rewraps rewraps() {
        return rewraps;
    }

    public Lockdown lockdown() {
        return lockdown;
    }

    public Drill drill() {
        return drill;
    }

    /** What stands in the place of values that are masked by a hash. */
    public MaskHash maskHash() {
        return maskHash;
    }

    /** What proves that the core wrote what is kept outside of it. */
    public DestinationSeals seals() {
        return seals;
    }

    public AllowedSecrets allowedSecrets() {
        return allowedSecrets;
    }

    public AuditDelivery audit() {
        return audit;
    }

    /** What somebody should hear of now. */
    public Alerts alerts() {
        return alerts;
    }

    /** Who is behind a call, for the records of it. */
    public Principals principals() {
        return principals;
    }

    /** With which principals log in to the SQL port. */
    public DatabasePasswords databasePasswords() {
        return databasePasswords;
    }

    /** Who queries which data set, on record. */
    public QueryTrail queryTrail() {
        return queryTrail;
    }

    /** Access keys of read-only principals, where nothing is signed. */
    public BearerKeys bearerKeys() {
        return bearerKeys;
    }

    public Permissions permissions() {
        return permissions;
    }

    public Tags tags() {
        return tags;
    }

    public RefreshSchedules schedules() {
        return schedules;
    }

    public ScheduledRequests scheduled() {
        return scheduled;
    }

    /** Callers who were not let in. */
    public Refusals refusals() {
        return refusals;
    }

    /** Who takes the ingestions of a data set, and who brings the trail to a sink. */
    public SoleOwners soleOwners() {
        return soleOwners;
    }

    public Nodes nodes() {
        return nodes;
    }

    public SignedChanges signedChanges() {
        return signedChanges;
    }

    public Callers callers() {
        return callers;
    }

    public AuditFiles auditFiles() {
        return auditFiles;
    }

    @Override
    public void close() {
        ingestions.cancelAll("the service is shutting down and the time to drain is over; refresh again");
        upkeep.close();
        Upkeep.end(List.of(tests));
        readers.closeAll();
        refusals.settleAll();
        seals.close();
        maskHash.close();
    }
}
