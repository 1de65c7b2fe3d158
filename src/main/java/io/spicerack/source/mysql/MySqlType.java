package io.spicerack.source.mysql;

import io.spicerack.model.Credentials;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.source.Dialect;
import io.spicerack.source.QueryText;
import io.spicerack.source.ReadMeter;
import io.spicerack.source.SourceConfig;
import io.spicerack.source.SourceConnection;
import io.spicerack.source.SourceFailures;
import io.spicerack.source.SourceParts;
import io.spicerack.source.SourceType;
import io.spicerack.source.SplitQuery;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MySQL and MariaDB. Several connections see one state thus: while a global read lock keeps every writer waiting, each takes
 * its consistent snapshot, which is a matter of milliseconds. Without the privilege for the lock there is one connection.
 */
public final class MySqlType implements SourceType {
    private static final Logger LOGGER = LoggerFactory.getLogger(MySqlType.class);

    /** A writer that is at work for longer keeps the lock from us, and the lock would keep all others waiting behind it. */
    private static final int LOCK_WAIT_SECONDS = 3;

    @Override
    public Set<DataSourceType> words() {
        return Set.of(DataSourceType.MYSQL, DataSourceType.MARIADB, DataSourceType.AURORA);
    }

    @Override
    public Dialect dialect() {
        return MySqlDialect.INSTANCE;
    }

    @Override
    public SourceConnection open(SourceConfig config, Credentials credentials, ReadMeter meter) {
        return MySqlSource.open(config, credentials, meter);
    }

    /** The lock needs one more. */
    @Override
    public int connections(int reading) {
        return reading == 1 ? reading : reading + 1;
    }

    @Override
    public int reading(int connections) {
        return connections == 1 ? connections : connections - 1;
    }

    @Override
    public List<SourceParts> open(
            SourceConfig config, Credentials credentials, List<SplitQuery> queries, List<? extends ReadMeter> meters) {
        List<MySqlSource> open = new ArrayList<>();
        try {
            MySqlSource lead = MySqlSource.open(config, credentials, meters.get(0));
            open.add(lead);
            List<List<String>> parts = queries.stream().map(lead::parts).toList();
            List<ReadMeter> each = SourceParts.meterOfEach(meters, parts);
            if (each.size() == 1) {
                return SourceParts.shareOut(open, parts);
            }
            lead.close();
            open.clear();
            if (together(config, credentials, each, open)) {
                return SourceParts.shareOut(open, parts);
            }
            if (queries.size() > 1) {
                throw new IngestionException(
                        IngestionErrorType.PERMISSION_DENIED,
                        config.place() + ": " + queries.size()
                                + " data sets of a group need one snapshot, and for that a"
                                + " moment's global read lock, which this user may not take. Grant it RELOAD, or take"
                                + " the data sets out of the group.");
            }
            open.add(MySqlSource.open(config, credentials, meters.get(0)));
            String whole = QueryText.single(queries.get(0).sql(), dialect());
            return SourceParts.shareOut(open, List.of(List.of(whole)));
        } catch (RuntimeException e) {
            open.forEach(MySqlSource::close);
            throw e;
        }
    }

    /** Whether the lock could be had; the connections are open then. */
    private static boolean together(
            SourceConfig config, Credentials credentials, List<ReadMeter> meters, List<MySqlSource> connections) {
        SourceFailures failures = new SourceFailures(config, new MySqlErrors());
        try (Connection locker = MySqlSession.connect(config, credentials, config.wireLimits());
                Statement statement = locker.createStatement()) {
            try {
                statement.execute("SET SESSION lock_wait_timeout = " + LOCK_WAIT_SECONDS);
                statement.execute("FLUSH TABLES WITH READ LOCK");
            } catch (SQLException e) {
                LOGGER.atInfo()
                        .addKeyValue("dataSource", config.place())
                        .addKeyValue("sqlState", e.getSQLState())
                        .log("no global read lock, hence one connection: the user lacks RELOAD, or a writer holds on");
                return false;
            }
            for (ReadMeter meter : meters) {
                connections.add(MySqlSource.open(config, credentials, meter));
            }
            statement.execute("UNLOCK TABLES");
            return true;
        } catch (SQLException e) {
            throw failures.connecting(e);
        }
    }
}
