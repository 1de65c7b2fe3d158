package io.spicerack.source;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A statement whose queries are prepared on the server, for their rows come in the binary protocol then: in its text
 * protocol MySQL prints a FLOAT with six digits. Not thread-safe, as the statements of JDBC are not.
 */
public final class PreparingStatement implements InvocationHandler {
    private final Connection connection;
    private final Statement plain;
    private final Streaming streaming;
    private final Map<Method, Object[]> settings = new LinkedHashMap<>();
    private @Nullable PreparedStatement prepared;

    /** Hears before a query runs whether its rows are handed over as they come, or held whole. */
    @FunctionalInterface
    public interface Streaming {
        void streaming(boolean whether);
    }

    private PreparingStatement(Connection connection, Statement plain, Streaming streaming) {
        this.connection = connection;
        this.plain = plain;
        this.streaming = streaming;
    }

    public static Statement of(Connection connection, Streaming streaming) throws SQLException {
        return (Statement) Proxy.newProxyInstance(
                PreparingStatement.class.getClassLoader(),
                new Class<?>[] {Statement.class},
                new PreparingStatement(connection, connection.createStatement(), streaming));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        String name = method.getName();
        if (arguments != null && arguments[0] instanceof String sql && name.startsWith("execute")) {
            return run(sql, name.equals("executeQuery"));
        }
        PreparedStatement statement = prepared;
        if (name.equals("close")) {
            closePrepared();
            plain.close();
            return null;
        }
        if (name.startsWith("set") && arguments != null) {
            settings.put(method, Arrays.copyOf(arguments, arguments.length));
        }
        return LentResults.pass(statement == null ? plain : statement, method, arguments);
    }

    private Object run(String sql, boolean rows) throws Throwable {
        closePrepared();
        PreparedStatement statement = connection.prepareStatement(sql);
        prepared = statement;
        for (Map.Entry<Method, Object[]> setting : settings.entrySet()) {
            LentResults.pass(statement, setting.getKey(), setting.getValue());
        }
        streaming.streaming(statement.getFetchSize() > 0);
        return rows ? statement.executeQuery() : statement.execute();
    }

    private void closePrepared() throws SQLException {
        PreparedStatement statement = prepared;
        prepared = null;
        if (statement != null) {
            statement.close();
        }
    }
}
