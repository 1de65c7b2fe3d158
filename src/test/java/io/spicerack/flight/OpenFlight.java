package io.spicerack.flight;

import io.spicerack.http.Listener;
import io.spicerack.model.DataSetId;
import io.spicerack.model.Ticker;
import io.spicerack.pgwire.ServerCertificate;
import io.spicerack.pgwire.SqlUsers;
import io.spicerack.query.QueryCaller;
import io.spicerack.query.QueryEngine;
import io.spicerack.query.QueryLease;
import io.spicerack.query.QueryPart;
import io.spicerack.query.QueryableDataSet;
import io.spicerack.query.QueryableDataSets;
import io.spicerack.scram.ScramVerifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.arrow.flight.Location;

/** The Flight port over an engine, with two users. */
final class OpenFlight implements AutoCloseable {
    static final String ALICE = "alice";
    static final String BOB = "bob";

    private final FlightPort port;
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    final List<String> refused = Collections.synchronizedList(new ArrayList<>());

    OpenFlight(QueryEngine engine) {
        this(engine, FlightLimits.DEFAULT, Ticker.SYSTEM, Optional.empty());
    }

    OpenFlight(QueryEngine engine, FlightLimits limits, Ticker ticker, Optional<ServerCertificate> certificate) {
        passwords.put(ALICE, "password-of-alice");
        passwords.put(BOB, "password-of-bob");
        SqlUsers users = new SqlUsers() {
            @Override
            public Optional<ScramVerifier> verifier(String user) {
                return Optional.ofNullable(passwords.get(user)).map(OpenFlight::verifier);
            }

            @Override
            public QueryCaller caller(String user, String address, String application) {
                return new QueryCaller(user, new NoDataSets());
            }

            @Override
            public void refused(String reason, String address) {
                refused.add(reason);
            }
        };
        port = FlightPort.open(
                new Listener("the Flight port", "127.0.0.1", 0, "spicerack.flight"),
                limits,
                certificate,
                new FlightPort.Service(users, engine, ticker));
    }

    private static ScramVerifier verifier(String password) {
        return ScramVerifier.of(password, "a salt of no worth".getBytes(StandardCharsets.US_ASCII), 4096);
    }

    int port() {
        return port.port();
    }

    Location location() {
        return Location.forGrpcInsecure("127.0.0.1", port());
    }

    void password(String user, String password) {
        passwords.put(user, password);
    }

    FlightUser logIn(String user) {
        return new FlightUser(location(), user, passwords.getOrDefault(user, "none"));
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
