package io.spicerack.core.sources;

import io.spicerack.model.DataSetId;
import io.spicerack.source.SplitOptions;
import io.spicerack.source.SplitQuery;
import java.util.Optional;

/**
 * What a data source is to be asked, and for whom. Immutable.
 *
 * @param dataSet empty for a connection test and for code that brings its own queries
 * @param caller may end it
 */
public record ReadRequest(Optional<DataSetId> dataSet, SplitQuery query, SourceCaller caller) {
    /** For a data set. */
    public ReadRequest(DataSetId dataSet, SplitQuery query, SourceCaller caller) {
        this(Optional.of(dataSet), query, caller);
    }

    /** One connection, whatever is asked over it. */
    static ReadRequest any(Optional<DataSetId> dataSet, SourceCaller caller) {
        return new ReadRequest(dataSet, new SplitQuery("", SplitOptions.ONE), caller);
    }
}
