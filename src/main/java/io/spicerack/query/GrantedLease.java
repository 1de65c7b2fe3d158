package io.spicerack.query;

import io.spicerack.audit.event.DataSetQuery;
import io.spicerack.audit.event.Outcome;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.account.QueryTrail.QueryOnRecord;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.core.reading.Outlet;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.model.DataSetId;
import io.spicerack.model.Ticker;
import io.spicerack.model.Ticker.Moment;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The data sets of one statement, open and on record. Thread-safe. */
final class GrantedLease implements QueryLease {
    private final Ticker ticker;
    private final Moment from;
    private List<DataSetQuery> queries = List.of();
    private @Nullable QueryOnRecord record;
    private final Map<DataSetId, OpenDataSet> dataSets = new TreeMap<>();
    private long rows;
    private @Nullable Moment last;
    private @Nullable QueryRefusal failure;
    private boolean closed;

    GrantedLease(Ticker ticker) {
        this.ticker = ticker;
        this.from = ticker.now();
    }

    synchronized void begun(List<DataSetQuery> ofStatement, QueryOnRecord onRecord) {
        queries = List.copyOf(ofStatement);
        record = onRecord;
    }

    synchronized void opened(DataSetId id, OpenDataSet open) {
        dataSets.put(id, open);
    }

    @Override
    public synchronized Map<DataSetId, OpenDataSet> dataSets() {
        return Collections.unmodifiableMap(new TreeMap<>(dataSets));
    }

    @Override
    public void check() throws QueryRefusal {
        for (OpenDataSet open : dataSets().values()) {
            try {
                open.check();
            } catch (KeyUnavailableException e) {
                QueryRefusal why = refusal(e);
                failed(why);
                throw why;
            }
        }
    }

    @Override
    public void leadsTo(Outlet outlet) {
        dataSets().values().forEach(open -> open.leadsTo(outlet));
    }

    @Override
    public synchronized void gave(long more) {
        rows += more;
        last = ticker.now();
    }

    @Override
    public synchronized void failed(QueryRefusal why) {
        if (failure == null) {
            failure = why;
            last = ticker.now();
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            dataSets.values().forEach(OpenDataSet::close);
        } finally {
            Duration took = ticker.since(from).minus(last == null ? Duration.ZERO : ticker.since(last));
            QueryOnRecord begun = record;
            if (begun != null) {
                begun.ended(queries.stream().map(this::read).toList(), rows, took, outcome(failure));
            }
        }
    }

    /** As it was opened: a refresh may have published between the look at the catalog and the opening. */
    private DataSetQuery read(DataSetQuery asked) {
        OpenDataSet open = dataSets.get(asked.dataSet());
        if (open == null) {
            return asked;
        }
        VersionRecord version = open.version();
        return new DataSetQuery(
                asked.asked(),
                asked.dataSet(),
                version.id(),
                version.key().key(),
                asked.columns(),
                open.view().keepsBack());
    }

    static QueryRefusal refusal(KeyUnavailableException why) {
        return new QueryRefusal(SqlState.SYSTEM_ERROR, String.valueOf(why.getMessage()));
    }

    private static Outcome outcome(@Nullable QueryRefusal why) {
        return why == null ? Outcome.SUCCESS : new Outcome.Failure(why.state().name(), why.words());
    }
}
