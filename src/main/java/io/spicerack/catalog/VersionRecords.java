package io.spicerack.catalog;

import io.spicerack.catalog.record.Rewrap;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.catalog.record.VersionState;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.VersionId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/** The versions of data sets whose files are complete: STAGED, then CURRENT, then SUPERSEDED, then removed. */
public final class VersionRecords {
    private final Handle handle;
    private final Clock clock;

    VersionRecords(Handle handle, Clock clock) {
        this.handle = handle;
        this.clock = clock;
    }

    /** Records a version whose files are on disk; nobody reads it yet. */
    public void stage(VersionRecord version) {
        if (version.state() != VersionState.STAGED) {
            throw refused(version.dataSet(), version.id(), "staged", version.state());
        }
        int inserted = handle.createUpdate(
                        """
                        INSERT INTO data_set_version (data_set_id, version_id, ingestion_id, state, key_arn, wrapped_key,
                            service_owned_key, manifest_sha256, schema_json, row_count, sealed_bytes, file_count, staged)
                        VALUES (:dataSet, :id, :ingestion, :state, :key.key, :key.ciphertext, :serviceOwnedKey,
                            :manifestSha256, :schemaJson, :rows, :bytes, :files, :staged)
                        ON CONFLICT (data_set_id, version_id) DO NOTHING""")
                .bindMethods(version)
                .execute();
        if (inserted == 0) {
            throw new RefusedChangeException("version '" + version.id() + "' of data set '" + version.dataSet()
                    + "' exists already; a version is never written twice");
        }
    }

    /** Makes a STAGED version the CURRENT one; returns the version that it supersedes. */
    public Optional<VersionRecord> publish(DataSetId dataSet, VersionId id) {
        VersionRecord version = find(dataSet, id)
                .orElseThrow(() -> new RefusedChangeException(
                        "data set '" + dataSet + "' has no version '" + id + "'; stage it first"));
        if (version.state() != VersionState.STAGED) {
            throw refused(dataSet, id, "published", version.state());
        }
        Optional<VersionRecord> superseded = current(dataSet);
        superseded.ifPresent(old -> setState(dataSet, old.id(), VersionState.SUPERSEDED));
        setState(dataSet, id, VersionState.CURRENT);
        handle.createUpdate("UPDATE data_set_version SET published = :now WHERE data_set_id = :dataSet AND version_id ="
                        + " :id")
                .bind("now", clock.instant())
                .bind("dataSet", dataSet)
                .bind("id", id)
                .execute();
        return superseded;
    }

    /**
     * Puts a CURRENT version's data key under another KMS key; its files stay as they are. Refused where the version is
     * no longer current or its key has changed meanwhile.
     */
    public void rewrap(VersionRecord before, VersionRecord after) {
        int changed = handle.createUpdate(
                        """
                        UPDATE data_set_version SET key_arn = :after.key.key, wrapped_key = :after.key.ciphertext,
                            service_owned_key = :after.serviceOwnedKey, manifest_sha256 = :after.manifestSha256,
                            sealed_bytes = :after.bytes, rewrapped = :at, rewrapped_from = :from
                        WHERE data_set_id = :after.dataSet AND version_id = :after.id AND state = 'CURRENT'
                            AND manifest_sha256 = :before""")
                .bindMethods("after", after)
                .bind("at", clock.instant())
                .bind("from", before.key().key())
                .bind("before", before.manifestSha256())
                .execute();
        if (changed == 0) {
            throw new RefusedChangeException("version '" + before.id() + "' of data set '" + before.dataSet()
                    + "' was replaced or rewrapped meanwhile; look at the key report, and rewrap again if it is still"
                    + " needed");
        }
    }

    /** The data set is to have no current version any more. */
    public void supersede(DataSetId dataSet) {
        current(dataSet).ifPresent(old -> setState(dataSet, old.id(), VersionState.SUPERSEDED));
    }

    public Optional<VersionRecord> find(DataSetId dataSet, VersionId id) {
        return handle.createQuery("SELECT * FROM data_set_version WHERE data_set_id = :dataSet AND version_id = :id")
                .bind("dataSet", dataSet)
                .bind("id", id)
                .map(VersionRecords::read)
                .findOne();
    }

    public Optional<VersionRecord> current(DataSetId dataSet) {
        return handle.createQuery("SELECT * FROM data_set_version WHERE data_set_id = :dataSet AND state = 'CURRENT'")
                .bind("dataSet", dataSet)
                .map(VersionRecords::read)
                .findOne();
    }

    /** Of each data set that has one. */
    public List<VersionRecord> current() {
        return handle.createQuery("SELECT * FROM data_set_version WHERE state = 'CURRENT'")
                .map(VersionRecords::read)
                .list();
    }

    /** Newest first. */
    public List<VersionRecord> list(DataSetId dataSet) {
        return handle.createQuery(
                        "SELECT * FROM data_set_version WHERE data_set_id = :dataSet ORDER BY staged DESC, version_id"
                                + " DESC")
                .bind("dataSet", dataSet)
                .map(VersionRecords::read)
                .list();
    }

    /** Those whose publication did not happen, found after a crash. */
    public List<VersionRecord> staged() {
        return in(VersionState.STAGED);
    }

    /** Those that wait for their last reader, then for removal. */
    public List<VersionRecord> superseded() {
        return in(VersionState.SUPERSEDED);
    }

    /** All versions of all data sets: every directory of the store that belongs to none of them is an orphan. */
    public List<VersionRecord> live() {
        return handle.createQuery("SELECT * FROM data_set_version ORDER BY data_set_id, staged, version_id")
                .map(VersionRecords::read)
                .list();
    }

    /** Forgets a version that was never CURRENT, and its files with it. False where there was none. */
    public boolean removeStaged(DataSetId dataSet, VersionId id) {
        return staged().stream()
                        .anyMatch(version -> version.dataSet().equals(dataSet)
                                && version.id().equals(id))
                && remove(dataSet, id);
    }

    /** Forgets a version whose files are gone, CURRENT only with its data set. False where there was none. */
    public boolean remove(DataSetId dataSet, VersionId id) {
        return handle.createUpdate("DELETE FROM data_set_version WHERE data_set_id = :dataSet AND version_id = :id")
                        .bind("dataSet", dataSet)
                        .bind("id", id)
                        .execute()
                > 0;
    }

    private List<VersionRecord> in(VersionState state) {
        return handle.createQuery(
                        "SELECT * FROM data_set_version WHERE state = :state ORDER BY data_set_id, staged, version_id")
                .bind("state", state)
                .map(VersionRecords::read)
                .list();
    }

    private void setState(DataSetId dataSet, VersionId id, VersionState state) {
        handle.createUpdate(
                        "UPDATE data_set_version SET state = :state WHERE data_set_id = :dataSet AND version_id = :id")
                .bind("dataSet", dataSet)
                .bind("id", id)
                .bind("state", state)
                .execute();
    }

    private static RefusedChangeException refused(DataSetId dataSet, VersionId id, String verb, VersionState state) {
        return new RefusedChangeException("version '" + id + "' of data set '" + dataSet + "' is " + state
                + "; only a STAGED version can be " + verb);
    }

    private static VersionRecord read(RowView row) {
        return new VersionRecord(
                row.getColumn("data_set_id", DataSetId.class),
                row.getColumn("version_id", VersionId.class),
                row.getColumn("ingestion_id", IngestionId.class),
                row.getColumn("state", VersionState.class),
                new WrappedKey(
                        row.getColumn("key_arn", KeyReference.class), row.getColumn("wrapped_key", String.class)),
                row.getColumn("service_owned_key", Boolean.class),
                row.getColumn("manifest_sha256", String.class),
                row.getColumn("schema_json", String.class),
                row.getColumn("row_count", Long.class),
                row.getColumn("sealed_bytes", Long.class),
                row.getColumn("file_count", Integer.class),
                row.getColumn("staged", Instant.class),
                row.getColumn("published", Instant.class),
                rewrap(row));
    }

    private static @Nullable Rewrap rewrap(RowView row) {
        Instant at = row.getColumn("rewrapped", Instant.class);
        return at == null ? null : new Rewrap(at, row.getColumn("rewrapped_from", KeyReference.class));
    }
}
