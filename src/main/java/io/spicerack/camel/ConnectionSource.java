package io.spicerack.camel;

import io.spicerack.source.SourceConnection;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A DataSource that is no more than its connections: it has no pool and takes no credentials. Thread-safe. */
final class ConnectionSource implements DataSource {
    private final Supplier<SourceConnection> connections;

    /** @param connections gives a new one each time; whoever closes what it lends closes it */
    ConnectionSource(Supplier<SourceConnection> connections) {
        this.connections = connections;
    }

    @Override
    public Connection getConnection() {
        SourceConnection connection = connections.get();
        return connection.lend(connection::close);
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
