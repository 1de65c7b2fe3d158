package io.spicerack.pgwire;

import io.spicerack.core.CoreFixture;
import io.spicerack.engine.DuckDbEngine;
import io.spicerack.engine.EngineConfig;
import io.spicerack.http.Listener;
import io.spicerack.model.Secret;
import io.spicerack.query.GrantedDataSets;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The whole door over a core, with principals and their passwords. */
final class GrantedDoor implements AutoCloseable {
    private final CoreFixture core;
    private final DuckDbEngine engine;
    private final SqlPort port;
    private final Map<String, String> passwords = new HashMap<>();

    GrantedDoor(CoreFixture core) {
        this.core = core;
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
        port = SqlPort.open(
                new Listener("the SQL port", "127.0.0.1", 0, "spicerack.sql"),
                SqlLimits.DEFAULT,
                Optional.empty(),
                new SqlPort.Service(
                        new PrincipalUsers(
                                "sql",
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
            renew(name);
        }
    }

    Map<String, String> passwords() {
        return passwords;
    }

    void renew(String name) {
        try (Secret made = core.spice().databasePasswords().make(name)) {
            passwords.put(name, made.reveal(password -> password));
        }
    }

    /** One that has logged in, and speaks the protocol itself. */
    WireClient client(String user) throws IOException {
        return new WireClient(port.port()).logIn(user, passwords.getOrDefault(user, ""));
    }

    Connection connect(String user) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(Map.of("user", user, "password", passwords.get(user), "sslmode", "disable"));
        // else the driver says its name after it has logged in
        properties.putAll(Map.of("ApplicationName", "a report", "assumeMinServerVersion", "15.0"));
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port.port() + "/spicerack", properties);
    }

    @Override
    public void close() {
        port.close();
        engine.close();
    }
}
