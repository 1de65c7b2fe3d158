package io.spicerack.catalog;

import io.spicerack.model.DataSetId;
import io.spicerack.model.VersionId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Seals of what sources answered, before versions were read, to the question whether anything has changed; they go with the version. */
public final class AnswerStore {
    private final Handle handle;

    AnswerStore(Handle handle) {
        this.handle = handle;
    }

    /** Keeps it for a version that is staged. */
    public void put(DataSetId dataSet, VersionId version, String seal) {
        handle.createUpdate(
                        "INSERT INTO version_answer (data_set_id, version_id, seal) VALUES (:dataSet, :version, :seal)")
                .bind("dataSet", dataSet)
                .bind("version", version)
                .bind("seal", seal)
                .execute();
    }

    /** Empty where nobody asked before it was read. */
    public Optional<String> find(DataSetId dataSet, VersionId version) {
        return handle.createQuery(
                        "SELECT seal FROM version_answer WHERE data_set_id = :dataSet AND version_id = :version")
                .bind("dataSet", dataSet)
                .bind("version", version)
                .mapTo(String.class)
                .findOne();
    }
}
