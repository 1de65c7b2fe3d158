package io.spicerack.source;

import io.spicerack.model.IngestionException;
import io.spicerack.wire.AskedStatement;
import io.spicerack.wire.StatementPurpose;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives other code's queries over a lent connection the same values that {@code spice:extract} gives: a driver's own
 * {@code getObject} shifts wall-clock readings in the gaps of the JVM's zone, cuts microseconds off times and hands out
 * classes of its own. What fails while a query runs or is read is an {@code IngestionException}, as of extracted rows: a
 * driver's words may quote values, and do not tell a connection that broke. As thread-safe as the connection.
 */
final class LentResults {
    /** What the source of a lent connection does with other code's queries. */
    interface Source {
        /** Throws where a statement, as the server reads it, gives no rows. It is not run. */
        void checkGivesRows(String sql) throws SQLException;

        /** The same for a statement whose parameters are set later. */
        void checkGivesRows(PreparedStatement statement, String sql) throws SQLException;

        IngestionException failed(SQLException e);
    }

    /** What would be sent without being looked at, or would write. */
    private static final Set<String> REFUSED = Set.of(
            "unwrap",
            "addBatch",
            "executeBatch",
            "executeLargeBatch",
            "executeUpdate",
            "executeLargeUpdate",
            "getGeneratedKeys",
            "setCursorName");

    private final Connection lent;
    private final Source source;
    private final CellValue.OfColumn values;
    private final ReadMeter meter;

    /** @param lent what statements name as their connection */
    LentResults(Connection lent, Source source, CellValue.OfColumn values, ReadMeter meter) {
        this.lent = lent;
        this.source = source;
        this.values = values;
        this.meter = meter;
    }

    /** Each query that it is given is put on record, then looked at, then run. */
    Statement statement(Statement statement) {
        return statement(Statement.class, statement, "", source::checkGivesRows);
    }

    /** One whose query was looked at when it was prepared: each run is on record. */
    PreparedStatement prepared(PreparedStatement statement, String sql) {
        return (PreparedStatement) statement(PreparedStatement.class, statement, sql, looked -> {});
    }

    /** Looks at a query. */
    @FunctionalInterface
    private interface Check {
        void check(String sql) throws SQLException;
    }

    private Statement statement(Class<?> type, Statement statement, String prepared, Check check) {
        return (Statement) proxy(type, (proxy, method, arguments) -> {
            String name = method.getName();
            if (name.equals("getConnection")) {
                return lent;
            }
            boolean runs = name.equals("execute") || name.equals("executeQuery");
            if (REFUSED.contains(name) || (runs && arguments != null && arguments.length > 1)) {
                throw new SQLException(name + " is refused: this statement is lent, for queries");
            }
            Object result = runs
                    ? run(statement, method, arguments, arguments == null ? prepared : (String) arguments[0], check)
                    : asked(statement, method, arguments);
            return result instanceof ResultSet rows ? resultSet(rows, (Statement) proxy) : result;
        });
    }

    private @Nullable Object run(
            Statement statement, Method method, Object @Nullable [] arguments, String sql, Check check)
            throws Throwable {
        AskedStatement record = meter.asking(StatementPurpose.ROUTE, sql);
        return record.<Optional<Object>>send(
                        () -> {
                            check.check(sql);
                            return Optional.ofNullable(passed(statement, method, arguments));
                        },
                        source::failed)
                .orElse(null);
    }

    private ResultSet resultSet(ResultSet rows, Statement statement) throws SQLException {
        ResultSetMetaData metadata = rows.getMetaData();
        CellValue[] columns = new CellValue[metadata.getColumnCount()];
        MeteredValues bytes = new MeteredValues(meter);
        return (ResultSet) proxy(ResultSet.class, (proxy, method, arguments) -> {
            boolean oneArgument = arguments != null && arguments.length == 1;
            if (method.getName().equals("getObject") && oneArgument) {
                return bytes.taken(value(rows, metadata, columns, arguments[0]));
            }
            return switch (method.getName()) {
                case "getStatement" -> statement;
                case "getMetaData" -> plain(metadata);
                case "unwrap" -> throw new SQLException("unwrap is refused: this result is lent");
                default -> {
                    Object result = asked(rows, method, arguments);
                    if (method.getName().equals("close") || Boolean.FALSE.equals(result)) {
                        bytes.tell();
                    }
                    boolean cell = method.getName().startsWith("get") && arguments != null;
                    yield cell ? bytes.taken(result) : result;
                }
            };
        });
    }

    private @Nullable Object asked(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return pass(target, method, arguments);
        } catch (SQLException e) {
            // who closes quietly expects no other
            throw method.getName().toLowerCase(Locale.ROOT).contains("close") ? e : source.failed(e);
        }
    }

    private @Nullable Object value(ResultSet rows, ResultSetMetaData metadata, CellValue[] columns, Object column)
            throws SQLException {
        int index = column instanceof Integer number ? number : rows.findColumn((String) column);
        if (index < 1 || index > columns.length) {
            return rows.getObject(index);
        }
        CellValue value = columns[index - 1];
        if (value == null) {
            value = values.reader(metadata, index);
            columns[index - 1] = value;
        }
        return value.read(rows);
    }

    /** Large objects are told as plain bytes and texts, so that readers ask for the value and not for a locator. */
    private static ResultSetMetaData plain(ResultSetMetaData metadata) {
        return (ResultSetMetaData) proxy(ResultSetMetaData.class, (proxy, method, arguments) -> {
            Object result = pass(metadata, method, arguments);
            if (!method.getName().equals("getColumnType")) {
                return result;
            }
            return Integer.valueOf(Types.BLOB).equals(result)
                    ? Types.LONGVARBINARY
                    : Integer.valueOf(Types.CLOB).equals(result) ? Types.LONGVARCHAR : result;
        });
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(LentResults.class.getClassLoader(), new Class<?>[] {type}, handler);
    }

    /** The same where the method declares no other than {@link SQLException}. */
    static @Nullable Object passed(Object target, Method method, Object @Nullable [] arguments) throws SQLException {
        try {
            return pass(target, method, arguments);
        } catch (SQLException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    static @Nullable Object pass(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
