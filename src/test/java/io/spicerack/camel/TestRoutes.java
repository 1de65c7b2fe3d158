package io.spicerack.camel;

import io.spicerack.routes.RouteFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The routes directory of one test. Used by one thread. */
public final class TestRoutes {
    /** Those of the real routes that belong to no data set. */
    static final List<String> SHARED = List.of("credentials", "keys", "refresh", "audit", "alerts", "data-sets");

    private static final Path REAL = Path.of("routes");

    private final Path directory;
    private Path written;

    TestRoutes(Path directory) {
        this.directory = directory;
        this.written = directory;
        try {
            Files.createDirectories(systemDirectory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path directory() {
        return directory;
    }

    Path systemDirectory() {
        return directory.resolve(RouteFolder.SYSTEM);
    }

    /** From now on it writes the operator's files, whose steps nobody checks before they run. */
    public TestRoutes asOperator() {
        written = systemDirectory();
        return this;
    }

    /** From now on it writes the data engineers' files, as at first. */
    TestRoutes asEngineer() {
        written = directory;
        return this;
    }

    /** Of both folders. */
    static Stream<Path> realFiles() throws IOException {
        try (Stream<Path> files = Files.walk(REAL)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    /** Copies the shared files of the real routes. */
    public TestRoutes shared() {
        SHARED.forEach(this::real);
        return this;
    }

    /** Copies one file of the real routes into the folder that it is from. */
    public TestRoutes real(String name) {
        try {
            String file = (SHARED.contains(name) ? RouteFolder.SYSTEM + "/" : "") + name + ".camel.yaml";
            Files.copy(REAL.resolve(file), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file as it is. */
    public TestRoutes write(String name, String yaml) {
        try {
            Files.writeString(written.resolve(name + ".camel.yaml"), yaml);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a data set's route with these steps, a YAML list. */
    TestRoutes dataSet(String id, String steps) {
        return dataSet(id, "", steps);
    }

    private TestRoutes dataSet(String id, String options, String steps) {
        return write(
                id,
                """
                - route:
                    id: %s
                    from:
                      uri: spice:ingestions
                      parameters: {dataSet: %s%s}
                      steps:
                """
                                .formatted(id, id, options)
                        + steps.indent(8));
    }

    /** Writes the usual route: query, extract, seal, reconcile, publish. */
    public TestRoutes query(String id, String dataSource, String sql) {
        return dataSet(id, usual(extract(dataSource), sql));
    }

    /** The same, reconciled by value. */
    public TestRoutes values(String id, String dataSource, String sql) {
        return values(id, usual(extract(dataSource), sql));
    }

    /** A data set with these steps, reconciled by value. */
    TestRoutes values(String id, String steps) {
        return dataSet(id, ", reconcile: values", steps);
    }

    /** The usual route, proven by value where anything has changed. */
    TestRoutes auto(String id, String dataSource, String sql) {
        return dataSet(id, ", reconcile: auto", usual(extract(dataSource), sql));
    }

    /** The same for a data set of a group. */
    TestRoutes valuesMember(String id, String group, String dataSource, String sql) {
        return dataSet(id, ", reconcile: values, group: " + group, usual(extract(dataSource), sql));
    }

    /** The usual route for a data set of a group. */
    TestRoutes member(String id, String group, String dataSource, String sql) {
        return dataSet(id, ", group: " + group, usual(extract(dataSource), sql));
    }

    /** The same, read by ranges of a column. */
    TestRoutes member(String id, String group, String dataSource, String sql, String partitionColumn) {
        return dataSet(id, ", group: " + group, usual(extract(dataSource, partitionColumn), sql));
    }

    private static String usual(String extract, String sql) {
        return body(sql) + extract + SEAL + RECONCILE + PUBLISH;
    }

    static final String SEAL = "- to: spice:seal\n";
    /** For a route with a row step, which has to say what it does: masked or filtered. */
    static String seal(String rows) {
        return "- to: {uri: \"spice:seal\", parameters: {rows: " + rows + "}}\n";
    }

    static final String RECONCILE = "- to: direct:reconcile\n";
    static final String PUBLISH = "- to: spice:publish\n";

    static String body(String sql) {
        return "- setBody:\n    constant: |-\n" + sql.indent(6);
    }

    static String extract(String dataSource) {
        return "- to: {uri: \"spice:extract\", parameters: {dataSource: " + dataSource + "}}\n";
    }

    private static String extract(String dataSource, String partitionColumn) {
        return extract(dataSource + ", partitionColumn: " + partitionColumn);
    }
}
