package io.spicerack.core.refresh;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.core.sources.ReadRequest;
import io.spicerack.core.sources.SourceCaller;
import io.spicerack.core.sources.SourceConnections;
import io.spicerack.core.sources.SourceReading;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.source.SplitQuery;
import java.util.function.Consumer;

/** A refresh that concerns nobody else. */
public record Alone() implements Coordination {
    @Override
    public void join(Member refresh) {}

    @Override
    public boolean leave(Member refresh) {
        return true;
    }

    @Override
    public boolean mayBeginAgain() {
        return true;
    }

    @Override
    public SourceReading read(
            DataSetId member, DataSourceId from, SplitQuery query, SourceConnections sources, SourceCaller caller) {
        return sources.open(from, new ReadRequest(member, query, caller));
    }

    @Override
    public void publish(DataSetId member, Consumer<CatalogTransaction> commit, Catalog catalog) {
        catalog.run(commit);
    }

    @Override
    public void fail(DataSetId member, Throwable why) {}
}
