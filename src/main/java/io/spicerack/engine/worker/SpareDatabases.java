package io.spicerack.engine.worker;

import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Empty databases, of which one is there before it is asked for: making one takes some milliseconds. Thread-safe. */
final class SpareDatabases {
    private final EngineShare share;
    private final AtomicReference<@Nullable Database> spare = new AtomicReference<>();
    private final ExecutorService maker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "next-database");
        thread.setDaemon(true);
        return thread;
    });

    SpareDatabases(EngineShare share) {
        this.share = share;
    }

    /** One that is the caller's. */
    Database take() throws SQLException {
        Database made = spare.getAndSet(null);
        Database taken = made == null ? Database.open(share) : made;
        maker.execute(this::prepareNext);
        return taken;
    }

    private void prepareNext() {
        try {
            Database next = Database.open(share);
            if (!spare.compareAndSet(null, next)) {
                next.close();
            }
        } catch (SQLException | RuntimeException e) {
            // whoever needs one opens it, and is told why that fails
            spare.set(null);
        }
    }
}
