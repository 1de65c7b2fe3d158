package io.spicerack.core.increment;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.keys.DataSetKeys;
import io.spicerack.core.sources.DestinationSeals;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RequestType;
import io.spicerack.model.VersionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What sources had answered to the question whether anything has changed when each version was read. A seal under a key of the
 * installation is kept, and no cell: who reads the catalog learns nothing of the answer, and who writes into it cannot make up one
 * that would be equal. Whatever is not surely unchanged is read. Thread-safe.
 */
public final class KeptAnswers {
    private static final String KIND = "answer 1";

    private final Catalog catalog;
    private final DestinationSeals seals;
    private final DataSetKeys keys;

    public KeptAnswers(Catalog catalog, DestinationSeals seals, DataSetKeys keys) {
        this.catalog = catalog;
        this.seals = seals;
        this.keys = keys;
    }

    /** The answer with what its data sources are now: of another server, database or user it says nothing. */
    public SourceAnswer placed(SourceAnswer answer) {
        String places = catalog.read(tx ->
                answer.sources().stream().map(source -> '\n' + text(tx, source)).collect(Collectors.joining()));
        return new SourceAnswer(answer.definition() + places, List.of(), answer.rows(), answer.tells());
    }

    /** The version that holds what there is to read, so that {@code asked} need not read it; empty where it has to. {@code answer} is {@link #placed}. */
    public Optional<VersionRecord> unchanged(IngestionRecord asked, SourceAnswer answer) {
        boolean bySchedule = asked.requestSource() == RequestSource.SCHEDULED
                && (asked.requestType() == RequestType.FULL_REFRESH
                        || asked.requestType() == RequestType.INCREMENTAL_REFRESH);
        return bySchedule && answer.tells()
                ? catalog.read(tx -> tx.versions().current(asked.dataSet()))
                        .filter(current -> current.key()
                                .key()
                                .equals(keys.forNewVersion(asked.dataSet()).key()))
                        .filter(current -> asked.requestType() == RequestType.INCREMENTAL_REFRESH || whole(current))
                        .filter(current -> catalog.read(tx -> tx.answers().find(asked.dataSet(), current.id()))
                                .filter(seal ->
                                        seals.genuine(KIND, members(asked.dataSet(), current.id(), answer), seal))
                                .isPresent())
                : Optional.empty();
    }

    /** What was changed or deleted below a mark is in no version that only added rows. */
    private boolean whole(VersionRecord current) {
        return catalog.read(tx -> tx.ingestions().find(current.dataSet(), current.ingestion()))
                .filter(made -> made.requestType() != RequestType.INCREMENTAL_REFRESH)
                .isPresent();
    }

    /** What proves later that {@code answer} was given before {@code version} was read. */
    public String seal(DataSetId dataSet, VersionId version, SourceAnswer answer) {
        return seals.seal(KIND, members(dataSet, version, answer));
    }

    private static List<String> members(DataSetId dataSet, VersionId version, SourceAnswer answer) {
        List<String> members = new ArrayList<>(List.of(dataSet.value(), version.value(), answer.definition()));
        members.addAll(answer.rows());
        return members;
    }

    private static String text(CatalogTransaction tx, DataSourceId id) {
        Optional<DataSourceRecord> found = tx.dataSources().find(id);
        return found.map(source -> String.join(
                        "\n",
                        id.value(),
                        source.type().name(),
                        source.host() + ":" + source.port(),
                        source.database(),
                        DestinationSeals.text(source.credentials())))
                .orElse(id.value());
    }
}
