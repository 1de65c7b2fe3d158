package io.spicerack;

import io.spicerack.core.PreparedProcess;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The test's class path for JVMs that it starts, with an archive of the classes that most of them load (the JDK's class data
 * sharing): with it, a JVM that opens the core takes half of the processors' time. Folders of classes, which cannot be shared,
 * are put into jars first. Both are made by whoever comes first after a compilation, and used by all test JVMs beside and after
 * it; a JVM that finds the archive not to be of its class path goes without. Thread-safe.
 */
final class SharedClasses {
    private static final Path HOME = Path.of("target", "shared-classes").toAbsolutePath();

    private SharedClasses() {}

    /** The options that name the class path and the archive. */
    static List<String> options() {
        return Made.OPTIONS;
    }

    private static final class Made {
        static final List<String> OPTIONS = make();

        private static List<String> make() {
            try {
                Files.createDirectories(HOME);
                try (FileChannel file = FileChannel.open(
                                HOME.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock alone = file.lock()) {
                    return made(alone);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the classes for other JVMs cannot be put into " + HOME, e);
            }
        }
    }

    private static List<String> made(FileLock alone) throws IOException {
        if (!alone.isValid()) {
            throw new IOException("the lock is lost");
        }
        List<String> places = new ArrayList<>();
        boolean changed = false;
        for (String place : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path folder = Path.of(place);
            if (place.isEmpty()) {
                // where a class path ends with a separator; it would be all of the working directory
                continue;
            }
            if (Files.isDirectory(folder)) {
                Path jar = HOME.resolve(folder.getFileName() + ".jar");
                changed |= updated(folder, jar);
                places.add(jar.toString());
            } else {
                places.add(place);
            }
        }
        String classPath = String.join(File.pathSeparator, places);
        Path archive = HOME.resolve("classes.jsa");
        Path madeFor = HOME.resolve("class-path");
        String key = System.getProperty("java.home") + "\n" + classPath;
        if (changed || !Files.exists(madeFor) || !Files.readString(madeFor).equals(key)) {
            Files.deleteIfExists(archive);
            dump(classPath, archive);
            Files.writeString(madeFor, key);
        }
        // a JVM that cannot use it says so on its standard output otherwise
        return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable", "-cp", classPath);
    }

    /** Whether the jar did not hold what the folder holds, and is made anew. */
    private static boolean updated(Path folder, Path jar) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> !file.equals(folder)).sorted().toList();
        }
        CRC32 sum = new CRC32();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(new CheckedOutputStream(content, sum))) {
            zip.setLevel(Deflater.BEST_SPEED);
            for (Path file : files) {
                boolean isFolder = Files.isDirectory(file);
                // folders too: by them, libraries look for what is below
                ZipEntry entry = new ZipEntry(
                        folder.relativize(file).toString().replace(File.separatorChar, '/') + (isFolder ? "/" : ""));
                entry.setTime(0);
                zip.putNextEntry(entry);
                if (!isFolder) {
                    Files.copy(file, zip);
                }
            }
        }
        Path list = Path.of(jar + ".crc32");
        String is = Long.toHexString(sum.getValue());
        if (Files.exists(jar) && Files.exists(list) && Files.readString(list).equals(is)) {
            return false;
        }
        Path fresh = Path.of(jar + ".new");
        Files.write(fresh, content.toByteArray());
        // in one step: a JVM of a build before this one may still read the former
        Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(list, is);
        return true;
    }

    /** Lets one JVM do what most do, and keeps the classes that it loaded. */
    private static void dump(String classPath, Path archive) throws IOException {
        Path work = Files.createTempDirectory(HOME, "work");
        List<String> options = List.of("-Xmx256m", "-XX:ArchiveClassesAtExit=" + archive, "-cp", classPath);
        Process process = new ProcessBuilder(ChildJvm.commandWith(options, PreparedProcess.class, work.toString()))
                .redirectErrorStream(true)
                .redirectOutput(HOME.resolve("log").toFile())
                .start();
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("the process that loads the classes ended with " + process.exitValue() + ", see "
                    + HOME.resolve("log"));
        }
        try (Stream<Path> written = Files.walk(work)) {
            for (Path file : written.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
