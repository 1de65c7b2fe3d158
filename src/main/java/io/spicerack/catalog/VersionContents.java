package io.spicerack.catalog;

import io.spicerack.catalog.record.VersionContent;
import io.spicerack.model.DataSetId;
import io.spicerack.model.VersionId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What is in the versions of data sets; it goes with the version. */
public final class VersionContents {
    private final Handle handle;

    VersionContents(Handle handle) {
        this.handle = handle;
    }

    /** Keeps it for a version that is staged. */
    public void put(DataSetId dataSet, VersionId version, VersionContent content) {
        handle.createUpdate(
                        """
                        INSERT INTO version_content (data_set_id, version_id, logical_bytes, revision)
                        VALUES (:dataSet, :version, :logicalBytes, :revision)""")
                .bind("dataSet", dataSet)
                .bind("version", version)
                .bindMethods(content)
                .execute();
    }

    /** Empty for a version that was made before this was kept. */
    public Optional<VersionContent> find(DataSetId dataSet, VersionId version) {
        return handle.createQuery("SELECT logical_bytes, revision FROM version_content"
                        + " WHERE data_set_id = :dataSet AND version_id = :version")
                .bind("dataSet", dataSet)
                .bind("version", version)
                .mapTo(VersionContent.class)
                .findOne();
    }
}
