package io.spicerack.core.refresh;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.core.sources.SourceCaller;
import io.spicerack.core.sources.SourceConnections;
import io.spicerack.core.sources.SourceReading;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.source.SplitQuery;
import java.util.function.Consumer;

/** With whom a refresh reads and publishes: alone, or with the others of its group. Thread-safe. */
public interface Coordination {
    /** What is known of a refresh that takes part. */
    interface Member {
        DataSetId dataSet();

        /** Makes it end with this reason, from another thread. */
        void endWith(RuntimeException why);
    }

    void join(Member refresh);

    /** Returns whether no member that has joined is left. */
    boolean leave(Member refresh);

    /** What a lost connection may do: nobody waits for it. */
    boolean mayBeginAgain();

    /**
     * The member's connections, once there are any, in a snapshot that it shares with all who take part.
     *
     * @param caller may end the wait for them
     */
    SourceReading read(
            DataSetId member, DataSourceId from, SplitQuery query, SourceConnections sources, SourceCaller caller);

    /** Makes the member's version current together with all others'; returns when that is done. */
    void publish(DataSetId member, Consumer<CatalogTransaction> commit, Catalog catalog);

    /** A member has failed: so does every other, unless all were published. */
    void fail(DataSetId member, Throwable why);
}
