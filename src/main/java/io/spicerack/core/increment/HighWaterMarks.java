package io.spicerack.core.increment;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.VersionContent;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.core.reading.Readers;
import io.spicerack.core.sources.DataSources;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.RequestType;
import io.spicerack.model.Sha256;
import io.spicerack.source.TableQuery;
import io.spicerack.table.ColumnType;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.LongVector;
import io.spicerack.table.RowGroup;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The high-water marks that routes declare, and what refreshes ask by them: the route's query, or, for an incremental one,
 * those of its rows that lie above what is sealed, less the lag. The highest value is read from the sealed rows, so that
 * nothing which was not published is left out, however long ago the last refresh was. Thread-safe.
 */
public final class HighWaterMarks {
    private final Catalog catalog;
    private final DataSources dataSources;
    private final Readers readers;
    private final Map<DataSetId, HighWaterMark> declared = new ConcurrentHashMap<>();

    public HighWaterMarks(Catalog catalog, DataSources dataSources, Readers readers) {
        this.catalog = catalog;
        this.dataSources = dataSources;
        this.readers = readers;
    }

    /** From its next refresh on. */
    public void declare(DataSetId dataSet, HighWaterMark mark) {
        declared.put(dataSet, mark);
    }

    /** Its route is gone. */
    public void forget(DataSetId dataSet) {
        declared.remove(dataSet);
    }

    /** Whether it can be refreshed incrementally by one. */
    public boolean has(DataSetId dataSet) {
        return declared.containsKey(dataSet);
    }

    /**
     * What a refresh asks its source. Immutable.
     *
     * @param revision what tells its query from another; null for a data set without a high-water mark
     * @param window what is read again; empty where all rows are
     */
    public record Query(String sql, @Nullable Long revision, Optional<IncrementalWindow> window) {}

    /** What an ingestion asks: {@code sql}, or those of its rows that are new. */
    public Query resolve(IngestionRecord ingestion, DataSourceId from, String sql) {
        HighWaterMark mark = declared.get(ingestion.dataSet());
        if (mark == null) {
            return new Query(sql, null, Optional.empty());
        }
        long revision = ByteBuffer.wrap(Sha256.of(from + "\n" + mark.column() + "\n" + sql))
                .getLong();
        Optional<IncrementalWindow> window = window(ingestion, mark, revision);
        String asked = window.map(since -> new TableQuery(
                                new TableQuery.From.Query(sql),
                                List.of(),
                                Optional.of(new TableQuery.Window(since.column(), since.type(), since.bound())))
                        .sql(dataSources.type(from).dialect()))
                .orElse(sql);
        return new Query(asked, revision, window);
    }

    /** The rows of the current version, of which those below the window are kept. */
    public OpenDataSet sealed(DataSetId dataSet) {
        return readers.reopen(dataSet);
    }

    /**
     * Empty where there is nothing that rows could be added to: no version, one that another query made, one without a value
     * of the mark, or one of which nobody knows what state of the source it holds.
     */
    private Optional<IncrementalWindow> window(IngestionRecord ingestion, HighWaterMark mark, long revision) {
        if (ingestion.requestType() != RequestType.INCREMENTAL_REFRESH) {
            return Optional.empty();
        }
        DataSetId dataSet = ingestion.dataSet();
        Optional<Instant> held = catalog.read(tx -> {
            Optional<VersionRecord> current = tx.versions().current(dataSet).filter(version -> tx.contents()
                    .find(dataSet, version.id())
                    .map(VersionContent::revision)
                    .filter(made -> made == revision)
                    .isPresent());
            return current.flatMap(version -> tx.sourceReads().find(dataSet, version.ingestion()))
                    .map(read -> read.snapshot().time());
        });
        return held.flatMap(state -> window(dataSet, mark, state));
    }

    private Optional<IncrementalWindow> window(DataSetId dataSet, HighWaterMark mark, Instant held) {
        try (OpenDataSet sealed = readers.reopen(dataSet)) {
            List<String> names = sealed.schema().columns().stream()
                    .map(column -> column.name())
                    .toList();
            int place = names.indexOf(mark.column());
            if (place < 0) {
                throw refused(dataSet, "its highWaterMark '" + mark.column() + "' is none of its columns " + names);
            }
            ColumnType type = sealed.schema().column(place).type();
            // refuses a type that has no highest value before one is looked for
            bound(dataSet, mark, type, 0);
            OptionalLong highest = highest(sealed, place);
            return highest.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new IncrementalWindow(
                            mark.column(),
                            type,
                            bound(dataSet, mark, type, highest.getAsLong()),
                            held,
                            Optional.empty()));
        }
    }

    private static long bound(DataSetId dataSet, HighWaterMark mark, ColumnType type, long highest) {
        try {
            return mark.bound(type, highest);
        } catch (IllegalArgumentException e) {
            throw refused(dataSet, String.valueOf(e.getMessage()));
        }
    }

    private static OptionalLong highest(OpenDataSet sealed, int place) {
        OptionalLong highest = OptionalLong.empty();
        RowGroup group = new RowGroup(sealed.schema());
        while (sealed.next(group)) {
            ColumnVector values = group.column(place);
            for (int row = 0; row < group.rows(); row++) {
                if (!values.isNull(row)) {
                    long value = ((LongVector) values).value(row);
                    highest = OptionalLong.of(Math.max(value, highest.orElse(value)));
                }
            }
        }
        return highest;
    }

    private static IngestionException refused(DataSetId dataSet, String why) {
        return new IngestionException(
                IngestionErrorType.SQL_SCHEMA_MISMATCH_ERROR,
                "data set '" + dataSet + "' cannot be refreshed incrementally: " + why
                        + ". Correct the route, or refresh with FULL_REFRESH");
    }
}
