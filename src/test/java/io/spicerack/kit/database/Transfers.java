package io.spicerack.kit.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.awaitility.Awaitility;

/** Moves money without a pause, a transaction each, until it is closed. Used by one test thread. */
public final class Transfers implements AutoCloseable {
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicLong done = new AtomicLong();
    private final List<SQLException> failures = new ArrayList<>();
    private final Thread thread;

    private Transfers(TestDatabase database, LongFunction<List<String>> updates) {
        thread = new Thread(() -> transfer(database, updates), "transfers");
        thread.start();
    }

    /** Begins; {@code updates} gives those of each transfer, which are counted from 1. */
    public static Transfers begin(TestDatabase database, LongFunction<List<String>> updates) {
        return new Transfers(database, updates);
    }

    private void transfer(TestDatabase database, LongFunction<List<String>> updates) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (long i = 1; !stopped.get(); i++) {
                for (String update : updates.apply(i)) {
                    statement.execute(update);
                }
                connection.commit();
                done.incrementAndGet();
            }
        } catch (SQLException e) {
            failures.add(e);
        }
    }

    /** How many have been committed. */
    public long done() {
        return done.get();
    }

    /** Returns when some more have been committed. */
    public void awaitMore() {
        long enough = done.get() + 20;
        Awaitility.await().pollDelay(Duration.ZERO).until(() -> done.get() >= enough || !thread.isAlive());
    }

    /** Ends them; none may have failed. */
    @Override
    public void close() {
        stopped.set(true);
        Awaitility.await().until(() -> !thread.isAlive());
        assertThat(failures).isEmpty();
    }
}
