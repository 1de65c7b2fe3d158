package io.spicerack.source;

import io.spicerack.wire.AskedStatement;
import io.spicerack.wire.StatementPurpose;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lends a connection to code that would commit and close it, for queries alone: each is on record before it is sent, and
 * one that gives no rows is refused before it is run. As thread-safe as the connection.
 */
final class SnapshotProxy implements InvocationHandler {
    private final Connection connection;
    private final Terms terms;
    private boolean closed;

    /**
     * On what terms a connection is lent.
     *
     * @param meter hears of the statements that are sent and of the values that are taken from results
     * @param whenClosed runs once, when the borrower closes it
     */
    record Terms(
            QueryState state,
            LentResults.Source source,
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
        return switch (method.getName()) {
            case "close", "abort" -> close();
            case "isClosed" -> closed || connection.isClosed();
            case "getAutoCommit", "isWrapperFor" -> false;
            // nothing was written, so there is nothing to keep or to undo
            case "commit", "setAutoCommit", "setReadOnly", "setTransactionIsolation", "setHoldability" -> checkOpen();
            case "rollback" -> {
                checkOpen();
                yield arguments == null ? null : LentResults.pass(connection, method, arguments);
            }
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> arguments != null && proxy == arguments[0];
            case "toString" -> "snapshot connection";
            case "createStatement" -> {
                checkOpen();
                Object statement = arguments == null
                        ? terms.values().statement(connection)
                        : LentResults.pass(connection, method, arguments);
                yield results((Connection) proxy).statement((Statement) Objects.requireNonNull(statement));
            }
            case "prepareStatement" -> {
                checkOpen();
                yield prepared((Connection) proxy, method, arguments);
            }
            case "setSavepoint",
                    "releaseSavepoint",
                    "isReadOnly",
                    "isValid",
                    "getTransactionIsolation",
                    "getHoldability",
                    "getCatalog",
                    "getSchema",
                    "getNetworkTimeout",
                    "getWarnings",
                    "clearWarnings",
                    "createArrayOf" -> {
                checkOpen();
                yield LentResults.pass(connection, method, arguments);
            }
            default ->
                throw new SQLException(method.getName()
                        + " is refused: this connection is lent for queries, and its transaction is a snapshot");
        };
    }

    private Object prepared(Connection proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        String sql = arguments == null ? "" : (String) arguments[0];
        boolean keys = method.getParameterCount() == 2;
        if (keys) {
            throw new SQLException("generated keys are refused: nothing is written over this connection");
        }
        AskedStatement asked = terms.meter().asking(StatementPurpose.COLUMNS, sql);
        PreparedStatement statement = asked.send(
                () -> {
                    PreparedStatement made = (PreparedStatement)
                            Objects.requireNonNull(LentResults.passed(connection, method, arguments));
                    try {
                        terms.source().checkGivesRows(made, sql);
                        return made;
                    } catch (SQLException | RuntimeException e) {
                        try (made) {
                            throw e;
                        }
                    }
                },
                terms.source()::failed);
        return results(proxy).prepared(statement, sql);
    }

    private LentResults results(Connection proxy) {
        return new LentResults(proxy, terms.source(), terms.values(), terms.meter());
    }

    private @Nullable Object close() {
        if (!closed) {
            closed = true;
            terms.whenClosed().run();
        }
        return null;
    }

    private @Nullable Object checkOpen() throws SQLException {
        if (closed) {
            throw new SQLException("this connection is closed", "08003");
        }
        if (terms.state().streaming()) {
            throw new SQLException("the rows of the query are still being read; read them to their end first", "55000");
        }
        return null;
    }
}
