package io.spicerack.core.proof;

import io.spicerack.core.sources.SourceReading;
import io.spicerack.source.ValuesQuery;
import java.util.Optional;

/** A query whose rows are counted as they are read, and whose source can be asked about them afterwards. */
public final class TalliedQuery {
    private final SourceReading source;
    private final String sql;
    private final TalliedRows rows;
    private final ProofPolicy.Asked asked;

    TalliedQuery(SourceReading source, String sql, TalliedRows rows, ProofPolicy.Asked asked) {
        this.source = source;
        this.sql = sql;
        this.rows = rows;
        this.asked = asked;
    }

    public SourceReading source() {
        return source;
    }

    public TalliedRows rows() {
        return rows;
    }

    String sql() {
        return sql;
    }

    ProofChoice choice() {
        return asked.choice();
    }

    /** How its source is asked by value; empty where it is not. */
    Optional<ValuesQuery> values() {
        return asked.values();
    }
}
