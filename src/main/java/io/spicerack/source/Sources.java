package io.spicerack.source;

import io.spicerack.model.Credentials;
import io.spicerack.source.mysql.MySqlParts;
import io.spicerack.source.mysql.MySqlSource;
import io.spicerack.source.postgres.PostgresParts;
import io.spicerack.source.postgres.PostgresSource;
import io.spicerack.table.RowGroup;
import java.util.List;

/** Opens connections to databases. Stateless and thread-safe. */
public final class Sources {
    private Sources() {}

    /** Connects and takes the snapshot. The credentials are not kept; the caller closes them. */
    public static SourceConnection open(SourceConfig config, Credentials credentials) {
        return open(config, credentials, ReadMeter.NONE);
    }

    private static SourceConnection open(SourceConfig config, Credentials credentials, ReadMeter meter) {
        return config.postgres()
                ? PostgresSource.open(config, credentials, meter)
                : MySqlSource.open(config, credentials, meter);
    }

    /** The same, for a connection that tells when it is closed, with a meter that hears of all values read over it. */
    public static SourceConnection lend(
            SourceConfig config, Credentials credentials, ReadMeter meter, Runnable whenClosed) {
        return new LentConnection(open(config, credentials, meter), whenClosed);
    }

    /**
     * Connects as often as the queries can be split and takes one snapshot for all. Where the server cannot give several
     * connections one snapshot, each query gets one connection, and several queries that need one snapshot are refused.
     */
    public static List<SourceParts> open(SourceConfig config, Credentials credentials, List<SplitQuery> queries) {
        return open(
                config,
                credentials,
                queries,
                queries.stream().map(query -> ReadMeter.NONE).toList());
    }

    /** The same, with a meter for each query that hears of all that is read over its connections. */
    public static List<SourceParts> open(
            SourceConfig config, Credentials credentials, List<SplitQuery> queries, List<? extends ReadMeter> meters) {
        return config.postgres()
                ? PostgresParts.open(config, credentials, queries, meters)
                : MySqlParts.open(config, credentials, queries, meters);
    }

    /** How many connections {@link #open} takes at a time, at most, to read over so many: MySQL's lock needs one more. */
    public static int connections(SourceConfig config, int reading) {
        return config.postgres() || reading == 1 ? reading : reading + 1;
    }

    /** The reverse: over how many connections can be read where there may be so many at a time. */
    public static int reading(SourceConfig config, int connections) {
        return config.postgres() || connections == 1 ? connections : connections - 1;
    }

    /** Connects, asks for one row in a snapshot as {@link #open} does, and closes again. */
    public static void test(SourceConfig config, Credentials credentials) {
        try (SourceConnection connection = open(config, credentials)) {
            try (var rows = connection.query("SELECT 1 AS one")) {
                rows.next(new RowGroup(rows.schema()));
            }
        }
    }
}
