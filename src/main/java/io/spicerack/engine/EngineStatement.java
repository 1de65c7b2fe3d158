package io.spicerack.engine;

import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.engine.pipe.AnswerType;
import io.spicerack.engine.pipe.Description;
import io.spicerack.engine.pipe.Description.AnswerColumn;
import io.spicerack.engine.pipe.NamedTables;
import io.spicerack.engine.pipe.PipeContent;
import io.spicerack.engine.pipe.PipeFields;
import io.spicerack.engine.pipe.PipeKind;
import io.spicerack.engine.pipe.RunOrder.Share;
import io.spicerack.query.PreparedQuery;
import io.spicerack.query.QueryCaller;
import io.spicerack.query.QueryColumn;
import io.spicerack.query.QueryLease;
import io.spicerack.query.QueryLimits;
import io.spicerack.query.QueryPart;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryRows;
import io.spicerack.query.QueryType;
import io.spicerack.query.QueryableDataSet.Version;
import io.spicerack.query.SqlState;
import io.spicerack.table.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A statement that a worker has prepared. Of its session's thread. */
final class EngineStatement implements PreparedQuery {
    /** Refreshes may publish while a statement begins; not each time. */
    private static final int TRIES = 5;

    /** Where a statement is: whose it is, and with which worker. */
    record Place(QueryCaller caller, Conversations conversations, WorkerProcess worker, Conversation conversation) {}

    private final Place place;
    private final String sql;
    private final List<QueryType> told;
    private final NamedTables named;
    private StatementScope scope;
    private Description description;

    private EngineStatement(
            Place place,
            String sql,
            List<QueryType> told,
            NamedTables named,
            StatementScope scope,
            Description description) {
        this.place = place;
        this.sql = sql;
        this.told = List.copyOf(told);
        this.named = named;
        this.scope = scope;
        this.description = description;
    }

    static EngineStatement prepare(Place place, String sql, List<QueryType> told) throws QueryRefusal {
        Conversation asked = place.conversation();
        asked.ask(PipeKind.PREPARE, new PipeContent().text(sql));
        NamedTables named = asked.read(asked.answer(), NamedTables::read);
        StatementScope scope = StatementScope.of(named, place.caller());
        return new EngineStatement(place, sql, told, named, scope, describe(asked, scope));
    }

    private static Description describe(Conversation asked, StatementScope scope) throws QueryRefusal {
        PipeContent content = new PipeContent();
        scope.definition().write(content);
        asked.ask(PipeKind.DEFINE, content);
        return asked.read(asked.answer(), EngineStatement::described);
    }

    /** With types that there are: what a worker says otherwise is none of its answers. */
    private static Description described(PipeFields fields) {
        Description description = Description.read(fields);
        for (AnswerColumn column : description.columns()) {
            try {
                QueryType unused = AnswerType.of(column.name(), column.type()).told();
            } catch (QueryRefusal e) {
                throw new IllegalArgumentException("a column was described that cannot be told", e);
            }
        }
        return description;
    }

    @Override
    public List<QueryType> parameters() {
        List<QueryType> types = new ArrayList<>();
        for (int i = 0; i < description.parameters().size(); i++) {
            QueryType said = i < told.size() ? told.get(i) : QueryType.Special.UNKNOWN;
            types.add(
                    said == QueryType.Special.UNKNOWN
                            ? taken(description.parameters().get(i))
                            : said);
        }
        return types;
    }

    /** Where the statement takes anything, it is text. */
    private static QueryType taken(String type) {
        try {
            AnswerType known = AnswerType.of("", type);
            boolean exact = known.is(AnswerType.Kind.DECIMAL)
                    || known.is(AnswerType.Kind.HUGEINT)
                    || known.is(AnswerType.Kind.UBIGINT);
            boolean plain = known.told() instanceof QueryType.Plain || known.told() == QueryType.Special.SMALLINT;
            return exact
                    ? QueryType.Special.NUMERIC
                    : plain ? known.told() : new QueryType.Plain(new ColumnType.Text());
        } catch (QueryRefusal e) {
            return new QueryType.Plain(new ColumnType.Text());
        }
    }

    @Override
    public List<QueryColumn> columns() {
        try {
            List<QueryColumn> columns = new ArrayList<>();
            for (AnswerColumn column : description.columns()) {
                columns.add(new QueryColumn(
                        column.name(),
                        AnswerType.of(column.name(), column.type()).told()));
            }
            return columns;
        } catch (QueryRefusal e) {
            throw new IllegalStateException("a column was described that cannot be told", e);
        }
    }

    @Override
    public QueryRows run(List<@Nullable Object> values, QueryLimits limits) throws QueryRefusal {
        return run(values, Optional.empty());
    }

    @Override
    public Optional<Version> divisible() {
        return named.rowByRow() && scope.versions().size() == 1
                ? scope.versions().values().stream().findFirst()
                : Optional.empty();
    }

    @Override
    public QueryRows run(QueryPart part, QueryLimits limits) throws QueryRefusal {
        if (!named.rowByRow() || scope.versions().size() != 1) {
            throw new QueryRefusal(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "an answer comes in parts where the statement selects rows of one data set by their values: without joins,"
                            + " groups, functions, order and LIMIT. Ask for it whole");
        }
        return run(List.of(), Optional.of(part));
    }

    private QueryRows run(List<@Nullable Object> values, Optional<QueryPart> part) throws QueryRefusal {
        if (values.size() != description.parameters().size()) {
            throw new QueryRefusal(
                    SqlState.UNDEFINED_PARAMETER,
                    "the statement has " + description.parameters().size() + " parameters, and " + values.size()
                            + " values were given");
        }
        Conversation run = place.conversations().add(place.worker().begin());
        try {
            return place.conversations().during(run, asked -> run(asked, values, part));
        } catch (QueryRefusal | RuntimeException e) {
            place.conversations().end(run);
            throw e;
        }
    }

    private QueryRows run(Conversation asked, List<@Nullable Object> values, Optional<QueryPart> part)
            throws QueryRefusal {
        QueryLease lease = opened(part);
        EngineAnswer answer = new EngineAnswer(place.conversations(), asked, lease);
        try {
            lease.leadsTo(answer::cut);
            Share share = part.map(each -> new Share(each.number(), each.of())).orElse(Share.ALL);
            LentTables.run(asked, new LentTables.Order(place.conversation().number(), values, share), lease);
            asked.answer();
            answer.want();
            return answer;
        } catch (QueryRefusal e) {
            answer.failed(e);
            answer.close();
            throw answer.reason(e);
        } catch (RuntimeException e) {
            answer.close();
            throw e;
        }
    }

    /** Opens the versions that the statement is defined for, which a refresh may have replaced since. */
    private QueryLease opened(Optional<QueryPart> part) throws QueryRefusal {
        for (int i = 0; i < TRIES; i++) {
            QueryLease lease = place.caller().dataSets().open(sql, scope.columns(), part);
            if (part.isPresent()) {
                refuseOther(lease, part.get());
            }
            boolean same = lease.dataSets().values().stream().allMatch(scope::isOf);
            if (same) {
                return lease;
            }
            lease.close();
            List<AnswerColumn> before = description.columns();
            scope = StatementScope.of(named, place.caller());
            description = describe(place.conversation(), scope);
            if (!description.columns().equals(before)) {
                throw new QueryRefusal(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "a refresh has changed the columns of a data set since the statement was prepared. Prepare it again");
            }
        }
        throw new QueryRefusal(
                SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                "a data set was refreshed each time that the statement was to begin. Ask again");
    }

    /** Parts of two versions, or of what some rows are kept from, are no parts of one answer. */
    private static void refuseOther(QueryLease lease, QueryPart part) throws QueryRefusal {
        for (OpenDataSet open : lease.dataSets().values()) {
            if (!open.version().id().equals(part.version())) {
                throw ended(
                        lease,
                        "part " + part + " is of version " + part.version() + " of data set '"
                                + open.version().dataSet() + "', which a refresh has replaced by "
                                + open.version().id() + ". Ask for the answer again, from its first part on");
            } else if (part.of() > 1 && open.view().rows().isPresent()) {
                throw ended(
                        lease,
                        "you are shown some rows of data set '" + open.version().dataSet()
                                + "' only, which come whole. Ask for the answer again");
            }
        }
    }

    private static QueryRefusal ended(QueryLease lease, String words) {
        QueryRefusal why = new QueryRefusal(SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, words);
        lease.failed(why);
        lease.close();
        return why;
    }

    @Override
    public void close() {
        place.conversations().end(place.conversation());
    }
}
