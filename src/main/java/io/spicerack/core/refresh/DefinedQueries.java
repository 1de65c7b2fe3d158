package io.spicerack.core.refresh;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.DefinitionRecord;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.RefreshProperties;
import io.spicerack.catalog.record.SourceReadRecord;
import io.spicerack.catalog.record.VersionContent;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.increment.IncrementalStart;
import io.spicerack.core.increment.IncrementalWindow;
import io.spicerack.core.proof.TalliedRows;
import io.spicerack.core.reading.Readers;
import io.spicerack.core.sources.DataSources;
import io.spicerack.core.sources.SourceCaller;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DefinitionException;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.LookbackWindow;
import io.spicerack.model.RequestType;
import io.spicerack.prepare.DataSetDefinition;
import io.spicerack.prepare.DeclaredColumns;
import io.spicerack.prepare.DefinitionReader;
import io.spicerack.prepare.Plan;
import io.spicerack.source.Dialect;
import io.spicerack.source.SourceColumn;
import io.spicerack.source.SourceConnection;
import io.spicerack.source.TableQuery;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.Schema;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What refreshes of the data sets of the API ask their sources: the definition of the moment, put into SQL. Thread-safe. */
public final class DefinedQueries {
    private final Catalog catalog;
    private final DataSources dataSources;
    private final Readers readers;
    private final Clock clock;

    public DefinedQueries(Catalog catalog, DataSources dataSources, Readers readers, Clock clock) {
        this.catalog = catalog;
        this.dataSources = dataSources;
        this.readers = readers;
        this.clock = clock;
    }

    /** The rows of the query as the definition wants them, and those of the current version that an incremental one keeps. */
    DefinedRows rows(DataSetId dataSet, DefinedQuery query, TalliedRows source) {
        return new DefinedRows(query, source, () -> readers.reopen(dataSet));
    }

    /**
     * Looks at the source's columns: what differs from the definition is refused before a row is read.
     *
     * @param caller may end it
     */
    DefinedQuery resolve(IngestionRecord ingestion, SourceCaller caller) {
        DataSetId dataSet = ingestion.dataSet();
        DefinitionRecord kept = catalog.read(tx -> tx.definitions().find(dataSet))
                .orElseThrow(() -> new IllegalStateException("data set '" + dataSet
                        + "' has no definition in the catalog; only data sets that were made through the API have one."
                        + " Name a dataSource in spice:extract"));
        if (!dataSources.exists(kept.dataSource())) {
            throw new IngestionException(
                    IngestionErrorType.DATA_SOURCE_NOT_FOUND,
                    "data set '" + dataSet + "' is defined over data source '" + kept.dataSource()
                            + "', which is not there any more. Create it again with CreateDataSource, or name another with"
                            + " UpdateDataSet");
        }
        DataSetDefinition definition = DefinitionReader.parse(kept.members());
        Instant now = clock.instant();
        Dialect dialect = dataSources.type(kept.dataSource()).dialect();
        List<SourceColumn> columns;
        Instant server;
        try (SourceConnection connection =
                dataSources.connections().lend(kept.dataSource(), Optional.of(dataSet), caller)) {
            server = connection.snapshot().serverTime();
            String all = new TableQuery(definition.table().from(), List.of(), Optional.empty()).sql(dialect);
            columns = caller.asking(() -> connection.columns(all));
        }
        DeclaredColumns.Matched matched =
                DeclaredColumns.match(definition.table().columns(), columns);
        Plan plan = plan(definition, matched, now);
        Optional<Before> before = before(ingestion, kept);
        Optional<IncrementalStart> start =
                before.map(known -> IncrementalStart.of(known.window(), now, server, known.held()));
        Optional<TableQuery.Window> since = before.map(
                known -> since(definition, matched.schema(), known.window().columnName(), start.orElseThrow()));
        TableQuery all = new TableQuery(definition.table().from(), plan.selected(matched.selected()), Optional.empty());
        String sql = new TableQuery(all.from(), all.columns(), since).sql(dialect);
        String unbounded = all.sql(dialect) + "\nas revision " + kept.revision() + " has it";
        Optional<IncrementalWindow> window = since.map(bound -> new IncrementalWindow(
                before.orElseThrow().window().columnName(),
                bound.type(),
                bound.start(),
                start.orElseThrow().start(),
                start.orElseThrow().pause()));
        return new DefinedQuery(kept.dataSource(), sql, unbounded, plan, kept.revision(), window);
    }

    private static Plan plan(DataSetDefinition definition, DeclaredColumns.Matched source, Instant now) {
        try {
            return definition.plan(source, now);
        } catch (DefinitionException e) {
            throw new IngestionException(
                    IngestionErrorType.INVALID_DATAPREP_SYNTAX,
                    "the definition of the data set does not fit its source: " + e.getMessage(),
                    e);
        }
    }

    /**
     * What an incremental refresh adds to.
     *
     * @param held the state of the source that the current version holds
     */
    private record Before(LookbackWindow window, Instant held) {}

    /**
     * Empty where there is nothing that rows could be added to: no version, one that another definition made, or one of
     * which nobody knows what state of the source it holds.
     */
    private Optional<Before> before(IngestionRecord ingestion, DefinitionRecord kept) {
        if (ingestion.requestType() != RequestType.INCREMENTAL_REFRESH) {
            return Optional.empty();
        }
        DataSetId dataSet = ingestion.dataSet();
        return catalog.read(tx -> {
            Optional<VersionRecord> current = tx.versions().current(dataSet).filter(version -> tx.contents()
                    .find(dataSet, version.id())
                    .map(VersionContent::revision)
                    .filter(revision -> revision == kept.revision())
                    .isPresent());
            Optional<SourceReadRecord> read =
                    current.flatMap(version -> tx.sourceReads().find(dataSet, version.ingestion()));
            return tx.refreshProperties()
                    .find(dataSet)
                    .map(RefreshProperties::window)
                    .flatMap(window -> read.map(state -> new Before(window, held(state))));
        });
    }

    /** A replica has what its primary had before. */
    private static Instant held(SourceReadRecord read) {
        return read.snapshot().time().minus(read.replicaLag().orElse(Duration.ZERO));
    }

    private static TableQuery.Window since(
            DataSetDefinition definition, Schema source, String column, IncrementalStart start) {
        String name = definition.sourceColumn(column).orElseThrow(() -> noDate("is none of the source's columns"));
        ColumnType type = source.columns().stream()
                .filter(known -> known.name().equals(name))
                .map(Column::type)
                .findFirst()
                .orElseThrow(() -> noDate("is not there any more"));
        if (!type.hasDay()) {
            throw noDate("holds no dates");
        }
        return TableQuery.Window.since(name, type, start.start());
    }

    private static IngestionException noDate(String why) {
        return new IngestionException(
                IngestionErrorType.SQL_SCHEMA_MISMATCH_ERROR,
                "the column of the look-back window " + why
                        + "; name another with PutDataSetRefreshProperties, or refresh with FULL_REFRESH");
    }
}
