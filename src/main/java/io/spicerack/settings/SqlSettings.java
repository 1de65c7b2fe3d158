package io.spicerack.settings;

import io.spicerack.core.reading.ReadingConfig;
import io.spicerack.engine.EngineConfig;
import io.spicerack.http.Listener;
import io.spicerack.pgwire.ServerCertificate;
import io.spicerack.pgwire.SqlLimits;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What the settings say of the SQL port. Immutable. */
public final class SqlSettings {
    /** A worker that nobody needs ends soon: it takes memory. */
    private static final Duration WORKER_IDLE = Duration.ofMinutes(1);

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
        return values.text(Property.SQL_PORT).isEmpty()
                ? Optional.empty()
                : Optional.of(new Listener(
                        "the SQL port",
                        values.text(Property.SQL_HOST),
                        values.port(Property.SQL_PORT),
                        "spicerack.sql"));
    }

    /** What it proves itself with; empty where it speaks without TLS. */
    public Optional<ServerCertificate> certificate() {
        return values.text(Property.SQL_CERTIFICATE).isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new ServerCertificate(file(Property.SQL_CERTIFICATE), file(Property.SQL_CERTIFICATE_KEY)));
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
                WORKER_IDLE,
                scratch);
    }

    /** Adds what is wrong to the problems. */
    void check() {
        listener();
        limits();
        engine(configuration);
        boolean certified = certificate().isPresent();
        if (certified) {
            demand(Property.SQL_CERTIFICATE);
            demand(Property.SQL_CERTIFICATE_KEY);
        }
        String host = values.text(Property.SQL_HOST);
        InetSocketAddress address = new InetSocketAddress(host, 0);
        boolean own = !address.isUnresolved() && address.getAddress().isLoopbackAddress();
        if (!own && !certified && !values.text(Property.SQL_PORT).isEmpty()) {
            values.problem(
                    Property.SQL_HOST.key() + " is " + host + ", where others see what passes; it must be an address of"
                            + " this machine alone, such as 127.0.0.1, as long as " + Property.SQL_CERTIFICATE.key()
                            + " names no certificate");
        }
    }

    private void demand(Property property) {
        values.demandFile(property, configuration);
    }

    private Path file(Property property) {
        return configuration.resolve(values.text(property));
    }

    private long memory(Property property) {
        return (long) values.number(property) << MEGABYTE;
    }
}
