package io.spicerack.engine.worker;

import io.spicerack.engine.pipe.AnswerType;
import io.spicerack.engine.pipe.Definition;
import io.spicerack.engine.pipe.Description;
import io.spicerack.engine.pipe.Description.AnswerColumn;
import io.spicerack.engine.pipe.NamedTables;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import java.sql.SQLException;
import java.util.Objects;
import org.duckdb.RawStatement;
import org.jspecify.annotations.Nullable;

/**
 * A prepared statement: looked through, then defined, then run any number of times. Its first run takes the database that it
 * was prepared in. Thread-safe.
 */
final class PreparedWork implements AutoCloseable {
    private final Instance shared;
    private @Nullable StatementTree tree;
    private boolean alone;
    private @Nullable Definition definition;
    private @Nullable Database database;
    private @Nullable RawStatement statement;

    PreparedWork(Instance shared) {
        this.shared = shared;
    }

    /** Says what the statement names; refused where it does anything but read. */
    synchronized NamedTables look(String sql) throws QueryRefusal {
        try {
            StatementTree parsed = shared.parse(sql);
            tree = parsed;
            NamedTables named = StatementCheck.tables(parsed);
            alone = StatementCheck.tellsOfDatabases(parsed, named)
                    || !CatalogScript.of(sql).isEmpty();
            return named;
        } catch (SQLException e) {
            throw DuckDbErrors.whileReading(e);
        }
    }

    /** Binds the statement to what it names. */
    synchronized Description define(Definition given) throws QueryRefusal {
        if (statement != null) {
            free();
        }
        definition = given;
        Database bound = database == null ? opened(given) : database;
        database = bound;
        RawStatement prepared = prepare(bound, given);
        statement = prepared;
        for (RawStatement.RawResultColumn column : prepared.columns()) {
            AnswerType.of(column.name(), column.type());
        }
        if (prepared.columns().isEmpty()) {
            throw new QueryRefusal(
                    SqlState.READ_ONLY_SQL_TRANSACTION, "the statement has no answer; only reading is done here");
        }
        return new Description(
                prepared.parameters(),
                prepared.columns().stream()
                        .map(column -> new AnswerColumn(column.name(), column.type()))
                        .toList());
    }

    private RawStatement prepare(Database bound, Definition given) throws QueryRefusal {
        try {
            StatementTree parsed = Objects.requireNonNull(tree, "looked through first");
            bound.define(given);
            bound.catalogs(given.principal(), CatalogScript.of(parsed.sql()));
            RawStatement prepared = RawStatement.prepare(bound.connection(), parsed.sql());
            bound.expect(parsed, given);
            return prepared;
        } catch (SQLException e) {
            throw DuckDbErrors.whilePreparing(e);
        }
    }

    private Database opened(Definition given) throws QueryRefusal {
        try {
            if (alone) {
                return Database.alone(shared.share());
            }
            // what reads nothing needs nothing of its own
            return given.isEmpty() ? Database.empty(shared) : Database.in(shared);
        } catch (SQLException e) {
            throw DuckDbErrors.whileReading(e);
        }
    }

    /** Begins a run in a database of its own. */
    synchronized RunningWork run() throws QueryRefusal {
        Definition given = Objects.requireNonNull(definition, "defined first");
        Database taken = database;
        RawStatement prepared = statement;
        database = null;
        statement = null;
        if (taken == null || prepared == null) {
            taken = opened(given);
            try {
                prepared = prepare(taken, given);
            } catch (QueryRefusal | RuntimeException e) {
                taken.close();
                throw e;
            }
        }
        return new RunningWork(taken, prepared, BareProjection.of(Objects.requireNonNull(tree), given));
    }

    private void free() {
        RawStatement prepared = statement;
        statement = null;
        if (prepared != null) {
            prepared.close();
        }
        Database bound = database;
        database = null;
        if (bound != null) {
            bound.close();
        }
    }

    @Override
    public synchronized void close() {
        free();
    }
}
