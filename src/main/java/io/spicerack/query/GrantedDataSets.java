package io.spicerack.query;

import io.spicerack.audit.event.Caller;
import io.spicerack.audit.event.DataSetQuery;
import io.spicerack.catalog.record.DataSetRecord;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.account.DataSets;
import io.spicerack.core.account.DataSets.Current;
import io.spicerack.core.account.Permissions;
import io.spicerack.core.account.PolicedDataSets;
import io.spicerack.core.account.PolicedDataSets.Outline;
import io.spicerack.core.account.PolicyShutException;
import io.spicerack.core.account.Principal;
import io.spicerack.core.account.Principals;
import io.spicerack.core.account.QueryTrail;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.TamperedException;
import io.spicerack.model.Account;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionException;
import io.spicerack.model.Ticker;
import io.spicerack.query.QueryableDataSet.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a principal may query: the data sets that they may hand on (QuickSight's PassDataSet), by their own actions and by the
 * permissions on each. Thread-safe.
 */
public final class GrantedDataSets implements QueryableDataSets {
    /** What an analysis needs of a data set in QuickSight. */
    public static final String ACTION = "quicksight:PassDataSet";

    /** What of the core a query goes through. */
    public record Core(
            Account account,
            Principals principals,
            Permissions permissions,
            DataSets dataSets,
            PolicedDataSets policed,
            QueryTrail trail,
            Ticker ticker) {}

    private final Core core;
    private final String name;
    private final Caller caller;

    /** @param name of the principal, who may be gone later */
    public GrantedDataSets(Core core, String name, Caller caller) {
        this.core = core;
        this.name = name;
        this.caller = caller;
    }

    @Override
    public List<QueryableDataSet> list() {
        Optional<Principal> principal = core.principals().named(name);
        return principal.isEmpty()
                ? List.of()
                : core.dataSets().views().stream()
                        .filter(view -> mayQuery(principal.get(), view.dataSet().id()))
                        .flatMap(view ->
                                queryable(principal.get(), new Current(view.dataSet(), view.current())).stream())
                        .toList();
    }

    /** A statement names few of what may be thousands: only these are looked up. */
    @Override
    public List<QueryableDataSet> named(Set<String> names) {
        if (names.isEmpty()) {
            return List.of();
        }
        Optional<Principal> principal = core.principals().named(name);
        if (principal.isEmpty()) {
            return List.of();
        }
        Map<DataSetId, QueryableDataSet> found = new TreeMap<>();
        for (String each : names) {
            List<QueryableDataSet> same = queryable(principal.get(), DataSetId.named(each).stream());
            List<QueryableDataSet> alike = same.isEmpty() ? queryable(principal.get(), alike(each)) : same;
            alike.forEach(dataSet -> found.put(dataSet.id(), dataSet));
        }
        return List.copyOf(found.values());
    }

    private Stream<DataSetId> alike(String other) {
        return core.dataSets().all().stream().map(DataSetRecord::id).filter(id -> id.toString()
                .equalsIgnoreCase(other));
    }

    private List<QueryableDataSet> queryable(Principal principal, Stream<DataSetId> ids) {
        return ids.flatMap(id -> core.dataSets().current(id).stream())
                .filter(known -> mayQuery(principal, known.dataSet().id()))
                .flatMap(known -> queryable(principal, known).stream())
                .toList();
    }

    /** None where rules show no column of it. */
    private Optional<QueryableDataSet> queryable(Principal principal, Current known) {
        DataSetRecord dataSet = known.dataSet();
        VersionRecord current = known.version();
        Optional<Version> version = Optional.empty();
        if (current != null && current.published() != null) {
            Outline outline = core.policed().outline(principal, dataSet.id(), DataSets.columns(current));
            if (outline.columns().isEmpty()) {
                return Optional.empty();
            }
            version = Optional.of(new Version(
                    current.id(),
                    outline.columns(),
                    outline.allRows() ? OptionalLong.of(current.rows()) : OptionalLong.empty(),
                    outline.allRows() ? OptionalLong.of(current.bytes()) : OptionalLong.empty(),
                    current.key().key().toString(),
                    current.ingestion().value(),
                    current.published()));
        }
        return Optional.of(new QueryableDataSet(dataSet.id(), dataSet.name(), version));
    }

    private boolean mayQuery(Principal principal, DataSetId id) {
        // who may look at everything may look at rows too
        return principal.isReadOnly()
                || (principal.mayCall(ACTION)
                        && core.permissions()
                                .allow(principal, ACTION, core.account().dataSet(id)));
    }

    @Override
    public QueryLease open(String sql, Map<DataSetId, List<String>> columns, Optional<QueryPart> part)
            throws QueryRefusal {
        Principal principal = core.principals()
                .named(name)
                .orElseThrow(() -> new QueryRefusal(
                        SqlState.INVALID_AUTHORIZATION_SPECIFICATION, "principal '" + name + "' is no longer known"));
        Map<DataSetId, VersionRecord> versions = new TreeMap<>();
        for (DataSetId id : columns.keySet()) {
            versions.put(id, current(principal, id));
        }
        GrantedLease lease = new GrantedLease(core.ticker());
        DataSetQuery.Asked asked = new DataSetQuery.Asked(
                UUID.randomUUID().toString(), sql, part.map(QueryPart::toString).orElse(""));
        try {
            List<DataSetQuery> queries = versions.entrySet().stream()
                    .map(each -> new DataSetQuery(
                            asked,
                            each.getKey(),
                            each.getValue().id(),
                            each.getValue().key().key(),
                            columns.getOrDefault(each.getKey(), List.of()),
                            List.of()))
                    .toList();
            lease.begun(queries, core.trail().begin(caller, queries));
            for (DataSetId id : versions.keySet()) {
                lease.opened(id, read(principal, id));
            }
            return lease;
        } catch (QueryRefusal e) {
            lease.failed(e);
            lease.close();
            throw e;
        } catch (RuntimeException e) {
            lease.failed(new QueryRefusal(SqlState.INTERNAL_ERROR, "the data sets could not be opened"));
            lease.close();
            throw e;
        }
    }

    /** Who may not query a data set hears what they would hear if there were none. */
    private VersionRecord current(Principal principal, DataSetId id) throws QueryRefusal {
        Optional<Current> known = core.dataSets().current(id).filter(found -> mayQuery(principal, id));
        if (known.isEmpty()) {
            throw new QueryRefusal(SqlState.UNDEFINED_TABLE, "relation \"" + id + "\" does not exist");
        }
        VersionRecord current = known.get().version();
        if (current == null) {
            throw new QueryRefusal(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "data set '" + id + "' has no version to read; refresh it first");
        }
        return current;
    }

    private OpenDataSet read(Principal principal, DataSetId id) throws QueryRefusal {
        Object opened = core.trail().as(caller, () -> tried(principal, id));
        if (opened instanceof QueryRefusal refusal) {
            throw refusal;
        }
        return (OpenDataSet) opened;
    }

    /** The reader, or why there is none. */
    private Object tried(Principal principal, DataSetId id) {
        try {
            return core.policed().openForQuery(principal, id);
        } catch (KeyUnavailableException e) {
            return GrantedLease.refusal(e);
        } catch (PolicyShutException e) {
            return new QueryRefusal(SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, String.valueOf(e.getMessage()));
        } catch (TamperedException e) {
            return new QueryRefusal(SqlState.DATA_CORRUPTED, String.valueOf(e.getMessage()));
        } catch (IngestionException e) {
            return new QueryRefusal(SqlState.SYSTEM_ERROR, String.valueOf(e.getMessage()));
        }
    }
}
