package io.spicerack.store;

import io.spicerack.model.DataSetId;
import io.spicerack.model.VersionId;

/** Names one version's directory in the store. Immutable. */
public record StoredVersion(DataSetId dataSet, VersionId version) {
    @Override
    public String toString() {
        return dataSet + "/" + version;
    }
}
