package io.spicerack.pgwire;

import io.spicerack.pgwire.sql.CopyFormat;
import io.spicerack.pgwire.sql.Statement;
import io.spicerack.pgwire.value.CellFormat;
import io.spicerack.query.PreparedQuery;
import io.spicerack.query.QueryColumn;
import io.spicerack.query.QueryLimits;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryRows;
import io.spicerack.query.QuerySession;
import io.spicerack.query.QueryType;
import io.spicerack.query.SqlState;
import io.spicerack.table.ColumnType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes plans of statements: of queries with the engine, of all else itself. Of one session; not thread-safe. */
final class Planner {
    private static final QueryType TEXT = new QueryType.Plain(new ColumnType.Text());
    private static final int MOST_CURSORS = 16;

    /** Of a statement without a word. */
    static final StatementPlan EMPTY = (values, formats) -> new Answer.Done("");

    /** What the session that it plans for lets it use. */
    interface Room {
        ClientSettings settings();

        Transactions transactions();

        Portals portals();

        QueryLimits limits();

        RowSource source(QueryRows rows, List<QueryColumn> columns);

        /** Forgets prepared statements: the named one, or all. */
        void deallocate(Optional<String> name) throws QueryRefusal;

        /** Warns of what is no failure. */
        void warn(String code, String words);
    }

    private final QuerySession engine;
    private final Room room;

    Planner(QuerySession engine, Room room) {
        this.engine = engine;
        this.room = room;
    }

    /** @param types of the parameters, as far as the client says */
    StatementPlan plan(Statement statement, List<QueryType> types) throws QueryRefusal {
        room.transactions().refuseIfFailed(statement);
        if (statement instanceof Statement.Query query) {
            return new QueryPlan(prepare(query.sql(), types), query.verb());
        }
        if (statement instanceof Statement.CopyOut copy) {
            return new CopyPlan(prepare(copy.query(), types), copy.format());
        }
        if (statement instanceof Statement.Declare declare) {
            return new DeclarePlan(prepare(declare.query(), types), declare);
        }
        if (statement instanceof Statement.Fetch fetch) {
            return new FetchPlan(room.portals().cursor(fetch.cursor()), fetch);
        }
        if (statement instanceof Statement.Show show) {
            return show(show.setting());
        }
        return (values, formats) -> {
            // it may have failed since the statement was prepared
            room.transactions().refuseIfFailed(statement);
            return new Answer.Done(done(statement));
        };
    }

    private PreparedQuery prepare(String sql, List<QueryType> types) throws QueryRefusal {
        return NamedQuery.prepare(engine, sql, types);
    }

    /** Does what gives no rows, and says how it is told to be complete. */
    private String done(Statement statement) throws QueryRefusal {
        Transactions transactions = room.transactions();
        if (statement instanceof Statement.Begin begin) {
            if (transactions.isOpen()) {
                room.warn("25001", "there is already a transaction in progress");
            } else {
                transactions.begin();
            }
            return begin.tag();
        }
        if (statement instanceof Statement.Commit) {
            return ended("COMMIT");
        }
        if (statement instanceof Statement.Rollback) {
            return ended("ROLLBACK");
        }
        if (statement instanceof Statement.Savepoint savepoint) {
            transactions.savepoint(savepoint.name());
            return "SAVEPOINT";
        }
        if (statement instanceof Statement.Release release) {
            transactions.release(release.name());
            return "RELEASE";
        }
        if (statement instanceof Statement.RollbackTo to) {
            transactions.rollbackTo(to.name());
            return "ROLLBACK";
        }
        return set(statement);
    }

    private String set(Statement statement) throws QueryRefusal {
        if (statement instanceof Statement.Assign assign) {
            room.settings().set(assign.setting(), assign.value());
            return assign.tag();
        }
        if (statement instanceof Statement.ResetAll reset) {
            room.settings().reset();
            return reset.tag();
        }
        if (statement instanceof Statement.DiscardAll) {
            if (room.transactions().isOpen()) {
                throw new QueryRefusal(
                        SqlState.ACTIVE_SQL_TRANSACTION, "DISCARD ALL cannot run inside a transaction block");
            }
            room.settings().reset();
            room.portals().closeAll();
            room.deallocate(Optional.empty());
            return "DISCARD ALL";
        }
        if (statement instanceof Statement.Deallocate deallocate) {
            room.deallocate(deallocate.name());
            return deallocate.name().isPresent() ? "DEALLOCATE" : "DEALLOCATE ALL";
        }
        if (statement instanceof Statement.CloseCursor close) {
            if (close.cursor().isPresent()) {
                room.portals().cursor(close.cursor().get());
                room.portals().close(close.cursor().get());
                return "CLOSE CURSOR";
            }
            room.portals().closeAll();
            return "CLOSE CURSOR ALL";
        }
        return statement instanceof Statement.Nothing nothing ? nothing.tag() : "";
    }

    private String ended(String tag) {
        Transactions transactions = room.transactions();
        if (!transactions.isOpen()) {
            room.warn(SqlState.NO_ACTIVE_SQL_TRANSACTION.code(), "there is no transaction in progress");
        }
        room.portals().closeOfTransaction();
        return transactions.end(tag);
    }

    private StatementPlan show(String setting) throws QueryRefusal {
        ClientSettings settings = room.settings();
        if (setting.equals("all")) {
            List<List<String>> rows = new ArrayList<>();
            for (Map.Entry<String, String> each : settings.all().entrySet()) {
                rows.add(List.of(each.getKey(), each.getValue(), ""));
            }
            return literal(List.of("name", "setting", "description"), rows);
        }
        return literal(List.of(ClientSettings.spelling(setting)), List.of(List.of(settings.show(setting))));
    }

    private StatementPlan literal(List<String> names, List<List<String>> rows) {
        List<QueryColumn> columns =
                names.stream().map(name -> new QueryColumn(name, TEXT)).toList();
        return new StatementPlan() {
            @Override
            public List<QueryColumn> columns() {
                return columns;
            }

            @Override
            public Answer open(List<@Nullable Object> values, List<Integer> formats) {
                RowSource source = room.source(new LiteralRows(rows), columns);
                return new RowsAnswer(source, new DataRows(columns, formats), "SHOW", false);
            }
        };
    }

    /** What holds a query of the engine. */
    private abstract class Prepared implements StatementPlan {
        final PreparedQuery query;

        private Prepared(PreparedQuery query) {
            this.query = query;
        }

        @Override
        public List<QueryType> parameters() {
            return query.parameters();
        }

        final RowSource run(List<@Nullable Object> values) throws QueryRefusal {
            room.transactions().refuseIfFailed();
            return room.source(query.run(values, room.limits()), query.columns());
        }

        @Override
        public void close() {
            query.close();
        }
    }

    private final class QueryPlan extends Prepared {
        private final String verb;

        private QueryPlan(PreparedQuery query, String verb) {
            super(query);
            this.verb = verb;
        }

        @Override
        public List<QueryColumn> columns() {
            return query.columns();
        }

        @Override
        public Answer open(List<@Nullable Object> values, List<Integer> formats) throws QueryRefusal {
            return new RowsAnswer(run(values), new DataRows(query.columns(), formats), verb, false);
        }
    }

    private final class CopyPlan extends Prepared {
        private final CopyFormat format;

        private CopyPlan(PreparedQuery query, CopyFormat format) {
            super(query);
            this.format = format;
        }

        @Override
        public Answer open(List<@Nullable Object> values, List<Integer> formats) throws QueryRefusal {
            return new RowsAnswer(run(values), CopyLines.of(query.columns(), format), "COPY", false);
        }
    }

    private final class DeclarePlan extends Prepared {
        private final Statement.Declare declare;

        private DeclarePlan(PreparedQuery query, Statement.Declare declare) {
            super(query);
            this.declare = declare;
        }

        @Override
        public Answer open(List<@Nullable Object> values, List<Integer> formats) throws QueryRefusal {
            if (!declare.hold()) {
                room.transactions().demandOpen("DECLARE CURSOR");
            }
            if (room.portals().cursors() == MOST_CURSORS) {
                throw new QueryRefusal(
                        SqlState.PROGRAM_LIMIT_EXCEEDED,
                        "a session has " + MOST_CURSORS + " cursors, the most; CLOSE one");
            }
            room.portals().refuseTaken(declare.cursor());
            room.portals()
                    .put(
                            declare.cursor(),
                            new Portals.Cursor(run(values), query.columns(), declare.binary(), declare.hold()));
            return new Answer.Done("DECLARE CURSOR");
        }
    }

    private record FetchPlan(Portals.Cursor cursor, Statement.Fetch fetch) implements StatementPlan {
        @Override
        public List<QueryColumn> columns() {
            return cursor.columns();
        }

        @Override
        public Answer open(List<@Nullable Object> values, List<Integer> formats) {
            List<Integer> own =
                    cursor.binary() ? Collections.nCopies(cursor.columns().size(), CellFormat.BINARY) : formats;
            Answer rows = new RowsAnswer(cursor.source(), new DataRows(cursor.columns(), own), "FETCH", true);
            return new Fetched(rows, fetch.rows());
        }
    }

    /** Some rows of a cursor: it is done when they are given. */
    private record Fetched(Answer rows, long count) implements Answer {
        @Override
        public State write(Replies out, long most) throws QueryRefusal {
            State state = rows.write(out, Math.min(count, most));
            return state == State.SUSPENDED && count <= most ? State.DONE : state;
        }

        @Override
        public String tag() {
            return rows.tag();
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
