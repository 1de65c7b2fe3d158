package io.spicerack.catalog.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.spicerack.catalog.server.CatalogServer;
import io.spicerack.catalog.server.ServerConnections;
import io.spicerack.catalog.server.ServerWords;
import io.spicerack.model.DirectoryLock;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A catalog in PostgreSQL: reads over a pool of connections, each a snapshot; changes over the one session that holds the catalog. */
public final class PostgresCatalog implements CatalogDatabase {
    private static final Logger LOGGER = LoggerFactory.getLogger(PostgresCatalog.class);
    private static final int MOST_READS = 10;
    private static final long WAIT_MILLIS = 10_000;

    private final String place;
    private final DirectoryLock lock;
    private final HikariDataSource pool;
    private final Jdbi readers;
    private final HeldSession writer;
    private final Outage outage;
    private final Optional<Heartbeat> heartbeat;
    private final NodeRows rows;
    private final Optional<NodeWords> words;
    private final Optional<Fellows> fellows;

    /**
     * Where it is another's already: throws, or stands by until that one is gone.
     *
     * @param lock on the data directory beside it, which goes with it
     */
    public PostgresCatalog(CatalogServer server, DirectoryLock lock, NodeUse use, Clock clock) {
        Optional<StandbyTerms> shared = use.terms();
        Optional<StandbyTerms> standby = shared.filter(terms -> !use.isTogether());
        ServerConnections connections = new ServerConnections(server);
        Jdbi sessions = CatalogSql.POSTGRES.jdbi(connections);
        ThisNode me = ThisNode.at(clock);
        this.place = server.address().toString();
        this.lock = lock;
        this.outage = new Outage(place, clock);
        this.writer = new HeldSession(sessions, place, me, use.use());
        this.rows = new NodeRows(sessions, me, shared.map(StandbyTerms::lease).orElse(Duration.ZERO), clock);
        this.words = shared.filter(terms -> use.isTogether()).map(terms -> new NodeWords(sessions, me, terms, outage));
        this.fellows = words.map(heard -> new Fellows(me.token(), this::isHeld, heard));
        this.heartbeat = shared.map(terms -> new Heartbeat(rows, terms, task(), outage));
        try {
            standby.ifPresentOrElse(terms -> new Standby(writer, rows, terms, outage).await(), writer::open);
            writer.refuseOthersTables();
            // those who stand by would take whoever migrates for silent, where they can see that it is its turn
            boolean seen = standby.isPresent() && rows.areKept();
            if (seen) {
                begin();
            }
            CatalogSchema.POSTGRES.migrate(connections, place);
            if (!seen) {
                begin();
            }
            pool = pool(connections);
        } catch (RuntimeException e) {
            heartbeat.ifPresent(Heartbeat::close);
            writer.close();
            heartbeat.ifPresent(ended -> leave());
            rows.close();
            throw e;
        }
        readers = CatalogSql.POSTGRES.jdbi(pool);
        // a connection that broke off cannot end one
        readers.getConfig(Handles.class).setForceEndTransactions(false);
    }

    private HeartbeatTask task() {
        return words.flatMap(heard -> fellows.map(all -> HeartbeatTask.together(rows, writer, heard, all)))
                .orElseGet(() -> HeartbeatTask.inTurns(rows));
    }

    /** What it sends of its own accord, it sends once for each connection. */
    private static HikariDataSource pool(ServerConnections connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("catalog-readers");
        config.setDataSource(connections);
        config.setReadOnly(true);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        config.setMaximumPoolSize(MOST_READS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(WAIT_MILLIS);
        // each connection asks for the secret anew: one that works stays
        config.setMaxLifetime(0);
        return new HikariDataSource(config);
    }

    @Override
    public String place() {
        return place;
    }

    @Override
    public Mark mark() {
        return new Mark("the catalog " + place, "database", writer.number());
    }

    @Override
    public <T extends @Nullable Object> T read(Function<Handle, T> query) {
        return told(() -> reading(query));
    }

    /** What is done, and what it tells of the server. */
    private <T extends @Nullable Object> T told(Supplier<T> work) {
        long began = System.nanoTime();
        try {
            T answer = work.get();
            outage.over();
            return answer;
        } catch (JdbiException e) {
            boolean unused = outage.isMet(e, began);
            throw e;
        }
    }

    private <T extends @Nullable Object> T reading(Function<Handle, T> query) {
        try (Handle handle = begun()) {
            try {
                T answer = query.apply(handle);
                handle.commit();
                return answer;
            } catch (RuntimeException | Error e) {
                HeldSession.undo(handle);
                throw e;
            }
        }
    }

    /** A connection that broke off since its last read shows it before anything is read: another one does. */
    private Handle begun() {
        for (int others = MOST_READS; ; others--) {
            Handle handle = readers.open();
            try {
                handle.begin();
                int unused = handle.execute("SELECT 1");
                return handle;
            } catch (JdbiException e) {
                HeldSession.undo(handle);
                handle.close();
                if (others == 0 || !ServerWords.brokeOff(e)) {
                    throw e;
                }
            }
        }
    }

    @Override
    public <T extends @Nullable Object> T write(Function<Handle, T> change) {
        return told(() -> writer.inTransaction(change));
    }

    @Override
    public boolean isAway(Throwable failure) {
        return ServerWords.brokeOff(failure);
    }

    @Override
    public String reason(Throwable failure) {
        return ServerWords.of(failure);
    }

    @Override
    public boolean isHeld() {
        return !writer.isBehind() && heartbeat.map(Heartbeat::isHeard).orElse(true);
    }

    @Override
    public void adopt() {
        writer.adopt();
    }

    @Override
    public Optional<Fellows> fellows() {
        return fellows;
    }

    @Override
    public void close() {
        heartbeat.ifPresent(Heartbeat::close);
        words.ifPresent(NodeWords::close);
        pool.close();
        writer.close();
        heartbeat.ifPresent(ended -> leave());
        rows.close();
        lock.close();
    }

    /** From here on the catalog is this process's. */
    private void begin() {
        heartbeat.ifPresent(alive -> {
            rows.enter();
            // before others can see whose turn it is, and count how long it is silent
            alive.begin();
        });
        writer.begin();
    }

    /** Those who stand by need not wait. */
    private void leave() {
        try {
            rows.leave();
        } catch (JdbiException e) {
            LOGGER.atDebug().setCause(e).log("the catalog's server does not hear that this node ends");
        }
    }
}
