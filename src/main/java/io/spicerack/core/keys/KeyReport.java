package io.spicerack.core.keys;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.CredentialsSource;
import io.spicerack.catalog.record.DataSetRecord;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.catalog.record.GrantRecord;
import io.spicerack.catalog.record.Rewrap;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.catalog.record.VersionState;
import io.spicerack.envelope.KeyService;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.KeyUnavailableException.Reason;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.VersionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Answers "which key is each data set under", and which have drifted from the present default. Thread-safe. */
public final class KeyReport {
    /**
     * One kept version.
     *
     * @param keyState KMS's word for it, or {@code unknown} with the reason where KMS did not answer
     * @param sealed when it was sealed, by {@code ingestion}
     * @param rewrapped when its data key was last wrapped anew and from which key; null where it is as it was sealed, so
     *     that a full refresh has encrypted its data for this very key
     * @param drifted whether it is the current version and not under the key for new data
     */
    public record Line(
            DataSetId dataSet,
            VersionId version,
            boolean current,
            KeyReference key,
            boolean serviceOwned,
            String keyState,
            @Nullable String grantId,
            Instant sealed,
            @Nullable Instant published,
            IngestionId ingestion,
            @Nullable Rewrap rewrapped,
            boolean drifted) {}

    /** A data source whose credentials were given as a pair, which is kept under a key. */
    public record CredentialsLine(DataSourceId dataSource, KeyReference key, String keyState, boolean drifted) {}

    private final Catalog catalog;
    private final KeyService keys;
    private final KeyRegistrations registrations;
    private final KeyWatch watch;

    public KeyReport(Catalog catalog, KeyService keys, KeyRegistrations registrations, KeyWatch watch) {
        this.catalog = catalog;
        this.keys = keys;
        this.registrations = registrations;
        this.watch = watch;
    }

    /**
     * All of it at once.
     *
     * @param lines all kept versions, by data set
     * @param credentials all pairs of data sources, by data source
     * @param withoutVersion data sets that are under no key, since nothing of them is kept
     */
    public record Report(List<Line> lines, List<CredentialsLine> credentials, List<DataSetId> withoutVersion) {}

    /** Asks KMS once for each key, and for no more once it has not answered. */
    public Report report() {
        States states = new States();
        return new Report(lines(states), credentials(states), withoutVersion());
    }

    /** All kept versions, by data set; asks KMS as {@link #report} does. */
    public List<Line> lines() {
        return lines(new States());
    }

    private List<CredentialsLine> credentials(States states) {
        KeyReference wanted = registrations.keyForNewData().key();
        List<CredentialsLine> lines = new ArrayList<>();
        for (DataSourceRecord source : catalog.read(tx -> tx.dataSources().list())) {
            if (source.credentials() instanceof CredentialsSource.EncryptedPair pair) {
                KeyReference key = pair.pair().key();
                lines.add(new CredentialsLine(source.id(), key, states.of(key), !key.equals(wanted)));
            }
        }
        return lines;
    }

    private List<Line> lines(States states) {
        Map<DataSetId, Map<KeyReference, String>> grants = catalog
                .read(tx -> tx.grants().list())
                .stream()
                .collect(groupingBy(GrantRecord::dataSet, toMap(GrantRecord::key, GrantRecord::grantId)));
        Predicate<VersionRecord> drifted = registrations.drift();
        return catalog.read(tx -> tx.versions().live()).stream()
                .sorted(Comparator.comparing(VersionRecord::dataSet))
                .map(version ->
                        line(version, states, grants.getOrDefault(version.dataSet(), Map.of()), drifted.test(version)))
                .toList();
    }

    private List<DataSetId> withoutVersion() {
        return catalog.read(tx -> {
            Set<DataSetId> current =
                    tx.versions().current().stream().map(VersionRecord::dataSet).collect(toSet());
            return tx.dataSets().list().stream()
                    .map(DataSetRecord::id)
                    .filter(id -> !current.contains(id))
                    .toList();
        });
    }

    private static Line line(VersionRecord version, States states, Map<KeyReference, String> grants, boolean drifted) {
        KeyReference key = version.key().key();
        boolean current = version.state() == VersionState.CURRENT;
        return new Line(
                version.dataSet(),
                version.id(),
                current,
                key,
                version.serviceOwnedKey(),
                states.of(key),
                grants.get(key),
                version.staged(),
                version.published(),
                version.ingestion(),
                version.rewrapped(),
                current && drifted);
    }

    /** What KMS says of each key. One thread. */
    private final class States {
        private final Map<KeyReference, String> told = new HashMap<>();
        private boolean silent;

        String of(KeyReference key) {
            return told.computeIfAbsent(key, this::ask);
        }

        private String ask(KeyReference key) {
            if (silent) {
                // each would be waited for as long
                return unknown(key, Reason.UNREACHABLE);
            }
            try {
                return keys.describe(key).state().name();
            } catch (KeyUnavailableException e) {
                silent = e.reason() == Reason.UNREACHABLE;
                return unknown(key, e.reason());
            }
        }

        private String unknown(KeyReference key, Reason reason) {
            String before = watch.observation(key)
                    .map(look -> "; " + look.state() + " "
                            + watch.age(key).map(Duration::toSeconds).orElse(0L) + " s ago")
                    .orElse("");
            return "unknown: " + reason + before;
        }
    }
}
