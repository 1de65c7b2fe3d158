package io.spicerack.source;

import io.spicerack.model.Credentials;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.table.RowGroup;
import io.spicerack.tls.ShownProof;
import java.util.List;
import java.util.Set;

/**
 * A kind of database: all that is known of it outside of its package. {@link JdbcSource} is the way to make its
 * connections, {@link ServerErrors} to say what its failures mean. Stateless and thread-safe.
 */
public interface SourceType {
    /** The words that it is known by. */
    Set<DataSourceType> words();

    Dialect dialect();

    /**
     * Connects and takes the snapshot, once the server has proved to be whom the configuration trusts. The credentials are
     * not kept; the caller closes them.
     */
    SourceConnection open(SourceConfig config, Credentials credentials, ReadMeter meter);

    /**
     * Connects as often as the queries can be split and takes one snapshot for all. Where the server cannot give several
     * connections one snapshot, each query gets one connection, and several queries that need one snapshot are refused.
     *
     * @param meters one for each query, which hears of all that is read over its connections
     */
    default List<SourceParts> open(
            SourceConfig config, Credentials credentials, List<SplitQuery> queries, List<? extends ReadMeter> meters) {
        if (queries.size() > 1) {
            throw new IngestionException(
                    IngestionErrorType.INVALID_DATA_SOURCE_CONFIG,
                    config.place() + ": " + queries.size()
                            + " data sets of a group need one snapshot, which this kind of"
                            + " database does not give several connections. Take the data sets out of the group.");
        }
        String query = QueryText.single(queries.get(0).sql(), dialect());
        return SourceParts.shareOut(List.of(open(config, credentials, meters.get(0))), List.of(List.of(query)));
    }

    /** How many connections {@link #open} takes at a time, at most, to read over so many. */
    default int connections(int reading) {
        return reading;
    }

    /** The reverse: over how many connections can be read where there may be so many at a time. */
    default int reading(int connections) {
        return connections;
    }

    /**
     * What the server shows to prove who it is, to whoever asks: it hears no user and no password. With TLS its certificate,
     * without what hides passwords, where there is such a thing.
     */
    default ShownProof shown(SourceConfig config) {
        throw new IngestionException(
                IngestionErrorType.INVALID_DATA_SOURCE_CONFIG,
                config.place() + (config.ssl() ? " is a kind of database that shows no certificate" : " has no TLS")
                        + ", so that there is nothing to pin. Set DisableSsl: false where the server has TLS.");
    }

    /** Connects, asks for one row in a snapshot as {@link #open} does, and closes again. */
    default void test(SourceConfig config, Credentials credentials) {
        try (SourceConnection connection = open(config, credentials, ReadMeter.NONE);
                var rows = connection.query("SELECT 1 AS one")) {
            rows.next(new RowGroup(rows.schema()));
        }
    }
}
