package io.spicerack.catalog;

import io.spicerack.catalog.database.CatalogException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Keeps a data directory and a catalog that is not in it together. To any other catalog the sealed versions that lie there are
 * orphans, and would be swept: the directory holds the id of the installation that it is of, in {@code catalog/installation}.
 */
public final class DirectoryClaim {
    /** Beside where the catalog's file would be. */
    public static final String NAME = "installation";

    private DirectoryClaim() {}

    /** For a catalog in a file: refuses a directory that belongs to one elsewhere. */
    public static void refuseElsewhere(Path file) {
        Path claim = file.resolveSibling(NAME);
        if (Files.exists(claim)) {
            throw new CatalogException(
                    "the data directory " + directory(file) + " belongs to installation " + read(claim)
                            + ", whose catalog is in PostgreSQL: with a catalog of its own here its sealed versions would be"
                            + " orphans. Set spicerack.catalog again, or choose another data directory");
        }
    }

    /** For a catalog elsewhere, before it is opened: refuses a directory that has one of its own. */
    public static void refuseFile(Path file, String place) {
        if (Files.exists(file)) {
            throw new CatalogException("spicerack.catalog is " + place + ", and the data directory " + directory(file)
                    + " has a catalog of its own, " + file
                    + ", whose sealed versions would be orphans. Move it over with"
                    + " spicerack catalog migrate, or choose another data directory");
        }
    }

    /**
     * For a catalog elsewhere, before anything is swept: refuses a directory that is another installation's, or where the sealed
     * versions of this one are not; an unused one is this installation's from now on.
     *
     * @param store where sealed versions lie; empty where that is not in the directory
     */
    public static void claim(Catalog catalog, Path file, Optional<Path> store) {
        String installation = Installation.id(catalog);
        Path claim = file.resolveSibling(NAME);
        String owner = Files.exists(claim) ? read(claim) : "";
        if (!owner.isEmpty()) {
            if (!owner.equals(installation)) {
                throw new CatalogException("the data directory " + directory(file) + " belongs to installation " + owner
                        + ", and the catalog " + catalog.place() + " is of " + installation
                        + ", to which what lies there would be orphans. Set spicerack.catalog as it was, or choose another"
                        + " data directory");
            }
            return;
        }
        if (store.isPresent()) {
            refuseOthersVersions(catalog, store.get());
        }
        write(file, installation);
    }

    private static void refuseOthersVersions(Catalog catalog, Path store) {
        int known = catalog.read(tx -> tx.versions().live()).size();
        if (known > 0 || !isEmpty(store)) {
            throw new CatalogException(
                    "the catalog " + catalog.place() + " knows of " + known + " sealed versions, and "
                            + store + (isEmpty(store) ? " has none" : " has some of another catalog")
                            + ": a data directory goes with its catalog. Start with the one that it was used with, or copy that one"
                            + " here; spicerack catalog migrate brings a catalog from a file");
        }
    }

    static void write(Path file, String installation) {
        Path claim = file.resolveSibling(NAME);
        try {
            String owner = Files.exists(claim) ? read(claim) : "";
            if (owner.equals(installation)) {
                return;
            }
            if (!owner.isEmpty()) {
                throw new CatalogException("the data directory " + directory(file) + " belongs to installation " + owner
                        + " and not to " + installation + "; choose another data directory");
            }
            // whole or not there: a claim that was cut off would be nobody's, and shut the directory for good
            Path fresh = claim.resolveSibling(NAME + ".new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, installation);
            Files.move(fresh, claim, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CatalogException(claim + " cannot be written: " + e, e);
        }
    }

    private static String read(Path claim) {
        try {
            return Files.readString(claim).strip();
        } catch (IOException e) {
            throw new CatalogException(claim + " cannot be read: " + e, e);
        }
    }

    private static boolean isEmpty(Path store) {
        if (!Files.isDirectory(store)) {
            return true;
        }
        try (DirectoryStream<Path> in = Files.newDirectoryStream(store)) {
            return !in.iterator().hasNext();
        } catch (IOException e) {
            throw new CatalogException(store + " cannot be looked at: " + e, e);
        }
    }

    private static Path directory(Path file) {
        return file.resolveSibling("..").normalize();
    }
}
