package io.spicerack.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The folders of route files: {@code routes/} the data engineers', {@code routes/system/} the operator's. */
public final class RouteFolder {
    /** Of the operator's files, inside the folder of the data engineers'. */
    public static final String SYSTEM = "system";

    private RouteFolder() {}

    /** The data engineers' files with the queries beside them, in the order of their names. */
    public static List<RouteText> engineers(Path directory) {
        Map<String, String> queries = queries(directory);
        return named(directory, ".yaml", ".yml").stream()
                .map(file -> read(directory, file, queries))
                .toList();
    }

    /** Whether it can be told what is in it: a folder that is away for a moment has not lost its files. */
    public static boolean there(Path directory) {
        return Files.isDirectory(directory) && Files.isReadable(directory);
    }

    private static Map<String, String> queries(Path directory) {
        Map<String, String> queries = new TreeMap<>();
        for (Path file : named(directory, ".sql")) {
            RouteText query = read(directory, file, Map.of());
            if (query.unreadable() == null) {
                queries.put(name(file), query.text());
            }
        }
        return Map.copyOf(queries);
    }

    /** One file, with the queries beside it. */
    public static RouteText file(Path file) {
        Path directory = file.toAbsolutePath().normalize().getParent();
        if (directory == null) {
            throw new IllegalArgumentException(file + " is no file");
        }
        return read(directory, file, queries(directory));
    }

    /** The operator's files. */
    public static List<RouteText> system(Path directory) {
        Path system = directory.resolve(SYSTEM);
        return systemFiles(directory).stream()
                .map(file -> read(system, file, Map.of()))
                .toList();
    }

    /** The operator's files by their paths, in the order of their names. */
    public static List<Path> systemFiles(Path directory) {
        return named(directory.resolve(SYSTEM), ".yaml", ".yml");
    }

    /** As people are told of it: with the folder's name before it. */
    private static RouteText read(Path directory, Path file, Map<String, String> queries) {
        String named = directory.getFileName() + "/" + FolderFile.shown(file);
        try {
            return new RouteText(named, FolderFile.read(file), queries, null);
        } catch (FolderFile.Refused e) {
            return new RouteText(named, "", queries, e.getMessage());
        } catch (IOException e) {
            return new RouteText(named, "", queries, e.getClass().getSimpleName());
        }
    }

    private static List<Path> named(Path directory, String... endings) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !name(file).startsWith("."))
                    .filter(file -> Stream.of(endings).anyMatch(name(file)::endsWith))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + directory + " cannot be listed", e);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
