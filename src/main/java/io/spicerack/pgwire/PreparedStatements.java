package io.spicerack.pgwire;

import io.spicerack.pgwire.sql.SqlText;
import io.spicerack.pgwire.sql.StatementReader;
import io.spicerack.pgwire.value.PgType;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryType;
import io.spicerack.query.SqlState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The prepared statements of a session, by name; the one without a name gives way to the next. One thread. */
final class PreparedStatements {
    private static final int MOST = 256;

    /** The text, and what the engine keeps of it: names of tables and columns. */
    private static final long BYTES_PER_LETTER = 2;

    private static final long BYTES_OF_EACH = 256;

    /**
     * A prepared statement.
     *
     * @param types of its parameters by object id, as the client said; 0, or none, where it did not
     * @param bytes that it takes, about
     */
    record Prepared(StatementPlan plan, List<Integer> types, long bytes) {
        /** A client that has said varchar does not want to hear text. */
        List<Integer> parameters() {
            List<Integer> oids = new ArrayList<>();
            for (QueryType type : plan.parameters()) {
                int said = oids.size() < types.size() ? types.get(oids.size()) : 0;
                oids.add(said == 0 ? PgType.of(type).oid() : said);
            }
            return oids;
        }
    }

    private final Planner planner;
    private final KeptMemory.Share kept;
    private final Map<String, Prepared> all = new HashMap<>();

    PreparedStatements(Planner planner, KeptMemory.Share kept) {
        this.planner = planner;
        this.kept = kept;
    }

    void parse(Message.Parse parse) throws QueryRefusal {
        List<SqlText> statements = SqlText.split(parse.sql());
        if (statements.size() > 1) {
            throw new QueryRefusal(SqlState.SYNTAX_ERROR, "cannot insert multiple commands into a prepared statement");
        }
        if (parse.name().isEmpty()) {
            forget("");
        } else if (all.containsKey(parse.name())) {
            throw new QueryRefusal(
                    SqlState.DUPLICATE_PREPARED_STATEMENT, "a prepared statement of this name exists already");
        }
        if (all.size() == MOST) {
            throw new QueryRefusal(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "a session has " + MOST + " prepared statements, the most; close one (DEALLOCATE)");
        }
        long bytes = BYTES_OF_EACH
                + BYTES_PER_LETTER * (parse.sql().length() + parse.name().length())
                + Long.BYTES * (long) parse.types().size();
        kept.add(bytes);
        try {
            all.put(parse.name(), new Prepared(plan(statements, parse.types()), parse.types(), bytes));
        } catch (QueryRefusal | RuntimeException e) {
            kept.remove(bytes);
            throw e;
        }
    }

    private StatementPlan plan(List<SqlText> statements, List<Integer> said) throws QueryRefusal {
        List<QueryType> types = said.stream()
                .map(oid -> PgType.of(oid).map(PgType::parameter).orElse(QueryType.Special.UNKNOWN))
                .toList();
        return statements.isEmpty() ? Planner.EMPTY : planner.plan(StatementReader.read(statements.get(0)), types);
    }

    Prepared known(String name) throws QueryRefusal {
        Prepared statement = all.get(name);
        if (statement == null) {
            throw new QueryRefusal(SqlState.INVALID_SQL_STATEMENT_NAME, "there is no prepared statement of this name");
        }
        return statement;
    }

    /** Nothing happens where there is none. */
    void forget(String name) {
        Prepared statement = all.remove(name);
        if (statement != null) {
            kept.remove(statement.bytes());
            statement.plan().close();
        }
    }

    /** One, which must be there, or all. */
    void deallocate(Optional<String> name) throws QueryRefusal {
        if (name.isPresent()) {
            known(name.get());
            forget(name.get());
        } else {
            List.copyOf(all.keySet()).forEach(this::forget);
        }
    }
}
