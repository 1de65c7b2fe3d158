package io.spicerack.settings;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Files that hold something secret: mode 600 from their first byte on, in a directory of mode 700. */
public final class OwnerOnly {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    private static final Set<PosixFilePermission> WRITERS =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    /** Of a directory that is for everybody, as /tmp. */
    private static final int STICKY = 0b1_000_000_000;

    private OwnerOnly() {}

    /** Makes it, or shuts one that was there and is open to others; refuses one that it cannot shut. */
    public static void directory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            make(directory);
            return;
        }
        if (!Files.isWritable(directory)) {
            throw new SettingsException("directory " + directory + " cannot be written to by user "
                    + System.getProperty("user.name") + "; it belongs to " + Files.getOwner(directory)
                    + ". Give it to the user that Spicerack runs as (chown), or name another one with --keep or"
                    + " spicerack.data-directory");
        }
        Set<PosixFilePermission> open = EnumSet.copyOf(Files.getPosixFilePermissions(directory));
        if (!OWNER.containsAll(open)) {
            shut(directory, open);
        }
    }

    private static void make(Path directory) throws IOException {
        try {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER));
        } catch (AccessDeniedException e) {
            throw new SettingsException("directory " + directory + " cannot be made: user "
                    + System.getProperty("user.name") + " may not write to " + e.getFile()
                    + ". Make it and give it to the user that Spicerack runs as, or name another one with --keep or"
                    + " spicerack.data-directory");
        } catch (FileAlreadyExistsException e) {
            throw new SettingsException("directory " + directory + " cannot be made: " + e.getFile()
                    + " is no directory. Move it away, or name another one with --keep or spicerack.data-directory");
        } catch (FileSystemException e) {
            throw new SettingsException("directory " + directory + " cannot be made: " + e.getMessage()
                    + ". Make it by hand, or name another one with --keep or spicerack.data-directory");
        }
    }

    private static void shut(Path directory, Set<PosixFilePermission> open) throws IOException {
        boolean shared = ((int) Files.getAttribute(directory, "unix:mode") & STICKY) != 0;
        try {
            if (!shared) {
                Files.setPosixFilePermissions(directory, OWNER);
                return;
            }
        } catch (FileSystemException e) {
            // somebody else's: told below
        }
        throw new SettingsException("directory " + directory + " is open to others, "
                + PosixFilePermissions.toString(open)
                + ", and "
                + (shared ? "is shared (its sticky bit is set)" : "belongs to somebody else, so that it cannot be shut")
                + "; Spicerack keeps patients' data in it, so give it one of its own of mode 700");
    }

    /**
     * Keeps others from writing a file that is run as code, or the directory that it is in: takes their right away, and refuses
     * what it cannot take it from, or what belongs to somebody who is neither the owner of {@code ours} nor root. Reading is left
     * alone: a fresh checkout is readable, and what is in it is no secret.
     */
    public static void code(Path file, Path ours) throws IOException {
        Object owner = Files.getAttribute(file, "unix:uid");
        if (!owner.equals(0) && !owner.equals(Files.getAttribute(ours, "unix:uid"))) {
            throw new SettingsException(file + " belongs to another user (" + owner
                    + "), who could change what the service" + " runs; give it to the service's user or to root");
        }
        Set<PosixFilePermission> open = EnumSet.noneOf(PosixFilePermission.class);
        open.addAll(Files.getPosixFilePermissions(file));
        if (!open.removeAll(WRITERS)) {
            return;
        }
        try {
            Files.setPosixFilePermissions(file, open);
        } catch (FileSystemException e) {
            throw new SettingsException(file + " can be written by others, and it cannot be shut (" + e.getMessage()
                    + "); it is run as the service, so take that right away: chmod go-w");
        }
    }

    /** Replaces {@code file}. */
    public static void write(Path file, String text) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            directory(parent);
        }
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }
}
