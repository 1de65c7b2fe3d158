package io.spicerack.pgwire;

import io.spicerack.core.reading.Outlet;
import io.spicerack.query.PreparedQuery;
import io.spicerack.query.QueryCaller;
import io.spicerack.query.QueryColumn;
import io.spicerack.query.QueryEngine;
import io.spicerack.query.QueryLimits;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryRows;
import io.spicerack.query.QuerySession;
import io.spicerack.query.QueryType;
import io.spicerack.query.SqlState;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowMaps;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An engine that knows a few statements by heart: {@code SELECT rows N}, {@code SELECT sleep}, {@code SELECT echo $1, ...}, and
 * those that a test has given it tables for. Thread-safe.
 */
public final class FixedRowsEngine implements QueryEngine {
    /** What a statement answers. */
    public record Table(List<QueryColumn> columns, List<List<@Nullable Object>> rows) {}

    public static final QueryType INT = new QueryType.Plain(new ColumnType.Int(32));
    public static final QueryType TEXT = new QueryType.Plain(new ColumnType.Text());

    private static final Pattern ROWS = Pattern.compile("(?i)select\\s+rows\\s+(\\d+)");
    private static final int BATCH = 1000;

    private final Map<String, Table> tables = new ConcurrentHashMap<>();
    public final List<Answering> answers = Collections.synchronizedList(new ArrayList<>());
    /** One for each statement that has begun to sleep. */
    public final Semaphore sleeping = new Semaphore(0);

    public void table(String sql, Table table) {
        tables.put(sql, table);
    }

    @Override
    public QuerySession open(QueryCaller caller) {
        return new Session();
    }

    @Override
    public void close() {
        // holds nothing
    }

    private final class Session implements QuerySession {
        private @Nullable QueryRefusal cancelled;

        @Override
        public PreparedQuery prepare(String sql, List<QueryType> types) throws QueryRefusal {
            String text = sql.strip();
            Matcher rows = ROWS.matcher(text);
            if (rows.matches()) {
                return new Prepared(
                        List.of(),
                        List.of(new QueryColumn("n", INT), new QueryColumn("t", TEXT)),
                        values -> new Answering(this, Long.parseLong(rows.group(1)), null));
            }
            if (text.equalsIgnoreCase("select sleep")) {
                return new Prepared(List.of(), List.of(new QueryColumn("n", INT)), values -> sleep());
            }
            if (text.toLowerCase(Locale.ROOT).startsWith("select echo")) {
                return echo(text, types);
            }
            Table table = tables.get(text);
            if (table == null) {
                throw new QueryRefusal(SqlState.SYNTAX_ERROR, "nothing is known of this statement", 8);
            }
            return new Prepared(
                    List.of(),
                    table.columns(),
                    values -> new Answering(this, table.rows().size(), table));
        }

        /** Its columns are its parameters. */
        private PreparedQuery echo(String text, List<QueryType> types) {
            long count = text.chars().filter(c -> c == '$').count();
            List<QueryType> known = new ArrayList<>();
            List<QueryColumn> columns = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                QueryType type = i < types.size() ? types.get(i) : QueryType.Special.UNKNOWN;
                known.add(type);
                QueryType shown = type == QueryType.Special.UNKNOWN || type == QueryType.Special.INTERVAL
                        ? TEXT
                        : type == QueryType.Special.NUMERIC
                                ? new QueryType.Plain(new ColumnType.Decimal(38, 10))
                                : type;
                columns.add(new QueryColumn("$" + (i + 1), shown));
            }
            return new Prepared(known, columns, values -> new Answering(this, 1, new Table(columns, List.of(values))));
        }

        private synchronized QueryRows sleep() throws QueryRefusal {
            sleeping.release();
            while (cancelled == null) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    throw new QueryRefusal(SqlState.ADMIN_SHUTDOWN, "interrupted");
                }
            }
            QueryRefusal why = cancelled;
            cancelled = null;
            throw why;
        }

        @Override
        public synchronized void cancel(QueryRefusal why) {
            cancelled = why;
            notifyAll();
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    private interface Run {
        QueryRows run(List<@Nullable Object> values) throws QueryRefusal;
    }

    private record Prepared(List<QueryType> parameters, List<QueryColumn> columns, Run how) implements PreparedQuery {
        @Override
        public QueryRows run(List<@Nullable Object> values, QueryLimits limits) throws QueryRefusal {
            return how.run(values);
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    /** One answer under way. */
    public final class Answering implements QueryRows {
        private final Session session;
        private final long count;
        private final @Nullable Table table;
        private volatile long next;
        volatile @Nullable Outlet outlet;
        public volatile boolean closed;

        Answering(Session session, long count, @Nullable Table table) {
            this.session = session;
            this.count = count;
            this.table = table;
            answers.add(this);
        }

        long count() {
            return count;
        }

        /** Rows that were asked for. */
        public long given() {
            return next;
        }

        @Override
        public void leadsTo(Outlet to) {
            outlet = to;
        }

        @Override
        public boolean next(RowGroup batch) throws QueryRefusal {
            synchronized (session) {
                if (session.cancelled != null) {
                    QueryRefusal why = session.cancelled;
                    session.cancelled = null;
                    throw why;
                }
            }
            batch.clear();
            for (int i = 0; i < BATCH && next < count; i++) {
                if (table == null) {
                    RowMaps.append(batch, 0, (int) next);
                    RowMaps.append(batch, 1, "row " + next);
                } else {
                    List<@Nullable Object> row = table.rows().get((int) next);
                    for (int column = 0; column < row.size(); column++) {
                        RowMaps.append(batch, column, row.get(column));
                    }
                }
                batch.endRow();
                next++;
            }
            return batch.rows() > 0;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
