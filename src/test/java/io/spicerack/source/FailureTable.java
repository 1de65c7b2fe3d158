package io.spicerack.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is said of each code of a server: its type, whether it is tried again, the words and the way out. The golden files are
 * written with {@code -Dgolden.write=true}.
 */
public final class FailureTable {
    private static final Path GOLDEN = Path.of("src/test/resources/io/spicerack/source");

    private FailureTable() {}

    public static void check(String name, DataSourceType type, ServerErrors errors, Stream<SQLException> codes)
            throws IOException {
        SourceFailures failures = new SourceFailures(
                new SourceConfig(
                        type,
                        "db.example",
                        1,
                        "clinic",
                        true,
                        new SourceConfig.Timeouts(Duration.ofSeconds(10), Duration.ZERO, Duration.ofMinutes(5)),
                        TypeRules.DEFAULT),
                errors);
        List<String> lines = codes.map(code -> line(failures.querying(code, new QueryState())))
                .toList();
        Path file = GOLDEN.resolve(name);
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(GOLDEN);
            Files.write(file, lines);
        }
        assertThat(lines).isEqualTo(Files.readAllLines(file));
    }

    private static String line(IngestionException failure) {
        String words = String.valueOf(failure.getMessage())
                .replaceFirst("^Cannot run the query on data source [^:]*:1/clinic: ", "");
        return failure.type() + (failure.passing() ? ", tried again" : "") + ": " + words;
    }
}
