package io.spicerack.ops;

import io.spicerack.catalog.IngestionRecord;
import io.spicerack.catalog.VersionRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.RequestSource;
import io.spicerack.refresh.DataSets;
import io.spicerack.refresh.Spice;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Thread-safe. */
final class DataSetBean implements DataSetMXBean {
    private final DataSetId id;
    private final Spice spice;
    private final Clock clock;

    DataSetBean(DataSetId id, Spice spice, Clock clock) {
        this.id = id;
        this.spice = spice;
        this.clock = clock;
    }

    @Override
    public @Nullable String getCurrentVersion() {
        return current(version -> version.id().value()).orElse(null);
    }

    @Override
    public long getRows() {
        return current(VersionRecord::rows).orElse(0L);
    }

    @Override
    public long getBytes() {
        return current(VersionRecord::bytes).orElse(0L);
    }

    @Override
    public long getAgeSeconds() {
        return current(version -> Ages.seconds(version, clock)).orElse(-1L);
    }

    @Override
    public @Nullable String getKeyArn() {
        return current(version -> version.key().key().toString()).orElse(null);
    }

    @Override
    public boolean isDrifted() {
        return current(version -> !version.key()
                        .key()
                        .equals(spice.keyRegistrations().keyForNewData().key()))
                .orElse(false);
    }

    @Override
    public @Nullable String getLastIngestionStatus() {
        return last().map(ingestion -> ingestion.status().name()).orElse(null);
    }

    @Override
    public @Nullable String getLastErrorType() {
        return last().map(IngestionRecord::error)
                .map(error -> error.type().name())
                .orElse(null);
    }

    @Override
    public @Nullable String getLastErrorMessage() {
        return last().map(IngestionRecord::error).map(error -> error.message()).orElse(null);
    }

    @Override
    public String refresh() {
        return spice.ingestions().request(id, RequestSource.MANUAL).value();
    }

    private <T> Optional<T> current(Function<VersionRecord, T> value) {
        return spice.dataSets().status(id).map(DataSets.Status::current).map(value);
    }

    private Optional<IngestionRecord> last() {
        return spice.dataSets().status(id).map(DataSets.Status::lastIngestion);
    }
}
