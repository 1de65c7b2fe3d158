package io.spicerack.engine;

import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.core.reading.Outlet;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.TamperedException;
import io.spicerack.model.DataSetId;
import io.spicerack.model.VersionId;
import io.spicerack.query.QueryCaller;
import io.spicerack.query.QueryLease;
import io.spicerack.query.QueryPart;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryableDataSet;
import io.spicerack.query.QueryableDataSets;
import io.spicerack.query.SqlState;
import io.spicerack.table.Column;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Data sets of a core, some of which a caller may query; it notes what became of each lease. */
final class CoreDataSets implements QueryableDataSets {
    private final CoreFixture core;
    private final List<DataSetId> permitted = new CopyOnWriteArrayList<>();
    final List<Map<DataSetId, List<String>>> opened = new CopyOnWriteArrayList<>();
    final List<QueryRefusal> failures = new CopyOnWriteArrayList<>();
    private final Map<VersionId, List<Column>> columns = new ConcurrentHashMap<>();
    private volatile long given;
    private volatile int open;

    CoreDataSets(CoreFixture core, DataSetId... permitted) {
        this.core = core;
        this.permitted.addAll(List.of(permitted));
    }

    QueryCaller caller(String principal) {
        return new QueryCaller(principal, this);
    }

    void permit(DataSetId dataSet) {
        permitted.add(dataSet);
    }

    /** Rows that were handed on. */
    long given() {
        return given;
    }

    /** Leases that are open. */
    int open() {
        return open;
    }

    @Override
    public List<QueryableDataSet> list() {
        return permitted.stream().sorted().map(this::described).toList();
    }

    private QueryableDataSet described(DataSetId id) {
        Optional<VersionRecord> current =
                core.catalog().read(tx -> tx.versions().current(id));
        return new QueryableDataSet(
                id,
                "The " + id,
                current.map(version -> new QueryableDataSet.Version(
                        version.id(),
                        columns.computeIfAbsent(version.id(), any -> columns(id)),
                        OptionalLong.of(version.rows()),
                        OptionalLong.of(version.bytes()),
                        version.key().key().toString(),
                        version.ingestion().toString(),
                        version.staged())));
    }

    private List<Column> columns(DataSetId id) {
        try (OpenDataSet reader = core.spice().readers().open(id)) {
            return reader.schema().columns();
        } catch (TamperedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public QueryLease open(String sql, Map<DataSetId, List<String>> read, Optional<QueryPart> part)
            throws QueryRefusal {
        opened.add(read);
        Map<DataSetId, OpenDataSet> readers = new LinkedHashMap<>();
        try {
            for (DataSetId dataSet : read.keySet()) {
                readers.put(dataSet, core.spice().readers().open(dataSet));
            }
        } catch (KeyUnavailableException | TamperedException e) {
            readers.values().forEach(OpenDataSet::close);
            throw new QueryRefusal(SqlState.SYSTEM_ERROR, String.valueOf(e.getMessage()));
        }
        open++;
        return new Lease(readers);
    }

    private final class Lease implements QueryLease {
        private final Map<DataSetId, OpenDataSet> readers;
        private boolean closed;

        Lease(Map<DataSetId, OpenDataSet> readers) {
            this.readers = readers;
        }

        @Override
        public Map<DataSetId, OpenDataSet> dataSets() {
            return readers;
        }

        @Override
        public void check() throws QueryRefusal {
            try {
                readers.values().forEach(OpenDataSet::check);
            } catch (KeyUnavailableException e) {
                throw new QueryRefusal(SqlState.SYSTEM_ERROR, String.valueOf(e.getMessage()));
            }
        }

        @Override
        public void leadsTo(Outlet outlet) {
            readers.values().forEach(reader -> reader.leadsTo(outlet));
        }

        @Override
        public void gave(long rows) {
            given += rows;
        }

        @Override
        public void failed(QueryRefusal why) {
            failures.add(why);
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                open--;
                readers.values().forEach(OpenDataSet::close);
            }
        }
    }
}
