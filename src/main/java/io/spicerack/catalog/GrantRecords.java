package io.spicerack.catalog;

import io.spicerack.catalog.record.GrantIntent;
import io.spicerack.catalog.record.GrantRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The grants that were created in KMS and not retired yet: one per data set and key. */
public final class GrantRecords {
    private static final String SELECT =
            "SELECT data_set_id AS data_set, key_arn AS key, grant_id, created FROM key_grant ";

    private final Handle handle;

    GrantRecords(Handle handle) {
        this.handle = handle;
    }

    public void insert(GrantRecord grant) {
        int inserted = handle.createUpdate(
                        """
                        INSERT INTO key_grant (data_set_id, key_arn, grant_id, created)
                        VALUES (:dataSet, :key, :grantId, :created)
                        ON CONFLICT (data_set_id, key_arn) DO NOTHING""")
                .bindMethods(grant)
                .execute();
        if (inserted == 0) {
            throw new RefusedChangeException("data set '" + grant.dataSet() + "' already has a grant on " + grant.key()
                    + "; retire that one first, or keep it");
        }
    }

    public Optional<GrantRecord> find(DataSetId dataSet, KeyReference key) {
        return handle.createQuery(SELECT + "WHERE data_set_id = :dataSet AND key_arn = :key")
                .bind("dataSet", dataSet)
                .bind("key", key)
                .mapTo(GrantRecord.class)
                .findOne();
    }

    public List<GrantRecord> list() {
        return handle.createQuery(SELECT + "ORDER BY data_set_id, created, key_arn")
                .mapTo(GrantRecord.class)
                .list();
    }

    /** False where there was none. */
    public boolean remove(DataSetId dataSet, KeyReference key) {
        return handle.createUpdate("DELETE FROM key_grant WHERE data_set_id = :dataSet AND key_arn = :key")
                        .bind("dataSet", dataSet)
                        .bind("key", key)
                        .execute()
                > 0;
    }

    /** Kept before KMS is asked for the grant; one that is there already stays. */
    public void intend(GrantIntent intent) {
        handle.createUpdate(
                        """
                        INSERT INTO grant_intent (data_set_id, key_arn, created) VALUES (:dataSet, :key, :created)
                        ON CONFLICT (data_set_id, key_arn) DO NOTHING""")
                .bindMethods(intent)
                .execute();
    }

    /** Grants that may exist in KMS without a record here: a crash came between. */
    public List<GrantIntent> intents() {
        return handle.createQuery("SELECT data_set_id AS data_set, key_arn AS key, created FROM grant_intent"
                        + " ORDER BY data_set_id, created, key_arn")
                .mapTo(GrantIntent.class)
                .list();
    }

    public void forgetIntent(DataSetId dataSet, KeyReference key) {
        handle.createUpdate("DELETE FROM grant_intent WHERE data_set_id = :dataSet AND key_arn = :key")
                .bind("dataSet", dataSet)
                .bind("key", key)
                .execute();
    }
}
