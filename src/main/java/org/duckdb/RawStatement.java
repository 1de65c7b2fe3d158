package org.duckdb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * One statement, prepared, run once, and read chunk by chunk as it is computed. It stands in the driver's package, whose own
 * results know some types only. One thread, but for {@link #interrupt}.
 */
@NullMarked
public final class RawStatement implements AutoCloseable {
    private final DuckDBConnection connection;
    private final ByteBuffer statement;
    private final List<RawResultColumn> columns;
    private final List<String> parameters;
    private @Nullable ByteBuffer result;
    private @Nullable ByteBuffer chunk;
    private boolean closed;

    /** A column of the answer; its type as DuckDB writes it. */
    public record RawResultColumn(String name, String type) {}

    private RawStatement(DuckDBConnection connection, ByteBuffer statement, DuckDBResultSetMetaData described)
            throws SQLException {
        this.connection = connection;
        this.statement = statement;
        List<RawResultColumn> found = new ArrayList<>();
        for (int i = 0; i < described.column_count; i++) {
            found.add(new RawResultColumn(described.column_names[i], described.column_types_string[i]));
        }
        columns = List.copyOf(found);
        List<String> types = new ArrayList<>();
        ParameterMetaData taken = described.param_meta;
        for (int i = 1; i <= described.param_count; i++) {
            types.add(taken.getParameterTypeName(i));
        }
        parameters = List.copyOf(types);
    }

    /** Binds and plans {@code sql}, which must be one statement: of several, all but the last would run at once. */
    public static RawStatement prepare(DuckDBConnection connection, String sql) throws SQLException {
        ByteBuffer statement;
        connection.connRefLock.lock();
        try {
            connection.checkOpen();
            statement =
                    DuckDBNative.duckdb_jdbc_prepare(connection.connRef, sql.getBytes(StandardCharsets.UTF_8));
        } finally {
            connection.connRefLock.unlock();
        }
        try {
            return new RawStatement(
                    connection, statement, DuckDBNative.duckdb_jdbc_prepared_statement_meta(statement));
        } catch (SQLException | RuntimeException e) {
            DuckDBNative.duckdb_jdbc_release(statement);
            throw e;
        }
    }

    public List<RawResultColumn> columns() {
        return columns;
    }

    /** The type of each parameter as DuckDB writes it. */
    public List<String> parameters() {
        return parameters;
    }

    /** Begins to run it. Called without the connection's lock, so that it can be interrupted. */
    public void run(@Nullable Object[] values) throws SQLException {
        Object[] taken = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            taken[i] = taken(values[i]);
        }
        result = DuckDBNative.duckdb_jdbc_execute_capi(statement, taken);
        refuseFailed();
    }

    /** The driver would take a date and a time through the zone of this machine. */
    private static @Nullable Object taken(@Nullable Object value) {
        if (value instanceof LocalDate date) {
            return new Day(date.toEpochDay());
        }
        return value instanceof LocalTime time ? new DuckDBTime(time) : value;
    }

    /** The driver's own is made of a date in the calendar that was used before 1582. */
    private static final class Day extends DuckDBDate {
        private final long days;

        Day(long days) {
            super(new java.sql.Date(0));
            this.days = days;
        }

        @Override
        public long getDaysSinceEpoch() {
            return days;
        }
    }

    /** Computes the next rows; 0 when there are no more. The vectors before are good no longer. */
    public int next() throws SQLException {
        ByteBuffer open = opened();
        free();
        ByteBuffer fetched = DuckDBBindings.duckdb_fetch_chunk(open);
        if (fetched == null) {
            refuseFailed();
            return 0;
        }
        chunk = fetched;
        int rows = Math.toIntExact(DuckDBBindings.duckdb_data_chunk_get_size(fetched));
        return rows == 0 ? next() : rows;
    }

    /** A column of the rows that {@link #next} gave. */
    public RawVector vector(int column) {
        ByteBuffer open = chunk;
        if (open == null) {
            throw new IllegalStateException("there are no rows to read");
        }
        return RawVector.of(open, column);
    }

    /** The number of a column's type in DuckDB's C interface, as it is computed. */
    public int typeId(int column) {
        return DuckDBBindings.duckdb_column_type(opened(), column);
    }

    /** Ends what runs, as soon as DuckDB looks for it. Any thread. */
    public void interrupt() {
        ByteBuffer running = connection.connRef;
        if (running != null) {
            DuckDBNative.duckdb_jdbc_interrupt(running);
        }
    }

    private ByteBuffer opened() {
        ByteBuffer open = result;
        if (open == null) {
            throw new IllegalStateException("the statement does not run");
        }
        return open;
    }

    private void refuseFailed() throws SQLException {
        byte[] error = DuckDBBindings.duckdb_result_error(opened());
        if (error != null && error.length > 0) {
            throw new SQLException(new String(error, StandardCharsets.UTF_8));
        }
    }

    private void free() {
        ByteBuffer read = chunk;
        chunk = null;
        if (read != null) {
            DuckDBBindings.duckdb_destroy_data_chunk(read);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        free();
        ByteBuffer open = result;
        result = null;
        if (open != null) {
            DuckDBBindings.duckdb_destroy_result(open);
        }
        DuckDBNative.duckdb_jdbc_release(statement);
    }
}
