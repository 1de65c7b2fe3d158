package io.spicerack.catalog.database;

/** How the process that holds a catalog in PostgreSQL uses it, as others see by the locks that its session has. */
enum CatalogUse {
    ALONE("SELECT pg_try_advisory_lock(" + CatalogUse.LOCK + ")"),
    /** The second lock, which any number of sessions share, comes first: nobody is ever seen with the first one alone. */
    IN_TURNS("SELECT pg_try_advisory_lock_shared(" + (CatalogUse.LOCK + 1) + ") AND pg_try_advisory_lock("
            + CatalogUse.LOCK + ")");

    /** "spicerac": any number that others in the same database hardly take. */
    private static final long LOCK = 0x7370696365726163L;

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

    /** Takes the lock of the session, if nobody has it. */
    String take() {
        return take;
    }
}
