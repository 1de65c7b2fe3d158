package io.spicerack.catalog;

import io.spicerack.catalog.database.CatalogDatabase;
import io.spicerack.catalog.database.CatalogException;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which installation a catalog is of. Its id is in the catalog and in the names of its grants; what a copy cannot take along as
 * it is (the lock file of a data directory, the number of a database and its server) tells the one from a second one with the
 * same id. Two of them would retire each other's grants.
 */
public final class Installation {
    private static final Logger LOGGER = LoggerFactory.getLogger(Installation.class);

    /** Values of the installation in the catalog. */
    static final String ID = "installation.id";

    private static final String LOCK = "installation.lock-file";

    private Installation() {}

    /** The id of the installation, made at its first start. */
    public static String id(Catalog catalog) {
        return catalog.write(tx -> tx.settings().find(ID).orElseGet(() -> {
            String fresh = UUID.randomUUID().toString();
            tx.settings().put(ID, fresh);
            return fresh;
        }));
    }

    /**
     * Refuses a catalog that is a copy of another, or a backup put back. With {@code adopt} this place is from now on the
     * installation's: it was moved, and the other one runs no more. One that lacks confirmed changes is refused too.
     */
    public static void settle(Catalog catalog, boolean adopt) {
        if (adopt) {
            catalog.adopt();
        }
        catalog.run(tx -> {
            // refused before anything is done that rests on what it lacks
        });
        CatalogDatabase.Mark mark = catalog.mark();
        Optional<String> here = mark.number();
        Optional<String> before = catalog.read(tx -> tx.settings().find(LOCK));
        boolean another = here.isPresent() && before.isPresent() && !here.equals(before);
        if (another && !adopt) {
            throw new CatalogException(mark.subject() + " is a copy of another one, or a backup that was put back:"
                    + " installation " + id(catalog) + " had the " + mark.kind() + " "
                    + before.orElse("") + ", and here it is " + here.orElse("")
                    + ". Two of one installation would retire each other's grants. If the other one runs no more and this"
                    + " one takes its place, start once with: spicerack run --adopt");
        }
        here.filter(number -> !here.equals(before))
                .ifPresent(number -> catalog.run(tx -> tx.settings().put(LOCK, number)));
        if (another) {
            LOGGER.atWarn()
                    .addKeyValue("installation", id(catalog))
                    .addKeyValue("adopted", mark.subject())
                    .log("a copy was adopted: it is the installation's from now on");
        }
    }
}
