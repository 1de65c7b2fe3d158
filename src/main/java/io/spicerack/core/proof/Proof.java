package io.spicerack.core.proof;

import io.spicerack.core.sources.SourceReading;
import io.spicerack.model.DataSetId;
import io.spicerack.model.ReconcileMode;
import io.spicerack.source.SourceConnection;
import io.spicerack.source.ValuesQuery;
import io.spicerack.store.StagedVersion;
import io.spicerack.table.RowGroups;
import io.spicerack.table.hash.TableHash;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * How a sealed version is proven to equal its source: its rows are counted or hashed along the way, its files read back,
 * and questions put to the source. Immutable.
 */
public final class Proof {
    private final Difference difference;
    private final ReconcileMode mode;
    private final ProofListener listener;

    public Proof(DataSetId dataSet, ReconcileMode mode, ProofListener listener) {
        this.difference = new Difference(dataSet);
        this.mode = mode;
        this.listener = listener;
    }

    /** Starts the query, its rows counted and, where they will be read as one table, hashed. */
    public TalliedQuery start(SourceReading from, String sql, IntConsumer rowsRead) {
        Optional<ValuesQuery> values =
                mode == ReconcileMode.VALUES ? Optional.of(from.lead().valuesQuery(sql)) : Optional.empty();
        Optional<Supplier<TableHash>> hash = values.map(asking -> () -> TableHash.ofColumns(asking.rule()));
        return new TalliedQuery(from, sql, new TalliedRows(from.query(), rowsRead, hash), values);
    }

    /**
     * Follows {@code parts} into the files of {@code target}.
     *
     * @param query that they come from; empty where they come from elsewhere
     */
    public FileProof files(Optional<TalliedQuery> query, List<? extends RowGroups> parts, StagedVersion target) {
        return switch (mode) {
            case OFF -> new UnreadFiles(parts, Optional.empty());
            case COUNTS -> new UnreadFiles(parts, query.map(this::counts));
            case VALUES -> new ReadBackFiles(difference, listener, query, parts, target);
        };
    }

    private SourceQuestions counts(TalliedQuery query) {
        SourceConnection source = query.source().lead();
        Reconciliation counts = new CountsReconciliation(
                difference,
                query.rows(),
                source.countsQuery(query.sql(), query.rows().schema()));
        return new SourceQuestions(counts, mode, query.source(), listener, () -> Duration.ZERO);
    }
}
