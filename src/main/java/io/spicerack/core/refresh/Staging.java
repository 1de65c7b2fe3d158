package io.spicerack.core.refresh;

import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.keys.DataSetKeys;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DriftPolicy;
import io.spicerack.model.VersionId;
import io.spicerack.store.StagedVersion;
import io.spicerack.store.VersionStore;
import io.spicerack.table.Schema;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Where versions are written before they are published. Thread-safe. */
public final class Staging {
    private final VersionStore store;
    private final DataSetKeys keys;
    private final DriftCheck drift;
    private final Supplier<UUID> ids;

    public Staging(VersionStore store, DataSetKeys keys, DriftCheck drift, Supplier<UUID> ids) {
        this.store = store;
        this.keys = keys;
        this.drift = drift;
        this.ids = ids;
    }

    /** Fails where the columns have changed and nobody takes that. */
    void check(IngestionRecord ingestion, Schema now, Optional<DriftPolicy> route) {
        drift.check(ingestion, now, route);
    }

    /** A new version under a data key. The caller closes it. */
    StagedVersion stage(DataSetId dataSet, Schema schema, SealingKey key) {
        VersionId version = new VersionId(ids.get().toString());
        return store.stage(keys.arn(dataSet), dataSet, version, schema, key.data());
    }
}
