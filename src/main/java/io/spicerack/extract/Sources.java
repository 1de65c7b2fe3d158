package io.spicerack.extract;

import io.spicerack.model.Credentials;
import io.spicerack.table.RowGroup;
import java.util.List;

/** Opens connections to databases. Stateless and thread-safe. */
public final class Sources {
    private Sources() {}

    /** Connects and takes the snapshot. The credentials are not kept; the caller closes them. */
    public static SourceConnection open(SourceConfig config, Credentials credentials) {
        return config.postgres() ? PostgresSource.open(config, credentials) : MySqlSource.open(config, credentials);
    }

    /**
     * Connects as often as the queries can be split and takes one snapshot for all. Where the server cannot give several
     * connections one snapshot, each query gets one connection, and several queries that need one snapshot are refused.
     */
    public static List<SourceParts> open(SourceConfig config, Credentials credentials, List<SplitQuery> queries) {
        return config.postgres()
                ? PostgresParts.open(config, credentials, queries)
                : MySqlParts.open(config, credentials, queries);
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
