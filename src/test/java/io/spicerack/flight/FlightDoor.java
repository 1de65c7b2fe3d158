package io.spicerack.flight;

import io.spicerack.core.CoreFixture;
import io.spicerack.engine.DuckDbEngine;
import io.spicerack.engine.EngineConfig;
import io.spicerack.http.Listener;
import io.spicerack.model.Secret;
import io.spicerack.pgwire.PrincipalUsers;
import io.spicerack.query.GrantedDataSets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.flight.Location;

/** The Flight port over a core and its engine, with principals and their passwords. */
final class FlightDoor implements AutoCloseable {
    private final DuckDbEngine engine;
    private final FlightPort port;
    private final Map<String, String> passwords = new HashMap<>();

    FlightDoor(CoreFixture core) {
        engine = new DuckDbEngine(
                new EngineConfig(
                        1,
                        128L << 20,
                        96L << 20,
                        2,
                        Duration.ofMinutes(5),
                        core.directory().resolve("workers")),
                core.spice().ticker());
        GrantedDataSets.Core granted = new GrantedDataSets.Core(
                CoreFixture.ACCOUNT,
                core.spice().principals(),
                core.spice().permissions(),
                core.spice().dataSets(),
                core.spice().policed(),
                core.spice().queryTrail(),
                core.spice().ticker());
        port = FlightPort.open(
                new Listener("the Flight port", "127.0.0.1", 0, "spicerack.flight"),
                FlightLimits.DEFAULT,
                Optional.empty(),
                new FlightPort.Service(
                        new PrincipalUsers(
                                "flight",
                                granted,
                                core.spice().databasePasswords(),
                                core.spice().refusals()),
                        engine,
                        core.spice().ticker()));
        for (String name : List.of("ann", "bob")) {
            core.spice()
                    .principals()
                    .create(name, List.of(name.equals("ann") ? "*" : GrantedDataSets.ACTION), List.of())
                    .close();
            try (Secret made = core.spice().databasePasswords().make(name)) {
                passwords.put(name, made.reveal(password -> password));
            }
        }
    }

    int port() {
        return port.port();
    }

    String password(String user) {
        return passwords.getOrDefault(user, "none");
    }

    FlightUser logIn(String user) {
        return new FlightUser(
                Location.forGrpcInsecure("127.0.0.1", port.port()), user, passwords.getOrDefault(user, "none"));
    }

    /** With Arrow's JDBC driver. */
    Connection connect(String user) throws SQLException {
        return DriverManager.getConnection("jdbc:arrow-flight-sql://127.0.0.1:" + port.port()
                + "/?useEncryption=false&user=" + user + "&password=" + passwords.get(user));
    }

    @Override
    public void close() {
        port.close();
        engine.close();
    }
}
