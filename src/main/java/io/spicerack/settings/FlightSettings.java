package io.spicerack.settings;

import io.spicerack.flight.FlightLimits;
import io.spicerack.http.Listener;
import io.spicerack.pgwire.ServerCertificate;
import java.nio.file.Path;
import java.util.Optional;

/** What the settings say of the Flight port: what a client may take there is what it may take at the SQL port. Immutable. */
public final class FlightSettings {
    private static final int MEGABYTE = 20;
    private static final int KILOBYTE = 10;

    private final SettingValues values;
    private final CertifiedPort port;

    /** @param configuration the folder that files are named from */
    FlightSettings(SettingValues values, Path configuration) {
        this.values = values;
        this.port = new CertifiedPort(
                values,
                configuration,
                "the Flight port",
                "spicerack.flight",
                new CertifiedPort.Properties(
                        Property.FLIGHT_HOST,
                        Property.FLIGHT_PORT,
                        Property.FLIGHT_CERTIFICATE,
                        Property.FLIGHT_CERTIFICATE_KEY));
    }

    /** Where it listens; empty where it does not. */
    public Optional<Listener> listener() {
        return port.listener();
    }

    /** What it proves itself with; empty where it speaks without TLS. */
    public Optional<ServerCertificate> certificate() {
        return port.certificate();
    }

    public FlightLimits limits() {
        FlightLimits.Times fixed = FlightLimits.Times.DEFAULT;
        return new FlightLimits(
                values.number(Property.SQL_CONNECTIONS),
                values.number(Property.SQL_PER_PRINCIPAL),
                values.number(Property.SQL_STATEMENTS),
                values.number(Property.SQL_MESSAGE) << KILOBYTE,
                memory(Property.FLIGHT_MEMORY),
                new FlightLimits.Statement(
                        values.number(Property.SQL_ROWS),
                        memory(Property.SQL_MEMORY),
                        values.duration(Property.SQL_STATEMENT_TIMEOUT)),
                new FlightLimits.Times(
                        fixed.login(),
                        fixed.message(),
                        values.duration(Property.SQL_IDLE_TIMEOUT),
                        values.duration(Property.SQL_TAKE_TIMEOUT),
                        values.duration(Property.FLIGHT_TOKEN_LIFETIME)));
    }

    /** Adds what is wrong to the problems. */
    void check() {
        port.check();
        limits();
    }

    private long memory(Property property) {
        return (long) values.number(property) << MEGABYTE;
    }
}
