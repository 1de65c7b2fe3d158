package io.spicerack.catalog.database;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** How the process that holds a catalog in PostgreSQL uses it, as others see by the locks that its session has. */
enum CatalogUse {
    ALONE("SELECT pg_try_advisory_lock(" + CatalogUse.LOCK + ")"),
    /** The second lock, which any number of sessions share, comes first: nobody is ever seen with the first one alone. */
    IN_TURNS("SELECT pg_try_advisory_lock_shared(" + (CatalogUse.LOCK + 1) + ") AND pg_try_advisory_lock("
            + CatalogUse.LOCK + ")"),
    /** All of them share the lock that others have for themselves, and each has one of its own, by which its session is found. */
    TOGETHER("SELECT pg_try_advisory_lock_shared(" + CatalogUse.LOCK + ") AND pg_try_advisory_lock(" + CatalogUse.NODES
            + ", :number)");

    /** "spicerac": any number that others in the same database hardly take. */
    private static final long LOCK = 0x7370696365726163L;

    /** "spic", before the number of a node. */
    private static final int NODES = 0x73706963;

    /** What stands where a catalog that is one's own has its owner. */
    private static final String ALL = "together several nodes that work at once";

    private static final String HAS =
            "locktype = 'advisory' AND granted AND objsubid = 1 AND database = (SELECT oid FROM"
                    + " pg_database WHERE datname = current_database()) AND CAST(classid AS BIGINT) = "
                    + (LOCK >>> Integer.SIZE)
                    + " AND CAST(objid AS BIGINT) = ";

    /** Of the session that holds the catalog. */
    static final String HOLDER = "SELECT pid FROM pg_locks WHERE " + HAS + (LOCK & 0xFFFF_FFFFL);

    /** Whether somebody holds it who uses it alone. */
    static final String IS_ALONE = "SELECT EXISTS (" + HOLDER + " AND pid NOT IN (SELECT pid FROM pg_locks WHERE " + HAS
            + ((LOCK + 1) & 0xFFFF_FFFFL) + "))";

    private final String take;

    CatalogUse(String take) {
        this.take = take;
    }

    /** Of the session of the node with {@code :number}. */
    static final String NODE = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND"
            + " database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND CAST(classid AS BIGINT) = "
            + NODES + " AND CAST(objid AS BIGINT) = :number";

    /** Takes the locks of the session, if nobody has them. */
    boolean take(Handle session, ThisNode me) {
        Query query = session.createQuery(take);
        return (this == TOGETHER ? query.bind("number", me.number()) : query)
                .mapTo(Boolean.class)
                .one();
    }

    /** What is left in the catalog of whose it is. */
    String signed(ThisNode me) {
        return this == TOGETHER ? ALL : me.signed();
    }

    /** Whether it is left for this node. */
    boolean isSigned(String text, ThisNode me) {
        return this == TOGETHER ? text.equals(ALL) : me.hasSigned(text);
    }

    /** Where it is somebody else's. */
    String wayOut() {
        return this == TOGETHER
                ? "That one was not started with spicerack.nodes=together: stop it, or start all nodes with it"
                : "One Spicerack uses a catalog at a time: stop that one, or give this one a catalog of its own";
    }
}
