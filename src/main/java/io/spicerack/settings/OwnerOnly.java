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
