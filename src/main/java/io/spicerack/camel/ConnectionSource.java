package io.spicerack.camel;

import io.spicerack.source.SourceConnection;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A DataSource that is no more than its connections: it has no pool and takes no credentials. Thread-safe. */
final class ConnectionSource implements DataSource {
    private final Supplier<Connection> connections;

    private ConnectionSource(Supplier<Connection> connections) {
        this.connections = connections;
    }

    /** Connections of somebody else, who closes them. */
    static ConnectionSource borrowing(Supplier<SourceConnection> sources) {
        return new ConnectionSource(() -> sources.get().snapshotConnection());
    }

    /** A new connection each time; closing it closes what it came from. */
    static ConnectionSource owning(Supplier<SourceConnection> sources) {
        return new ConnectionSource(() -> owned(sources.get()));
    }

    private static Connection owned(SourceConnection source) {
        Connection connection = source.snapshotConnection();
        return (Connection) Proxy.newProxyInstance(
                ConnectionSource.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        source.close();
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    @Override
    public Connection getConnection() {
        return connections.get();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("credentials come from the data source's secret; give none here");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("java.util.logging is not used");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("this DataSource wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
