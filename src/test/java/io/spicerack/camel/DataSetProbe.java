package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.SourceReadRecord;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.Spice;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.envelope.TamperedException;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSetId;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.RequestSource;
import io.spicerack.table.RowMaps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Refreshes data sets, waits for the end, and looks at what serves and at what is on disk. Used by one thread. */
public final class DataSetProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Spice spice;
    private final Path store;

    DataSetProbe(Spice spice, Path store) {
        this.spice = spice;
        this.store = store;
    }

    /** Asks for a refresh and waits until it has ended and let go of everything. */
    public IngestionRecord refresh(String dataSet) {
        DataSetId id = new DataSetId(dataSet);
        return ended(id, spice.ingestions().request(id, RequestSource.MANUAL));
    }

    public IngestionRecord ended(DataSetId dataSet, IngestionId ingestion) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> record(dataSet, ingestion).ended() != null
                        && spice.ingestions().running().stream()
                                .noneMatch(refresh -> refresh.ingestion().equals(ingestion)));
        return record(dataSet, ingestion);
    }

    /** Refreshes; the ingestion must complete. */
    public IngestionRecord published(String dataSet) {
        IngestionRecord ended = refresh(dataSet);
        assertThat(ended.status()).as("%s: %s", dataSet, ended.error()).isEqualTo(IngestionStatus.COMPLETED);
        return ended;
    }

    /**
     * Refreshes; the ingestion must fail with this type and words, the version before must go on serving, nothing staged
     * may be left, and no password may be in the message.
     */
    void fails(String dataSet, IngestionErrorType type, String... words) {
        List<List<String>> before = current(dataSet).isPresent() ? rows(dataSet) : List.of();
        ErrorInfo error = failure(dataSet);
        assertThat(error.message()).as(dataSet).contains(words).doesNotContain(TestDatabases.PASSWORD);
        assertThat(error.type()).as("%s: %s", dataSet, error.message()).isEqualTo(type);
        if (current(dataSet).isPresent()) {
            assertThat(rows(dataSet)).as("the version before goes on serving").isEqualTo(before);
        }
    }

    /** Refreshes; the ingestion must fail, and what is current and on disk must be what it was before. */
    ErrorInfo failure(String dataSet) {
        Optional<String> before = current(dataSet);
        IngestionRecord ended = refresh(dataSet);
        assertThat(ended.status()).as(dataSet).isEqualTo(IngestionStatus.FAILED);
        assertThat(ended.version()).isNull();
        assertThat(current(dataSet)).isEqualTo(before);
        assertThat(onDisk(dataSet))
                .as("nothing staged is left")
                .isEqualTo(before.stream().toList());
        return Objects.requireNonNull(ended.error());
    }

    /** What is kept of the newest ingestion's source. */
    SourceReadRecord lastRead(String dataSet) {
        DataSetId id = new DataSetId(dataSet);
        IngestionId last = spice.ingestions().list(id, 1).get(0).id();
        return spice.dataSets().read(id, last).orElseThrow();
    }

    /** The id of the version that serves. */
    public Optional<String> current(String dataSet) {
        return version(dataSet).map(version -> version.id().value());
    }

    public Optional<VersionRecord> version(String dataSet) {
        return spice.dataSets().view(new DataSetId(dataSet)).flatMap(status -> Optional.ofNullable(status.current()));
    }

    /** The names of a data set's version directories, whether published or not. */
    public List<String> onDisk(String dataSet) {
        Path directory = store.resolve(dataSet);
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> versions = Files.list(directory)) {
            return versions.map(path -> path.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All rows that are served, each value as text. */
    public List<List<String>> rows(String dataSet) {
        try (OpenDataSet open = spice.readers().open(new DataSetId(dataSet))) {
            List<List<String>> rows = new ArrayList<>();
            RowMaps.rows(open)
                    .forEachRemaining(row ->
                            rows.add(row.values().stream().map(String::valueOf).toList()));
            return rows;
        } catch (TamperedException e) {
            throw new AssertionError("data set '" + dataSet + "' is not what was published", e);
        }
    }

    private IngestionRecord record(DataSetId dataSet, IngestionId ingestion) {
        return spice.ingestions().find(dataSet, ingestion).orElseThrow();
    }
}
