package io.spicerack.core.proof;

import io.spicerack.core.sources.SourceReading;
import io.spicerack.model.DataSetId;
import io.spicerack.model.ReconcileMode;
import io.spicerack.source.SourceConnection;
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
    private final ProofPolicy policy;
    private final ProofListener listener;

    public Proof(DataSetId dataSet, ReconcileMode mode, ProofPolicy policy, ProofListener listener) {
        this.difference = new Difference(dataSet);
        this.mode = mode;
        this.policy = policy;
        this.listener = listener;
    }

    /** Starts the query, its rows counted and, where they will be read as one table, hashed. */
    public TalliedQuery start(SourceReading from, ProvenQuery query, IntConsumer rowsRead) {
        ProofPolicy.Asked asked = policy.ask(difference.dataSet(), mode, from.lead(), query);
        Optional<Supplier<TableHash>> hash = asked.values().map(values -> () -> TableHash.ofColumns(values.rule()));
        return new TalliedQuery(from, query.sql(), new TalliedRows(from.query(), rowsRead, hash), asked);
    }

    /**
     * Follows {@code parts} into the files of {@code target}.
     *
     * @param query that they come from; empty where they come from elsewhere
     */
    public FileProof files(Optional<TalliedQuery> query, List<? extends RowGroups> parts, StagedVersion target) {
        ProofChoice choice = query.map(TalliedQuery::choice)
                .orElseGet(() -> policy.ofGiven(difference.dataSet(), mode, target.schema()));
        return choice.mode() == ReconcileMode.VALUES
                ? new ReadBackFiles(difference, listener, query, choice, parts, target)
                : new UnreadFiles(
                        choice,
                        parts,
                        query.filter(counted -> choice.mode() == ReconcileMode.COUNTS)
                                .map(this::counts));
    }

    private SourceQuestions counts(TalliedQuery query) {
        SourceConnection source = query.source().lead();
        Reconciliation counts = new CountsReconciliation(
                difference,
                query.rows(),
                () -> source.countsQuery(query.sql(), query.rows().schema()));
        return new SourceQuestions(counts, query, listener, () -> Duration.ZERO);
    }
}
