package io.spicerack.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A table of docs/types.md: what stands there is what the tests ran, and the other way round. */
public final class TypeTable {
    private TypeTable() {}

    /** Every row has a case and every case has its row; a row says what its cases become. */
    public static void assertDocuments(String section, Stream<TypeCase> cases, Map<String, String> refusedTypes)
            throws IOException {
        Map<String, String> documented = rows(section);
        Map<String, String> tested = new LinkedHashMap<>(refusedTypes);
        cases.forEach(type -> {
            tested.putIfAbsent(type.row(), type.becomes());
            assertThat(documented.getOrDefault(type.row(), "no row"))
                    .as("the row of " + type.row())
                    .contains(type.becomes());
        });
        assertThat(documented.keySet()).containsExactlyInAnyOrderElementsOf(tested.keySet());
    }

    /** First and second cell of each row of the table under a heading. */
    private static Map<String, String> rows(String section) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("docs", "types.md"));
        int from = lines.indexOf("## " + section);
        assertThat(from).as("heading ## " + section).isNotNegative();
        Map<String, String> rows = new LinkedHashMap<>();
        lines.stream()
                .skip(from + 1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| "))
                .skip(1)
                .forEach(line -> {
                    String[] cells = line.split(" *\\| *", -1);
                    rows.put(cells[1], cells[2]);
                });
        return rows;
    }
}
