package io.spicerack.pgwire;

import io.spicerack.query.QueryColumn;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The portals of one session: those that Bind makes, and cursors, which are portals too. Not thread-safe. */
final class Portals {
    private static final int MOST = 64;

    /** What a portal has to end. */
    sealed interface Portal permits Bound, Cursor {
        /** Whether it outlives its transaction. */
        boolean holds();

        /** What its values take, about. */
        long bytes();

        void end(Consumer<AutoCloseable> closing);
    }

    /** A statement with its values, and its answer once it was executed. */
    static final class Bound implements Portal {
        private final StatementPlan plan;
        private final List<@Nullable Object> values;
        private final List<Integer> formats;
        private final long bytes;
        private @Nullable Answer answer;
        private boolean done;

        /** @param bytes that the values take, about */
        Bound(StatementPlan plan, List<@Nullable Object> values, List<Integer> formats, long bytes) {
            this.plan = plan;
            this.values = values;
            this.formats = formats;
            this.bytes = bytes;
        }

        @Override
        public long bytes() {
            return bytes;
        }

        StatementPlan plan() {
            return plan;
        }

        List<Integer> formats() {
            return formats;
        }

        /** Its answer, which begins where it has not yet. */
        Answer answer() throws QueryRefusal {
            Answer begun = answer;
            if (begun == null) {
                begun = plan.open(values, formats);
                answer = begun;
            }
            return begun;
        }

        boolean isDone() {
            return done;
        }

        void done() {
            done = true;
        }

        @Override
        public boolean holds() {
            return false;
        }

        @Override
        public void end(Consumer<AutoCloseable> closing) {
            if (answer != null) {
                closing.accept(answer);
            }
        }
    }

    /** What DECLARE makes. */
    record Cursor(RowSource source, List<QueryColumn> columns, boolean binary, boolean holds) implements Portal {
        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public void end(Consumer<AutoCloseable> closing) {
            closing.accept(source);
        }
    }

    /** Of a portal, with its name. */
    private static final long BYTES_OF_EACH = 256;

    private final Map<String, Portal> open = new LinkedHashMap<>();
    private final Consumer<AutoCloseable> closing;
    private final KeptMemory.Share kept;

    /** @param closing takes what a portal held, and closes it in time */
    Portals(Consumer<AutoCloseable> closing, KeptMemory.Share kept) {
        this.closing = closing;
        this.kept = kept;
    }

    private static long bytes(String name, Portal portal) {
        return BYTES_OF_EACH + 2L * name.length() + portal.bytes();
    }

    /** Keeps a portal, in the place of the one without a name where it has none. */
    void put(String name, Portal portal) throws QueryRefusal {
        try {
            makeRoom(name, portal);
        } catch (QueryRefusal e) {
            // a cursor's rows have begun already
            portal.end(closing);
            throw e;
        }
        open.put(name, portal);
    }

    private void makeRoom(String name, Portal portal) throws QueryRefusal {
        if (name.isEmpty()) {
            close(name);
        } else {
            refuseTaken(name);
        }
        if (open.size() == MOST) {
            throw new QueryRefusal(
                    SqlState.PROGRAM_LIMIT_EXCEEDED, "a session has " + MOST + " portals, the most; close one");
        }
        kept.add(bytes(name, portal));
    }

    void refuseTaken(String name) throws QueryRefusal {
        if (open.containsKey(name)) {
            throw new QueryRefusal(SqlState.DUPLICATE_CURSOR, "a cursor of this name exists already");
        }
    }

    Bound bound(String name) throws QueryRefusal {
        if (open.get(name) instanceof Bound bound) {
            return bound;
        }
        throw new QueryRefusal(SqlState.INVALID_CURSOR_NAME, "there is no portal of this name");
    }

    Cursor cursor(String name) throws QueryRefusal {
        if (open.get(name) instanceof Cursor cursor) {
            return cursor;
        }
        throw new QueryRefusal(SqlState.INVALID_CURSOR_NAME, "there is no cursor of this name");
    }

    boolean isCursor(String name) {
        return open.get(name) instanceof Cursor;
    }

    long cursors() {
        return open.values().stream().filter(portal -> portal instanceof Cursor).count();
    }

    /** Does nothing where there is none of this name. */
    void close(String name) {
        Portal ended = open.remove(name);
        if (ended != null) {
            kept.remove(bytes(name, ended));
            ended.end(closing);
        }
    }

    void closeAll() {
        List.copyOf(open.keySet()).forEach(this::close);
    }

    /** Closes those that do not outlive the transaction that ends. */
    void closeOfTransaction() {
        open.entrySet().stream()
                .filter(portal -> !portal.getValue().holds())
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::close);
    }
}
