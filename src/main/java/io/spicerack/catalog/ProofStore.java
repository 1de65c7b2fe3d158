package io.spicerack.catalog;

import io.spicerack.catalog.record.ProofConditions;
import io.spicerack.catalog.record.ProofMethod;
import io.spicerack.catalog.record.ProvenByValue;
import io.spicerack.catalog.record.VersionProof;
import io.spicerack.model.DataSetId;
import io.spicerack.model.VersionId;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** How versions were proven, and under which conditions each data set was last proven by value. */
public final class ProofStore {
    private final Handle handle;
    private final Clock clock;

    ProofStore(Handle handle, Clock clock) {
        this.handle = handle;
        this.clock = clock;
    }

    /** Keeps it for a version that is staged. */
    public void put(DataSetId dataSet, VersionId version, VersionProof proof) {
        handle.createUpdate(
                        """
                        INSERT INTO version_proof (data_set_id, version_id, method, why)
                        VALUES (:dataSet, :version, :method, :why)""")
                .bind("dataSet", dataSet)
                .bind("version", version)
                .bindMethods(proof)
                .execute();
    }

    /**
     * A version becomes current.
     *
     * @param byValue the conditions of its proof by value; empty where it was proven otherwise
     */
    public void published(DataSetId dataSet, Optional<ProofConditions> byValue) {
        byValue.ifPresentOrElse(conditions -> proven(dataSet, conditions), () -> counted(dataSet));
    }

    private void proven(DataSetId dataSet, ProofConditions conditions) {
        handle.createUpdate(
                        """
                        INSERT INTO value_proof (data_set_id, proven, since, columns_sha256, query_sha256, driver,
                            server, types, software)
                        VALUES (:dataSet, :now, 0, :columns, :query, :driver, :server, :types, :software)
                        ON CONFLICT (data_set_id) DO UPDATE SET proven = excluded.proven, since = excluded.since,
                            columns_sha256 = excluded.columns_sha256, query_sha256 = excluded.query_sha256,
                            driver = excluded.driver, server = excluded.server, types = excluded.types,
                            software = excluded.software""")
                .bind("dataSet", dataSet)
                .bind("now", clock.instant())
                .bindMethods(conditions)
                .execute();
    }

    private void counted(DataSetId dataSet) {
        handle.createUpdate("UPDATE value_proof SET since = since + 1 WHERE data_set_id = :dataSet")
                .bind("dataSet", dataSet)
                .execute();
    }

    /** Empty for a version that was published before this was kept. */
    public Optional<VersionProof> find(DataSetId dataSet, VersionId version) {
        return handle.createQuery("SELECT method, why FROM version_proof"
                        + " WHERE data_set_id = :dataSet AND version_id = :version")
                .bind("dataSet", dataSet)
                .bind("version", version)
                .map(ProofStore::read)
                .findOne();
    }

    /** That of each data set's current version, as far as it is kept. */
    public Map<DataSetId, VersionProof> ofCurrent() {
        Map<DataSetId, VersionProof> proofs = new HashMap<>();
        handle.createQuery(
                        """
                        SELECT p.data_set_id, p.method, p.why FROM data_set_version v
                        JOIN version_proof p ON p.data_set_id = v.data_set_id AND p.version_id = v.version_id
                        WHERE v.state = 'CURRENT'""")
                .map(row -> Map.entry(row.getColumn("data_set_id", DataSetId.class), read(row)))
                .forEach(proof -> proofs.put(proof.getKey(), proof.getValue()));
        return proofs;
    }

    private static VersionProof read(RowView row) {
        return new VersionProof(row.getColumn("method", ProofMethod.class), row.getColumn("why", String.class));
    }

    /** Empty where no version of it was proven by value since that is kept. */
    public Optional<ProvenByValue> byValue(DataSetId dataSet) {
        return handle.createQuery("SELECT * FROM value_proof WHERE data_set_id = :dataSet")
                .bind("dataSet", dataSet)
                .map(row -> new ProvenByValue(
                        new ProofConditions(
                                row.getColumn("columns_sha256", String.class),
                                row.getColumn("query_sha256", String.class),
                                row.getColumn("driver", String.class),
                                row.getColumn("server", String.class),
                                row.getColumn("types", String.class),
                                row.getColumn("software", String.class)),
                        row.getColumn("proven", Instant.class),
                        row.getColumn("since", Integer.class)))
                .findOne();
    }
}
