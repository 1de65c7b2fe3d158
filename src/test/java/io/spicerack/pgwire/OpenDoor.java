package io.spicerack.pgwire;

import io.spicerack.http.Listener;
import io.spicerack.model.DataSetId;
import io.spicerack.model.Ticker;
import io.spicerack.query.QueryCaller;
import io.spicerack.query.QueryEngine;
import io.spicerack.query.QueryLease;
import io.spicerack.query.QueryPart;
import io.spicerack.query.QueryableDataSet;
import io.spicerack.query.QueryableDataSets;
import io.spicerack.scram.ScramVerifier;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The SQL port over an engine, with one user. */
public final class OpenDoor implements AutoCloseable {
    public static final String USER = "alice";
    public static final String PASSWORD = "correcthorsebatterystaple";

    private final SqlPort port;
    final List<String> refused = Collections.synchronizedList(new ArrayList<>());

    /** Happens between the proof of the password and the session. */
    volatile Runnable lettingIn = () -> {};

    public OpenDoor(QueryEngine engine) {
        this(engine, SqlLimits.DEFAULT, Ticker.SYSTEM, Optional.empty());
    }

    OpenDoor(QueryEngine engine, SqlLimits limits, Ticker ticker, Optional<ServerCertificate> certificate) {
        ScramVerifier verifier =
                ScramVerifier.of(PASSWORD, "a salt of no worth".getBytes(StandardCharsets.US_ASCII), 4096);
        SqlUsers users = new SqlUsers() {
            @Override
            public Optional<ScramVerifier> verifier(String user) {
                return user.equals(USER) ? Optional.of(verifier) : Optional.empty();
            }

            @Override
            public QueryCaller caller(String user, String address, String application) {
                lettingIn.run();
                return new QueryCaller(user, new NoDataSets());
            }

            @Override
            public void refused(String reason, String address) {
                refused.add(reason);
            }
        };
        port = SqlPort.open(
                new Listener("the SQL port", "127.0.0.1", 0, "spicerack.sql"),
                limits,
                certificate,
                new SqlPort.Service(users, engine, ticker));
    }

    public int port() {
        return port.port();
    }

    /** With pgjdbc; {@code more} are its properties. */
    public Connection connect(Map<String, String> more) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(Map.of("user", USER, "password", PASSWORD, "sslmode", "disable"));
        properties.putAll(more);
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port() + "/spicerack", properties);
    }

    @Override
    public void close() {
        port.close();
    }

    private record NoDataSets() implements QueryableDataSets {
        @Override
        public List<QueryableDataSet> list() {
            return List.of();
        }

        @Override
        public QueryLease open(String sql, Map<DataSetId, List<String>> columns, Optional<QueryPart> part) {
            throw new UnsupportedOperationException();
        }
    }
}
