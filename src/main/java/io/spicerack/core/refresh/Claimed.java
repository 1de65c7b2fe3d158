package io.spicerack.core.refresh;

import io.spicerack.core.increment.SourceAnswer;
import io.spicerack.core.proof.Proof;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DriftPolicy;
import io.spicerack.source.SplitOptions;
import io.spicerack.table.RowGroups;
import java.util.Optional;

/** A refresh that was taken from the queue, and has touched neither a key nor a source. */
public final class Claimed implements RefreshStep {
    private final OpenRefresh refresh;
    private final Proof proof;
    private final Extraction extraction;

    Claimed(OpenRefresh refresh, Proof proof, Extraction extraction) {
        this.refresh = refresh;
        this.proof = proof;
        this.extraction = extraction;
    }

    /** How many connections a query is read over where its route does not say. */
    public int connections() {
        return extraction.connections();
    }

    /**
     * Ends the refresh where {@code answer} is what the source answered before the current version was read, and nothing else asks
     * for one: this step where it goes on, {@link Skipped} where it has ended.
     */
    public RefreshStep unlessUnchanged(SourceAnswer answer) {
        return extraction
                .skipped(refresh, answer)
                .<RefreshStep>map(ended -> ended)
                .orElse(this);
    }

    /**
     * Opens the data key, then the source, and starts the query; the rows are read as they are sealed: in parts, each over
     * a connection of its own in one snapshot, where {@code split} and the source allow.
     */
    public Extracted extract(DataSourceId from, String sql, SplitOptions split) {
        return extraction.extract(refresh, proof, from, sql, split);
    }

    /** The same with what the definition in the catalog says: the rows are the data set's, not the source's. */
    public Extracted extractDefined(SplitOptions split) {
        return extraction.extractDefined(refresh, proof, split);
    }

    /** Seals rows that come from elsewhere: no source can be asked about them. */
    public Sealed seal(RowGroups rows, Optional<DriftPolicy> drift) {
        return extraction.sealGiven(refresh, proof, rows, drift);
    }

    /** The same, with the setting for columns that have changed. */
    public Sealed seal(RowGroups rows) {
        return seal(rows, Optional.empty());
    }
}
