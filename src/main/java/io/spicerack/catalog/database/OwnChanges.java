package io.spicerack.catalog.database;

import io.spicerack.catalog.server.ServerWords;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * How many changes a process has made in a catalog in PostgreSQL: kept in it with each change, and remembered here once the
 * server has confirmed it. A server that has fewer is a replica which took over without them, or an older state: that is left
 * in the catalog, and nobody changes it any more until somebody adopts it. The session's turn guards it.
 */
final class OwnChanges {
    private static final String NAMES = "catalog.changes.";
    private static final String BEHIND = "catalog.behind";

    /**
     * What a transaction begins with.
     *
     * @param holder who has the catalog
     * @param made how many changes of this process it has
     * @param behind who has found that it lacks some, if somebody has
     */
    record Begun(String holder, String transaction, Optional<String> made, Optional<String> behind) {}

    private final String place;
    private final ThisNode me;
    private long confirmed;
    private boolean doubted;
    private volatile boolean lost;

    OwnChanges(String place, ThisNode me) {
        this.place = place;
        this.me = me;
    }

    private String name() {
        return NAMES + me.token();
    }

    /** Takes the counts of those away that are gone. */
    void begin(Handle session) {
        int unused = session.createUpdate("DELETE FROM setting WHERE name LIKE :names AND substr(name, :after) NOT IN"
                        + " (SELECT node_id FROM node)")
                .bind("names", NAMES + "%")
                .bind("after", NAMES.length() + 1)
                .execute();
        unused = session.createUpdate("INSERT INTO setting (name, content) VALUES (:mine, '0')")
                .bind("mine", name())
                .execute();
    }

    /** Waits for the turn of this process's next change, and counts it. The transaction is begun. */
    Begun next(Handle handle) {
        // no other statement: each is a way to the server and back
        return handle.createQuery(
                        """
                        WITH counted AS (UPDATE setting SET content = :next WHERE name = :mine)
                        SELECT content, pg_current_xact_id() AS transaction,
                            (SELECT content FROM setting WHERE name = :mine) AS made,
                            (SELECT content FROM setting WHERE name = :behind) AS behind
                        FROM setting WHERE name = :holder FOR UPDATE""")
                .bind("next", String.valueOf(confirmed + 1))
                .bind("mine", name())
                .bind("behind", BEHIND)
                .bind("holder", HeldSession.HOLDER)
                .map(row -> new Begun(
                        row.getColumn("content", String.class),
                        row.getColumn("transaction", String.class),
                        Optional.ofNullable(row.getColumn("made", String.class)),
                        Optional.ofNullable(row.getColumn("behind", String.class))))
                .one();
    }

    /** Throws where the catalog lacks what was confirmed, and leaves that in it. */
    void refuseLost(Handle handle, Begun begun) {
        if (begun.behind().isPresent()) {
            lost |= !isWhole(begun);
            throw behind(begun.behind().get());
        }
        if (isWhole(begun)) {
            return;
        }
        lost = true;
        handle.rollback();
        int unused = handle.createUpdate(
                        "INSERT INTO setting (name, content) VALUES (:behind, :me) ON CONFLICT DO NOTHING")
                .bind("behind", BEHIND)
                .bind("me", me.signed())
                .execute();
        throw behind(me.signed());
    }

    private boolean isWhole(Begun begun) {
        long made = begun.made().map(Long::parseLong).orElse(-1L);
        if (doubted && made == confirmed + 1) {
            confirmed = made;
        }
        doubted = false;
        return made == confirmed;
    }

    private CatalogException behind(String found) {
        return new CatalogException("the catalog " + place
                + " lacks the last changes that its server had confirmed to " + ThisNode.words(found)
                + ": a replica without them took over, or an older state was put back. Versions that they published are"
                + " still in the store, and a start would sweep them. Bring the server back that has the changes; or go on"
                + " without them: stop all nodes, and start one once with: spicerack run --adopt");
    }

    void confirmed() {
        confirmed++;
    }

    /** The next change may be there or not. */
    void doubted() {
        doubted = true;
    }

    boolean areLost() {
        return lost;
    }

    /** Whether the change that was counted last is there; empty while it may still come. */
    Optional<Boolean> wasMade(Handle asking, long transaction) {
        String status = status(asking, transaction);
        if (!status.equals("committed")) {
            return status.equals("in progress") ? Optional.empty() : Optional.of(false);
        }
        // its number may be another change's on a server that took over
        return Optional.of(asking.createQuery("SELECT content FROM setting WHERE name = :mine")
                .bind("mine", name())
                .mapTo(String.class)
                .findOne()
                .filter(String.valueOf(confirmed + 1)::equals)
                .isPresent());
    }

    private static String status(Handle asking, long transaction) {
        try {
            return asking.createQuery("SELECT pg_xact_status('" + transaction + "')")
                    .mapTo(String.class)
                    .one();
        } catch (JdbiException e) {
            if (ServerWords.isOfTheFuture(e)) {
                return "never begun here";
            }
            throw e;
        }
    }

    void adopt(Handle session) {
        int unused = session.createUpdate("DELETE FROM setting WHERE name = :behind")
                .bind("behind", BEHIND)
                .execute();
    }
}
