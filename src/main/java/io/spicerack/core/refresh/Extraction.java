package io.spicerack.core.refresh;

import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.keys.DataSetKeys;
import io.spicerack.core.keys.KeyRegistrations.KeyForNewData;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.proof.TalliedRows;
import io.spicerack.core.reading.Readers;
import io.spicerack.core.sources.SourceConnections;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.model.DataSetId;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;

/** Where the rows of a refresh come from, and the data key that they go under. Thread-safe. */
public final class Extraction {
    private final DataSetKeys keys;
    private final KeyWatch keyWatch;
    private final SourceConnections sources;
    private final DefinedQueries definitions;
    private final Readers readers;
    private final Clock clock;

    public Extraction(
            DataSetKeys keys,
            KeyWatch keyWatch,
            SourceConnections sources,
            DefinedQueries definitions,
            Readers readers,
            Clock clock) {
        this.keys = keys;
        this.keyWatch = keyWatch;
        this.sources = sources;
        this.definitions = definitions;
        this.readers = readers;
        this.clock = clock;
    }

    /** A new data key under the KMS key of the moment, not watched yet. The caller closes it. */
    SealingKey key(DataSetId dataSet, Consumer<KeyUnavailableException> whenCut) {
        KeyForNewData under = keys.forNewVersion(dataSet);
        Instant asked = clock.instant();
        return new SealingKey(under, keys.generate(dataSet, under), asked, whenCut);
    }

    KeyWatch keyWatch() {
        return keyWatch;
    }

    SourceConnections sources() {
        return sources;
    }

    DefinedQuery definedQuery(IngestionRecord ingestion) {
        return definitions.resolve(ingestion);
    }

    /** The rows of a definition's query; those of the current version that it keeps are opened when it keeps any. */
    DefinedRows definedRows(DataSetId dataSet, DefinedQuery query, TalliedRows source) {
        return new DefinedRows(query, source, () -> readers.reopen(dataSet));
    }
}
