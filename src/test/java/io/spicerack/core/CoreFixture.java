package io.spicerack.core;

import io.spicerack.audit.event.RequestIds;
import io.spicerack.audit.file.DigestChain;
import io.spicerack.audit.file.TestDigests;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.TestCatalogs;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.core.keys.KeysConfig;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.core.sources.Databases;
import io.spicerack.core.trail.AuditConfig;
import io.spicerack.model.Account;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.model.RequestSource;
import io.spicerack.source.SourceTypes;
import io.spicerack.store.VersionStore;
import io.spicerack.table.RowGroups;
import io.spicerack.table.parquet.Compression;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The real core on a directory, with keys in memory and a clock that a test sets. No source is needed: a test hands over
 * the rows to publish. One test thread at a time; the core that it opens is thread-safe.
 */
public final class CoreFixture implements AutoCloseable {
    public static final Account ACCOUNT = new Account("aws", "eu-west-1", "123456789012");
    public static final KeyReference SERVICE_OWNED_KEY = key("service-owned");

    public static final KeyReference DRILL_KEY = key("drill");
    static final String ROLE = "arn:aws:iam::123456789012:role/spicerack";

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final int LOOKS = 150;

    private final MemoryKeys keys = new MemoryKeys();
    private final SetClock clock = new SetClock();
    private final Path directory;
    private final Catalog catalog;
    private final Spice spice;

    private CoreFixture(
            Path directory,
            Function<Clock, DigestChain> digests,
            SourceTypes databases,
            Function<Clock, Catalog> catalogs) {
        this.directory = directory;
        keys.create(SERVICE_OWNED_KEY);
        catalog = catalogs.apply(clock);
        VersionStore store =
                new VersionStore(directory.resolve("store"), new SecureRandom(), clock, 0, Compression.DEFAULT);
        KeysConfig keysConfig = new KeysConfig(ACCOUNT, SERVICE_OWNED_KEY, ROLE, Optional.of(DRILL_KEY));
        SpiceConfig config = CoreSettings.of(keysConfig, databases, 2, Duration.ofSeconds(5), 2);
        try {
            spice = Spice.open(
                    config,
                    new Spice.Ports(
                            catalog,
                            store,
                            keys,
                            CoreSettings.noSecrets(),
                            new Spice.Clocks(clock, clock.ticker()),
                            new AuditConfig(digests.apply(clock), Duration.ofDays(3)),
                            new RequestIds()));
        } catch (RuntimeException e) {
            catalog.close();
            throw e;
        }
        keys.create(DRILL_KEY);
        keys.whenSwitched(this::seen);
    }

    /** The watch sees a switch at once. */
    private void seen(KeyReference key, KeyState state) {
        if (state == KeyState.Enabled) {
            clock.advance(Duration.ofMillis(1));
        }
        spice.keyWatch().observed(key, state);
    }

    /** Opens the core on a directory that is new to it: keys in memory do not outlive it. */
    public static CoreFixture open(Path directory) {
        return open(directory, clock -> TestDigests.in(directory, ACCOUNT, clock));
    }

    /** With a trail that is signed as the test wants it. */
    public static CoreFixture open(Path directory, Function<Clock, DigestChain> digests) {
        return new CoreFixture(directory, digests, Databases.SERVED, clock -> inFile(directory, clock));
    }

    /** With other databases than are served. */
    public static CoreFixture open(Path directory, SourceTypes databases) {
        return new CoreFixture(
                directory,
                clock -> TestDigests.in(directory, ACCOUNT, clock),
                databases,
                clock -> inFile(directory, clock));
    }

    /** With a catalog that is kept elsewhere. */
    public static CoreFixture openOn(Path directory, Function<Clock, Catalog> catalogs) {
        return new CoreFixture(
                directory, clock -> TestDigests.in(directory, ACCOUNT, clock), Databases.SERVED, catalogs);
    }

    private static Catalog inFile(Path directory, Clock clock) {
        return TestCatalogs.open(directory.resolve("catalog.db"), clock);
    }

    /** The ARN of a KMS key; {@link MemoryKeys#create} makes it. */
    public static KeyReference key(String id) {
        return new KeyReference("arn:aws:kms:" + ACCOUNT.region() + ":" + ACCOUNT.id() + ":key/" + id);
    }

    public Spice spice() {
        return spice;
    }

    public Catalog catalog() {
        return catalog;
    }

    public MemoryKeys keys() {
        return keys;
    }

    public SetClock clock() {
        return clock;
    }

    public Path directory() {
        return directory;
    }

    /** Makes a key and registers it, alone and as default. */
    public KeyReference createDefaultKey(String id) {
        KeyReference key = key(id);
        keys.create(key);
        spice.keyRegistrations().update(List.of(new RegisteredKey(key, true)));
        return key;
    }

    public DataSetId declare(String id) {
        DataSetId dataSet = new DataSetId(id);
        spice.dataSets().declare(dataSet, "routes/" + id + ".camel.yaml");
        return dataSet;
    }

    /** Declares a data set and publishes {@code rows} as its current version. */
    public DataSetId publish(String id, RowGroups rows) {
        DataSetId dataSet = declare(id);
        spice.ingestions().request(dataSet, RequestSource.MANUAL);
        runNext(dataSet, rows);
        return dataSet;
    }

    /** Runs the next queued ingestion of a data set to its end. */
    public IngestionId runNext(DataSetId dataSet, RowGroups rows) {
        try (Refresh refresh = next(dataSet)) {
            refresh.begin().seal(rows).reconcile().publish();
            return refresh.ingestion();
        }
    }

    /** Takes the next queued ingestion of a data set, waiting for it for some seconds. The caller closes it. */
    public Refresh next(DataSetId dataSet) {
        try {
            for (int look = 0; look < LOOKS; look++) {
                Optional<Refresh> next = spice.ingestions().next(dataSet, LOOK_EVERY);
                if (next.isPresent()) {
                    return next.get();
                }
            }
            throw new IllegalStateException("no ingestion of data set '" + dataSet + "' was queued");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an ingestion", e);
        }
    }

    @Override
    public void close() {
        spice.close();
        catalog.close();
    }
}
