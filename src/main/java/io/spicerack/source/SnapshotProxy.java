package io.spicerack.source;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Lends a connection to code that would commit and close it. As thread-safe as the connection. */
public final class SnapshotProxy implements InvocationHandler {
    private final Connection connection;
    private final QueryState state;
    private final SourceFailures failures;
    private final CellValue.OfColumn values;
    private final ReadMeter meter;
    private boolean closed;

    private SnapshotProxy(
            Connection connection,
            QueryState state,
            SourceFailures failures,
            CellValue.OfColumn values,
            ReadMeter meter) {
        this.meter = meter;
        this.failures = failures;
        this.values = values;
        this.connection = connection;
        this.state = state;
    }

    /**
     * The connection as it is lent.
     *
     * @param meter hears of the values that are taken from results
     */
    public static Connection of(
            Connection connection,
            QueryState state,
            SourceFailures failures,
            CellValue.OfColumn values,
            ReadMeter meter) {
        return (Connection) Proxy.newProxyInstance(
                SnapshotProxy.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new SnapshotProxy(connection, state, failures, values, meter));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        switch (method.getName()) {
            case "close", "abort" -> closed = true;
            case "isClosed" -> {
                return closed || connection.isClosed();
            }
            case "getAutoCommit", "isWrapperFor" -> {
                return false;
            }
            // nothing was written, so there is nothing to keep or to undo
            case "commit" -> checkOpen();
            case "rollback" -> {
                checkOpen();
                return arguments == null ? null : LentResults.pass(connection, method, arguments);
            }
            case "setAutoCommit", "setReadOnly", "setTransactionIsolation", "setHoldability" -> checkOpen();
            case "unwrap", "setNetworkTimeout" ->
                throw new SQLException(
                        method.getName() + " is refused: this connection is lent, and its transaction is a snapshot");
            case "hashCode" -> {
                return System.identityHashCode(proxy);
            }
            case "equals" -> {
                return arguments != null && proxy == arguments[0];
            }
            case "toString" -> {
                return "snapshot connection";
            }
            default -> {
                checkOpen();
                boolean plain = method.getName().equals("createStatement") && arguments == null;
                Object result = plain ? values.statement(connection) : LentResults.pass(connection, method, arguments);
                return new LentResults((Connection) proxy, e -> failures.querying(e, state), values, meter)
                        .wrapped(result);
            }
        }
        return null;
    }

    private void checkOpen() throws SQLException {
        if (closed) {
            throw new SQLException("this connection is closed", "08003");
        }
        if (state.streaming()) {
            throw new SQLException("the rows of the query are still being read; read them to their end first", "55000");
        }
    }
}
