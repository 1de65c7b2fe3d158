package io.spicerack.source;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Lends a connection to code that would commit and close it. As thread-safe as the connection. */
final class SnapshotProxy implements InvocationHandler {
    private final Connection connection;
    private final Terms terms;
    private boolean closed;

    /**
     * On what terms a connection is lent.
     *
     * @param meter hears of the values that are taken from results
     * @param whenClosed runs once, when the borrower closes it
     */
    record Terms(
            QueryState state,
            SourceFailures failures,
            CellValue.OfColumn values,
            ReadMeter meter,
            Runnable whenClosed) {}

    private SnapshotProxy(Connection connection, Terms terms) {
        this.connection = connection;
        this.terms = terms;
    }

    static Connection of(Connection connection, Terms terms) {
        return (Connection) Proxy.newProxyInstance(
                SnapshotProxy.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new SnapshotProxy(connection, terms));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        switch (method.getName()) {
            case "close", "abort" -> close();
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
                Object result =
                        plain ? terms.values().statement(connection) : LentResults.pass(connection, method, arguments);
                return new LentResults(
                                (Connection) proxy,
                                e -> terms.failures().querying(e, terms.state()),
                                terms.values(),
                                terms.meter())
                        .wrapped(result);
            }
        }
        return null;
    }

    private void close() {
        if (!closed) {
            closed = true;
            terms.whenClosed().run();
        }
    }

    private void checkOpen() throws SQLException {
        if (closed) {
            throw new SQLException("this connection is closed", "08003");
        }
        if (terms.state().streaming()) {
            throw new SQLException("the rows of the query are still being read; read them to their end first", "55000");
        }
    }
}
