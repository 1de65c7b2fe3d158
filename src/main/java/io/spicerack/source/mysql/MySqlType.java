package io.spicerack.source.mysql;

import io.spicerack.model.Credentials;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.Secret;
import io.spicerack.source.Dialect;
import io.spicerack.source.OneConnection;
import io.spicerack.source.QueryText;
import io.spicerack.source.ReadMeter;
import io.spicerack.source.SourceConfig;
import io.spicerack.source.SourceConnection;
import io.spicerack.source.SourceFailures;
import io.spicerack.source.SourceParts;
import io.spicerack.source.SourceType;
import io.spicerack.source.SplitQuery;
import io.spicerack.source.UntrustedSource;
import io.spicerack.tls.ServerTrust;
import io.spicerack.tls.ShownProof;
import io.spicerack.wire.StatementPurpose;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MySQL and MariaDB. Several connections see one state thus: while a lock keeps writers waiting, each takes its consistent
 * snapshot, which is a matter of milliseconds. The lock is a global one, or, as RDS and Aurora allow no such thing, one on the
 * queries' own tables; without the privilege for either there is one connection, which is read over query after query.
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

    @Override
    public ShownProof shown(SourceConfig config) {
        if (!config.ssl()) {
            return MySqlPasswordKey.of(config);
        }
        SourceConfig asking = config.with(ServerTrust.NOBODY);
        Credentials nobody = new Credentials("spicerack", Secret.of(""));
        return UntrustedSource.certificate(
                config,
                () -> MySqlSession.connect(asking, nobody, asking.wireLimits()),
                e -> new SourceFailures(config, new MySqlErrors()).connecting(e, ""));
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
            if (together(config, credentials, queries, each, open)) {
                return SourceParts.shareOut(open, parts);
            }
            List<List<String>> whole = queries.stream()
                    .map(query -> List.of(QueryText.single(query.sql(), dialect())))
                    .toList();
            return SourceParts.shareOut(
                    OneConnection.shared(meter -> MySqlSource.open(config, credentials, meter), meters), whole);
        } catch (RuntimeException e) {
            open.forEach(MySqlSource::close);
            throw e;
        }
    }

    private static boolean locked(Statement statement, String lock, SourceConfig config) {
        try {
            statement.execute(lock);
            return true;
        } catch (SQLException e) {
            LOGGER.atInfo()
                    .addKeyValue("dataSource", config.place())
                    .addKeyValue("lock", lock.substring(0, lock.indexOf(' ')))
                    .addKeyValue("sqlState", SourceFailures.state(e))
                    .log("a lock could not be had: the user lacks the privilege, or a writer holds on");
            return false;
        }
    }

    /** Whether a lock could be had; the connections are open then. */
    private static boolean together(
            SourceConfig config,
            Credentials credentials,
            List<SplitQuery> queries,
            List<ReadMeter> meters,
            List<MySqlSource> connections) {
        SourceFailures failures = new SourceFailures(config, new MySqlErrors());
        return meters.get(0)
                .asking(StatementPurpose.LOCK, "FLUSH TABLES WITH READ LOCK")
                .send(
                        () -> lockedTogether(config, credentials, queries, meters, connections),
                        e -> failures.connecting(e, credentials.username()));
    }

    private static boolean lockedTogether(
            SourceConfig config,
            Credentials credentials,
            List<SplitQuery> queries,
            List<ReadMeter> meters,
            List<MySqlSource> connections)
            throws SQLException {
        try (Connection locker = MySqlSession.connect(config, credentials, config.wireLimits());
                Statement statement = locker.createStatement()) {
            MySqlSession.settle(locker, config);
            statement.execute("SET SESSION lock_wait_timeout = " + LOCK_WAIT_SECONDS);
            if (!locked(statement, "FLUSH TABLES WITH READ LOCK", config)) {
                Optional<String> tables = MemberTables.lock(statement, queries);
                if (tables.isEmpty() || !locked(statement, tables.get(), config)) {
                    LOGGER.atInfo()
                            .addKeyValue("dataSource", config.place())
                            .addKeyValue("queries", queries.size())
                            .log("no lock keeps writers away for a moment: all is read over one connection, one query"
                                    + " after the other; grant the user RELOAD, or LOCK TABLES on the database");
                    return false;
                }
                LOGGER.atInfo()
                        .addKeyValue("dataSource", config.place())
                        .log("no global read lock: the queries' own tables are locked for the moment of the snapshot");
            }
            for (ReadMeter meter : meters) {
                connections.add(MySqlSource.open(config, credentials, meter));
            }
            statement.execute("UNLOCK TABLES");
            return true;
        }
    }
}
