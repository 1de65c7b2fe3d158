package io.spicerack.refresh;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.GrantRecord;
import io.spicerack.catalog.VersionRecord;
import io.spicerack.envelope.KeyService;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.VersionId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers "which key is each data set under", and which have drifted from the present default. Thread-safe. */
public final class KeyReport {
    /**
     * One kept version.
     *
     * @param keyState KMS's word for it, or {@code unknown} with the reason where KMS did not answer
     * @param drifted whether it is the current version and not under the key for new data
     */
    public record Line(
            DataSetId dataSet,
            VersionId version,
            boolean current,
            Arn key,
            boolean serviceOwned,
            String keyState,
            @Nullable String grantId,
            @Nullable Instant published,
            IngestionId ingestion,
            boolean drifted) {}

    private final Catalog catalog;
    private final KeyService keys;
    private final KeyRegistrations registrations;

    KeyReport(Catalog catalog, KeyService keys, KeyRegistrations registrations) {
        this.catalog = catalog;
        this.keys = keys;
        this.registrations = registrations;
    }

    /** All kept versions, by data set; asks KMS once for each key. */
    public List<Line> lines() {
        Arn wanted = registrations.keyForNewData().key();
        Map<Arn, String> states = new HashMap<>();
        List<GrantRecord> grants = catalog.read(tx -> tx.grants().list());
        return catalog.read(tx -> tx.versions().live()).stream()
                .sorted(java.util.Comparator.comparing(VersionRecord::dataSet))
                .map(version -> line(version, wanted, states, grants))
                .toList();
    }

    private Line line(VersionRecord version, Arn wanted, Map<Arn, String> states, List<GrantRecord> grants) {
        Arn key = version.key().key();
        boolean current = version.state() == io.spicerack.catalog.VersionState.CURRENT;
        String grant = grants.stream()
                .filter(known ->
                        known.dataSet().equals(version.dataSet()) && known.key().equals(key))
                .map(GrantRecord::grantId)
                .findFirst()
                .orElse(null);
        return new Line(
                version.dataSet(),
                version.id(),
                current,
                key,
                version.serviceOwnedKey(),
                states.computeIfAbsent(key, this::state),
                grant,
                version.published(),
                version.ingestion(),
                current && !key.equals(wanted));
    }

    private String state(Arn key) {
        try {
            return keys.describe(key).state().name();
        } catch (KeyUnavailableException e) {
            return "unknown: " + e.reason();
        }
    }
}
