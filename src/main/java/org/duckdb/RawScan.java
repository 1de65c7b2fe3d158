package org.duckdb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A table function whose rows are written straight into DuckDB's memory, some columns only and by several threads. It stands
 * in the driver's package since the driver's own table functions take no UUID, no time and no binary data.
 */
@NullMarked
public interface RawScan {
    /** A column; precision and scale of a decimal alone. */
    record RawColumn(String name, RawType type, int precision, int scale) {}

    /** DuckDB's types by the numbers of its C interface. */
    enum RawType {
        BOOLEAN(1),
        INTEGER(4),
        BIGINT(5),
        FLOAT(10),
        DOUBLE(11),
        TIMESTAMP(12),
        DATE(13),
        TIME(14),
        VARCHAR(17),
        BLOB(18),
        DECIMAL(19),
        UUID(27),
        TIMESTAMP_TZ(31);

        private final int id;

        RawType(int id) {
            this.id = id;
        }
    }

    /** One reading of the table, of the columns that it asks for. */
    interface Reading {
        /** How many threads may read at a time. */
        int threads();

        /** Begins what one thread reads. */
        Part part();
    }

    /** What one thread reads. */
    interface Part {
        /**
         * Writes the next rows, {@code most} at most; none ends it.
         *
         * @param vectors of the columns that were asked for, in their order
         */
        int fill(RawVector[] vectors, int most);
    }

    List<RawColumn> columns();

    /** How many rows there are, for the planner; empty where that is not to be told. */
    OptionalLong rows();

    /**
     * Begins a reading.
     *
     * @param columns places of those that are asked for; -1 for one that has no values, as {@code count(*)} asks for
     */
    Reading read(int[] columns);

    /** Takes note of what went wrong, and says it in words that hold no value. */
    String failed(Throwable problem);

    /** Makes a function of an instance, whose argument is the number of the table. */
    static void register(DuckDBConnection connection, String name, LongFunction<RawScan> tables) throws SQLException {
        ByteBuffer function = DuckDBBindings.duckdb_create_table_function();
        ByteBuffer number = DuckDBBindings.duckdb_create_logical_type(RawType.BIGINT.id);
        try {
            DuckDBBindings.duckdb_table_function_set_name(function, name.getBytes(StandardCharsets.UTF_8));
            DuckDBBindings.duckdb_table_function_add_parameter(function, number);
            DuckDBBindings.duckdb_table_function_supports_projection_pushdown(function, true);
            DuckDBBindings.duckdb_table_function_set_extra_info(function, new Calls(tables));
            DuckDBBindings.duckdb_table_function_set_bind(function);
            DuckDBBindings.duckdb_table_function_set_init(function);
            DuckDBBindings.duckdb_table_function_set_local_init(function);
            DuckDBBindings.duckdb_table_function_set_function(function);
            connection.connRefLock.lock();
            try {
                connection.checkOpen();
                if (DuckDBBindings.duckdb_register_table_function(connection.connRef, function) != 0) {
                    throw new SQLException("DuckDB takes no table function of the name " + name);
                }
            } finally {
                connection.connRefLock.unlock();
            }
        } finally {
            DuckDBBindings.duckdb_destroy_logical_type(number);
            DuckDBBindings.duckdb_destroy_table_function(function);
        }
    }

    /** What DuckDB calls. Nothing may be thrown into it. */
    final class Calls extends DuckDBTableFunctionWrapper {
        private final LongFunction<RawScan> tables;

        private Calls(LongFunction<RawScan> tables) {
            super(null);
            this.tables = tables;
        }

        @Override
        public void executeBind(ByteBuffer bind) {
            try {
                RawScan scan = tables.apply(number(bind));
                for (RawColumn column : scan.columns()) {
                    ByteBuffer type = column.type() == RawType.DECIMAL
                            ? DuckDBBindings.duckdb_create_decimal_type(column.precision(), column.scale())
                            : DuckDBBindings.duckdb_create_logical_type(column.type().id);
                    try {
                        DuckDBBindings.duckdb_bind_add_result_column(
                                bind, column.name().getBytes(StandardCharsets.UTF_8), type);
                    } finally {
                        DuckDBBindings.duckdb_destroy_logical_type(type);
                    }
                }
                scan.rows().ifPresent(rows -> DuckDBBindings.duckdb_bind_set_cardinality(bind, rows, true));
                DuckDBBindings.duckdb_bind_set_bind_data(bind, scan);
            } catch (Throwable e) {
                DuckDBBindings.duckdb_bind_set_error(bind, WORDS);
            }
        }

        private static long number(ByteBuffer bind) {
            ByteBuffer value = DuckDBBindings.duckdb_bind_get_parameter(bind, 0);
            try {
                return DuckDBBindings.duckdb_get_int64(value);
            } finally {
                DuckDBBindings.duckdb_destroy_value(value);
            }
        }

        @Override
        public void executeGlobalInit(ByteBuffer init) {
            RawScan scan = (RawScan) DuckDBBindings.duckdb_init_get_bind_data(init);
            try {
                int count = Math.toIntExact(DuckDBBindings.duckdb_init_get_column_count(init));
                int[] columns = new int[count];
                for (int i = 0; i < count; i++) {
                    long place = DuckDBBindings.duckdb_init_get_column_index(init, i);
                    columns[i] = place < 0 || place >= scan.columns().size() ? -1 : (int) place;
                }
                Reading reading = scan.read(columns);
                DuckDBBindings.duckdb_init_set_max_threads(init, reading.threads());
                DuckDBBindings.duckdb_init_set_init_data(init, reading);
            } catch (Throwable e) {
                DuckDBBindings.duckdb_init_set_error(init, words(scan, e));
            }
        }

        /** DuckDB does not tell here whose part it is: the first call begins it. */
        @Override
        public void executeLocalInit(ByteBuffer init) {
            DuckDBBindings.duckdb_init_set_init_data(init, new PartInHand());
        }

        @Override
        public void executeFunction(ByteBuffer call, ByteBuffer chunk) {
            RawScan scan = (RawScan) DuckDBBindings.duckdb_function_get_bind_data(call);
            try {
                Reading reading = (Reading) DuckDBBindings.duckdb_function_get_init_data(call);
                PartInHand thread = (PartInHand) DuckDBBindings.duckdb_function_get_local_init_data(call);
                Part part = thread.part;
                if (part == null) {
                    part = reading.part();
                    thread.part = part;
                }
                int count = Math.toIntExact(DuckDBBindings.duckdb_data_chunk_get_column_count(chunk));
                RawVector[] vectors = new RawVector[count];
                for (int i = 0; i < count; i++) {
                    vectors[i] = RawVector.of(chunk, i);
                }
                int rows = part.fill(vectors, CAPACITY);
                DuckDBBindings.duckdb_data_chunk_set_size(chunk, rows);
            } catch (Throwable e) {
                DuckDBBindings.duckdb_function_set_error(call, words(scan, e));
            }
        }

        private static byte[] words(RawScan scan, Throwable problem) {
            return scan.failed(problem).getBytes(StandardCharsets.UTF_8);
        }

        private static final byte[] WORDS = "there is no such table".getBytes(StandardCharsets.UTF_8);
        private static final int CAPACITY = Math.toIntExact(DuckDBBindings.duckdb_vector_size());

        /** A thread of DuckDB's that reads. */
        private static final class PartInHand {
            private @Nullable Part part;
        }
    }
}
