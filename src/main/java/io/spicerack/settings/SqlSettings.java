package io.spicerack.settings;

import io.spicerack.core.reading.ReadingConfig;
import io.spicerack.engine.EngineConfig;
import io.spicerack.http.Listener;
import io.spicerack.pgwire.ServerCertificate;
import io.spicerack.pgwire.SqlLimits;
import java.nio.file.Path;
import java.util.Optional;

/** What the settings say of the SQL port. Immutable. */
public final class SqlSettings {
    private static final int MEGABYTE = 20;
    private static final int KILOBYTE = 10;

    private final SettingValues values;
    private final Path configuration;

    /** @param configuration the folder that files are named from */
    SqlSettings(SettingValues values, Path configuration) {
        this.values = values;
        this.configuration = configuration;
    }

    /** Where it listens; empty where it does not. */
    public Optional<Listener> listener() {
        return port().listener();
    }

    /** What it proves itself with; empty where it speaks without TLS. */
    public Optional<ServerCertificate> certificate() {
        return port().certificate();
    }

    private CertifiedPort port() {
        return new CertifiedPort(
                values,
                configuration,
                "the SQL port",
                "spicerack.sql",
                new CertifiedPort.Properties(
                        Property.SQL_HOST, Property.SQL_PORT, Property.SQL_CERTIFICATE, Property.SQL_CERTIFICATE_KEY));
    }

    public SqlLimits limits() {
        SqlLimits.Times fixed = SqlLimits.Times.DEFAULT;
        return new SqlLimits(
                values.number(Property.SQL_CONNECTIONS),
                values.number(Property.SQL_PER_PRINCIPAL),
                values.number(Property.SQL_STATEMENTS),
                values.number(Property.SQL_MESSAGE) << KILOBYTE,
                values.number(Property.SQL_ROWS),
                memory(Property.SQL_MEMORY),
                new SqlLimits.Times(
                        fixed.login(),
                        fixed.message(),
                        values.duration(Property.SQL_STATEMENT_TIMEOUT),
                        values.duration(Property.SQL_IDLE_TIMEOUT),
                        values.duration(Property.SQL_TAKE_TIMEOUT)));
    }

    /** How long readers trust KMS's word, and how many stay open between two queries. */
    ReadingConfig reading() {
        return new ReadingConfig(values.duration(Property.DATA_KEY_LIFETIME), values.number(Property.SQL_KEPT));
    }

    /**
     * What the engine may take.
     *
     * @param scratch where its workers' directories are made
     */
    public EngineConfig engine(Path scratch) {
        return new EngineConfig(
                values.number(Property.SQL_THREADS),
                memory(Property.SQL_MEMORY),
                memory(Property.SQL_HEAP),
                values.number(Property.SQL_WORKERS),
                values.duration(Property.SQL_WORKER_IDLE),
                scratch);
    }

    /** Adds what is wrong to the problems. */
    void check() {
        port().check();
        limits();
        engine(configuration);
        flight().check();
    }

    /** The other port to the same data sets, whose clients may take as much. */
    public FlightSettings flight() {
        return new FlightSettings(values, configuration);
    }

    private long memory(Property property) {
        return (long) values.number(property) << MEGABYTE;
    }
}
