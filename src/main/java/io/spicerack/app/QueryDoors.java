package io.spicerack.app;

import io.spicerack.core.account.DatabasePasswords;
import io.spicerack.core.trail.Refusals;
import io.spicerack.engine.DuckDbEngine;
import io.spicerack.flight.FlightPort;
import io.spicerack.http.Listener;
import io.spicerack.pgwire.PrincipalUsers;
import io.spicerack.pgwire.SqlPort;
import io.spicerack.query.GrantedDataSets;
import io.spicerack.settings.FlightSettings;
import io.spicerack.settings.OwnerOnly;
import io.spicerack.settings.SqlSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ports at which data sets are asked in SQL, as far as they are wanted, over one engine. */
final class QueryDoors implements AutoCloseable {
    private @Nullable DuckDbEngine engine;
    private @Nullable SqlPort sql;
    private @Nullable FlightPort flight;

    private QueryDoors() {}

    /**
     * Opens them; {@code IllegalStateException} says in a port's own words why it cannot listen.
     *
     * @param scratch where the engine's workers have their directories
     */
    static QueryDoors open(
            SqlSettings settings,
            GrantedDataSets.Core core,
            DatabasePasswords passwords,
            Refusals refusals,
            Path scratch)
            throws IOException {
        QueryDoors doors = new QueryDoors();
        FlightSettings flights = settings.flight();
        Optional<Listener> wire = settings.listener();
        Optional<Listener> arrow = flights.listener();
        if (wire.isEmpty() && arrow.isEmpty()) {
            return doors;
        }
        OwnerOnly.directory(scratch);
        DuckDbEngine shared = new DuckDbEngine(settings.engine(scratch), core.ticker());
        doors.engine = shared;
        try {
            wire.ifPresent(listener -> doors.sql = SqlPort.open(
                    listener,
                    settings.limits(),
                    settings.certificate(),
                    new SqlPort.Service(new PrincipalUsers("sql", core, passwords, refusals), shared, core.ticker())));
            arrow.ifPresent(listener -> doors.flight = FlightPort.open(
                    listener,
                    flights.limits(),
                    flights.certificate(),
                    new FlightPort.Service(
                            new PrincipalUsers("flight", core, passwords, refusals), shared, core.ticker())));
            return doors;
        } catch (RuntimeException e) {
            doors.close();
            throw e;
        }
    }

    /** Where PostgreSQL's clients connect to; empty where they cannot. */
    Optional<Integer> sqlPort() {
        return Optional.ofNullable(sql).map(SqlPort::port);
    }

    /** Where clients of Arrow Flight SQL connect to; empty where they cannot. */
    Optional<Integer> flightPort() {
        return Optional.ofNullable(flight).map(FlightPort::port);
    }

    @Override
    public void close() {
        if (flight != null) {
            flight.close();
        }
        if (sql != null) {
            sql.close();
        }
        if (engine != null) {
            engine.close();
        }
    }
}
