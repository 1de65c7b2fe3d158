package io.spicerack.source;

import io.spicerack.model.DataSourceType;
import io.spicerack.model.DurationText;
import io.spicerack.tls.ServerTrust;
import io.spicerack.wire.Reach;
import io.spicerack.wire.WireLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a database is and how patiently it is spoken to. Immutable.
 *
 * @param trust whom the server must prove to be, with TLS or without
 */
public record SourceConfig(
        DataSourceType type,
        String host,
        int port,
        String database,
        ServerTrust trust,
        Timeouts timeouts,
        TypeRules types,
        Limits limits) {
    /** Neither may leave its place in a JDBC URL. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}|\\[?[0-9A-Fa-f:.]{2,45}(%\\w+)?]?");

    private static final Pattern DATABASE = Pattern.compile("[^\\p{Cntrl}/?&#%;\\\\]{1,64}");
    private static final Duration LONGEST = Duration.ofDays(7);

    /**
     * How long it may take. Immutable.
     *
     * @param connect until the server has answered; 1 s to 1 h
     * @param statement how long the server may work on the query, reading its rows included; zero for no limit
     * @param idle how long the server may be silent; zero for no limit
     */
    public record Timeouts(Duration connect, Duration statement, Duration idle) {
        public Timeouts {
            check("connectTimeout", connect, Duration.ofSeconds(1), Duration.ofHours(1));
            check("statementTimeout", statement, Duration.ZERO, LONGEST);
            check("idleTimeout", idle, Duration.ZERO, LONGEST);
        }
    }

    /**
     * What spares the server, and us from it. Immutable.
     *
     * @param transaction how long a transaction may last; empty for no limit. The server, where it can, ends one that is
     *     some seconds older, so that not even a reader that hangs holds on to its snapshot
     * @param replicaLag how far a replica may be behind; empty for no limit
     * @param rowBytes the largest row, as the server sends it
     * @param lifetime how long a connection may be used, whatever the server does; empty for no limit
     * @param reach which addresses may be connected to
     */
    public record Limits(
            Optional<Duration> transaction,
            Optional<Duration> replicaLag,
            int rowBytes,
            Optional<Duration> lifetime,
            Reach reach) {
        /** So that a heap of 512 MB holds a row some times over: as it comes, as it is kept, as it is sealed. */
        public static final int ROW_BYTES = 16 << 20;

        public static final Limits NONE =
                new Limits(Optional.empty(), Optional.empty(), ROW_BYTES, Optional.empty(), Reach.ANYWHERE);

        private static final Duration GRACE = Duration.ofSeconds(5);

        /** When the server is to end a transaction by itself; zero for never. */
        public long serverMillis() {
            return transaction.map(limit -> limit.plus(GRACE).toMillis()).orElse(0L);
        }
    }

    /** Without limits; with TLS, whom the JVM trusts. */
    public SourceConfig(
            DataSourceType type,
            String host,
            int port,
            String database,
            boolean ssl,
            Timeouts timeouts,
            TypeRules types) {
        this(
                type,
                host,
                port,
                database,
                ssl ? ServerTrust.OF_JVM : ServerTrust.UNENCRYPTED,
                timeouts,
                types,
                Limits.NONE);
    }

    public SourceConfig {
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    "host '" + host + "' is neither a host name nor an IP address; give one, without a port");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " of host " + host + " is not within 1 to 65535");
        }
        if (!DATABASE.matcher(database).matches()) {
            throw new IllegalArgumentException("database '" + database
                    + "' is not a name of 1 to 64 characters without control characters or any of / ? & # % ; \\");
        }
    }

    private static void check(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " " + DurationText.of(value) + " is not within "
                    + DurationText.of(least) + " to " + DurationText.of(most));
        }
    }

    /** What a server may send over one connection, which is about to be made. */
    public WireLimits wireLimits() {
        return new WireLimits(
                limits.rowBytes(),
                limits.lifetime().orElse(timeouts.connect().multipliedBy(2)),
                limits.lifetime().isPresent(),
                limits.reach());
    }

    /** Whether TLS is demanded. */
    public boolean ssl() {
        return trust.encrypted();
    }

    /** The same server, asked with another trust. */
    public SourceConfig with(ServerTrust other) {
        return new SourceConfig(type, host, port, database, other, timeouts, types, limits);
    }

    /** The host as it stands in a URL: an IPv6 address in brackets. */
    public String urlHost() {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /** What messages call it. */
    public String place() {
        return type + " " + host + ":" + port + "/" + database;
    }
}
