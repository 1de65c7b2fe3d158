package io.spicerack.pgwire;

import io.spicerack.core.reading.Outlet;
import io.spicerack.model.Ticker;
import io.spicerack.pgwire.sql.SqlText;
import io.spicerack.pgwire.sql.Statement;
import io.spicerack.pgwire.sql.StatementReader;
import io.spicerack.pgwire.value.CellFormat;
import io.spicerack.query.QueryColumn;
import io.spicerack.query.QueryLimits;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryRows;
import io.spicerack.query.QuerySession;
import io.spicerack.query.SqlState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The session of a client that has logged in: simple and extended queries, each answered before the next message is taken.
 */
final class SqlSession implements Dialogue, Planner.Room {
    /** Answers that are kept open until the client has taken them. */
    private static final int MOST_UNSETTLED = 16;

    private static final long BYTES_OF_A_VALUE = 64;

    /** What is under way: the rest of a script, or one execution of a portal. */
    private record UnderWay(Answer answer, long most, Portals.@Nullable Bound portal) {}

    private final QuerySession engine;
    private final ClientSettings settings;
    private final SqlLimits limits;
    private final Function<Outflow, Outlet> outlets;
    private final Planner planner;
    private final Running running;
    private final Transactions transactions = new Transactions();
    private final KeptMemory.Share kept;
    private final PreparedStatements prepared;
    private final Portals portals;
    private final Deque<SqlText> script = new ArrayDeque<>();
    private final Deque<AutoCloseable> left = new ArrayDeque<>();
    private final List<Map.Entry<String, String>> warnings = new ArrayList<>();
    private Map<String, String> reported;
    private @Nullable UnderWay underWay;
    private @Nullable StatementPlan ofScript;
    private boolean scripted;
    private boolean skipping;
    private volatile boolean unsettled;

    /**
     * A session that has just begun.
     *
     * @param kept what it may keep between two messages
     * @param outlets what shuts the connection to the rows of an answer
     */
    SqlSession(
            QuerySession engine,
            ClientSettings settings,
            SqlLimits limits,
            Ticker ticker,
            KeptMemory.Share kept,
            Function<Outflow, Outlet> outlets) {
        this.engine = engine;
        this.settings = settings;
        this.limits = limits;
        this.outlets = outlets;
        this.reported = settings.reported();
        this.planner = new Planner(engine, this);
        this.kept = kept;
        this.prepared = new PreparedStatements(planner, kept);
        this.portals = new Portals(this::leave, kept);
        this.running = new Running(engine, ticker);
    }

    @Override
    public Dialogue take(Frame frame, Replies out) throws FatalException {
        Message message = Message.read(frame);
        if (message instanceof Message.Terminate) {
            out.endsHere();
        } else if (message instanceof Message.Sync) {
            skipping = false;
            if (!transactions.isOpen()) {
                portals.closeOfTransaction();
            }
            ready(out);
        } else if (!skipping) {
            try {
                running.begin(settings.statementTimeout(limits.times().statement()));
                answer(message, out);
            } catch (QueryRefusal e) {
                fail(e, out, !(message instanceof Message.Query));
            } finally {
                if (!isBusy()) {
                    running.end();
                }
            }
        }
        return this;
    }

    private void answer(Message message, Replies out) throws QueryRefusal {
        if (message instanceof Message.Query query) {
            script.addAll(SqlText.split(query.script()));
            scripted = true;
            if (script.isEmpty()) {
                out.empty('I');
            }
        } else if (message instanceof Message.Parse parse) {
            prepared.parse(parse);
            out.empty('1');
        } else if (message instanceof Message.Bind bind) {
            bind(bind);
            out.empty('2');
        } else if (message instanceof Message.Describe describe) {
            describe(describe.target(), out);
        } else if (message instanceof Message.Execute execute) {
            execute(execute, out);
        } else if (message instanceof Message.Close close) {
            if (close.target().portal()) {
                portals.close(close.target().name());
            } else {
                prepared.forget(close.target().name());
            }
            out.empty('3');
        }
    }

    private void bind(Message.Bind bind) throws QueryRefusal {
        StatementPlan plan = prepared.known(bind.statement()).plan();
        List<@Nullable Object> values = Parameters.read(bind, plan.parameters());
        List<Integer> formats =
                Parameters.formats(bind.results(), plan.columns().size(), "columns");
        portals.put(bind.portal(), new Portals.Bound(plan, values, formats, bytes(bind)));
    }

    /** Of the values: what came, and an object for each. */
    private static long bytes(Message.Bind bind) {
        long bytes = 0;
        for (byte[] value : bind.values()) {
            bytes += BYTES_OF_A_VALUE + (value == null ? 0 : 2L * value.length);
        }
        return bytes;
    }

    private void describe(Message.Target target, Replies out) throws QueryRefusal {
        StatementPlan plan;
        List<Integer> formats;
        if (target.portal() && portals.isCursor(target.name())) {
            plan = planner.plan(new Statement.Fetch(target.name(), 1), List.of());
            formats = Collections.nCopies(plan.columns().size(), CellFormat.TEXT);
        } else if (target.portal()) {
            Portals.Bound portal = portals.bound(target.name());
            plan = portal.plan();
            formats = portal.formats();
        } else {
            PreparedStatements.Prepared statement = prepared.known(target.name());
            plan = statement.plan();
            out.parameters(statement.parameters());
            formats = Collections.nCopies(plan.columns().size(), CellFormat.TEXT);
        }
        if (plan.columns().isEmpty()) {
            out.empty('n');
        } else {
            out.columns(plan.columns(), formats);
        }
    }

    private void execute(Message.Execute execute, Replies out) throws QueryRefusal {
        Portals.Bound portal = portals.bound(execute.portal());
        if (portal.plan() == Planner.EMPTY) {
            out.empty('I');
            return;
        }
        long most = execute.rows() > 0 ? execute.rows() : Long.MAX_VALUE;
        // a portal that has given all gives nothing more
        Answer answer = portal.isDone() ? new Answer.Done("SELECT 0") : portal.answer();
        underWay = new UnderWay(answer, most, portal);
    }

    @Override
    public boolean isBusy() {
        return underWay != null || scripted;
    }

    @Override
    public void proceed(Replies out) {
        boolean simple = scripted;
        try {
            running.refuseIfCancelled();
            UnderWay now = underWay;
            if (now != null) {
                write(now, out);
            } else if (script.isEmpty()) {
                scripted = false;
                ready(out);
            } else {
                next(script.remove(), out);
            }
        } catch (QueryRefusal e) {
            fail(e, out, !simple);
        } finally {
            tell(out);
            if (!isBusy()) {
                running.end();
            }
        }
    }

    /** Begins the next statement of a script. */
    private void next(SqlText text, Replies out) throws QueryRefusal {
        try {
            StatementPlan plan = planner.plan(StatementReader.read(text), List.of());
            ofScript = plan;
            if (!plan.parameters().isEmpty()) {
                throw new QueryRefusal(
                        SqlState.UNDEFINED_PARAMETER,
                        "the statement has parameters, and a simple query gives them no values");
            }
            List<Integer> formats = Collections.nCopies(plan.columns().size(), CellFormat.TEXT);
            Answer answer = plan.open(List.of(), formats);
            if (!plan.columns().isEmpty()) {
                out.columns(plan.columns(), formats);
            }
            underWay = new UnderWay(answer, Long.MAX_VALUE, null);
        } catch (QueryRefusal e) {
            throw e.position().isPresent()
                    ? new QueryRefusal(e.state(), e.words(), e.position().getAsInt() + text.offset())
                    : e;
        }
    }

    private void write(UnderWay now, Replies out) throws QueryRefusal {
        switch (now.answer().write(out, now.most())) {
            case MORE -> {}
            case SUSPENDED -> {
                underWay = null;
                out.empty('s');
            }
            case DONE -> {
                underWay = null;
                tell(out);
                out.complete(now.answer().tag());
                if (now.portal() == null) {
                    leave(now.answer());
                    endPlan();
                } else {
                    now.portal().done();
                }
            }
        }
    }

    /** @param untilSync whether messages are passed over until Sync comes */
    private void fail(QueryRefusal why, Replies out, boolean untilSync) {
        UnderWay now = underWay;
        underWay = null;
        if (now != null && now.portal() == null) {
            leave(now.answer());
        }
        endPlan();
        script.clear();
        transactions.failed();
        if (transactions.hasFailed()) {
            portals.closeOfTransaction();
        }
        tell(out);
        out.error(why);
        skipping = untilSync;
        if (!untilSync) {
            scripted = false;
            ready(out);
        }
    }

    private void ready(Replies out) {
        out.ready(transactions.code());
    }

    private void endPlan() {
        StatementPlan ended = ofScript;
        ofScript = null;
        if (ended != null) {
            ended.close();
        }
    }

    /** Tells of warnings, and of settings that have changed. */
    private void tell(Replies out) {
        warnings.forEach(warning -> out.warning(warning.getKey(), warning.getValue()));
        warnings.clear();
        Map<String, String> now = settings.reported();
        now.forEach((name, value) -> {
            if (!value.equals(reported.get(name))) {
                out.parameterStatus(name, value);
            }
        });
        reported = now;
    }

    @Override
    public void deallocate(Optional<String> name) throws QueryRefusal {
        prepared.deallocate(name);
    }

    /** Closes what has given its rows, once the client has taken them: its keys are watched until then. */
    private void leave(AutoCloseable answer) {
        left.add(answer);
        unsettled = true;
        if (left.size() > MOST_UNSETTLED) {
            close(left.remove());
        }
    }

    @Override
    public void settle() {
        while (!left.isEmpty()) {
            close(left.remove());
        }
        unsettled = false;
    }

    @Override
    public boolean isUnsettled() {
        return unsettled;
    }

    private static void close(AutoCloseable ended) {
        try {
            ended.close();
        } catch (Exception e) {
            throw new IllegalStateException("an answer does not close", e);
        }
    }

    @Override
    public void cancel(QueryRefusal why) {
        running.cancel(why);
    }

    @Override
    public @Nullable QueryRefusal overdue() {
        return running.overdue();
    }

    @Override
    public boolean isLoggedIn() {
        return true;
    }

    @Override
    public void close() {
        UnderWay now = underWay;
        if (now != null) {
            close(now.answer());
        }
        portals.closeAll();
        settle();
        engine.close();
        kept.close();
    }

    @Override
    public ClientSettings settings() {
        return settings;
    }

    @Override
    public Transactions transactions() {
        return transactions;
    }

    @Override
    public Portals portals() {
        return portals;
    }

    @Override
    public QueryLimits limits() {
        return new QueryLimits(
                settings.statementTimeout(limits.times().statement()), limits.mostRows(), limits.memory());
    }

    @Override
    public RowSource source(QueryRows rows, List<QueryColumn> columns) {
        Outflow outflow = new Outflow();
        return new RowSource(rows, columns, limits.mostRows(), outflow, outlets.apply(outflow));
    }

    @Override
    public void warn(String code, String words) {
        warnings.add(Map.entry(code, words));
    }
}
