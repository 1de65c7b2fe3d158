package io.spicerack.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That a new column type is thought of wherever types are told apart: the compiler asks, and nobody silences it. */
class ColumnTypeTest {
    private static final Path MAIN = Path.of("src/main/java");
    private static final Pattern INSTANCEOF =
            Pattern.compile("instanceof\\s+(io\\.spicerack\\.table\\.)?ColumnType\\b");
    private static final Pattern NESTED = Pattern.compile("import (static )?io\\.spicerack\\.table\\.ColumnType\\.");
    private static final Pattern COMPARED = Pattern.compile("\\.kind\\(\\)\\s*[!=]=|[!=]=\\s*ColumnType\\.Kind\\.");
    private static final Pattern SWITCH = Pattern.compile("(\\S+)\\s+switch \\([^{]*\\.kind\\(\\)\\) \\{");

    @Test
    void nobodyElseTakesATypeApartByInstanceof() {
        assertThat(sources()
                        .filter(source -> INSTANCEOF.matcher(source.text()).find()
                                || NESTED.matcher(source.text()).find()))
                .extracting(Source::path)
                .isEmpty();
    }

    @Test
    void nobodyElseComparesKinds() {
        assertThat(sources().filter(source -> COMPARED.matcher(source.text()).find()))
                .extracting(Source::path)
                .isEmpty();
    }

    @Test
    void everySwitchOverKindsIsAnExpressionWithoutDefault() {
        List<String> lax = sources().flatMap(ColumnTypeTest::laxSwitches).toList();
        assertThat(lax).isEmpty();
    }

    @Test
    void theRulesSeeTheSwitches() {
        assertThat(sources().filter(source -> SWITCH.matcher(source.text()).find()))
                .extracting(source -> source.path().getFileName().toString())
                .contains("CellText.java", "ParquetTypes.java", "TypeNames.java", "PostgresColumnHash.java");
    }

    @Test
    void everyKindIsOneTypesAndHasItsVector() {
        List<ColumnType> types = List.of(
                new ColumnType.Bool(),
                new ColumnType.Int(32),
                new ColumnType.Int(64),
                new ColumnType.Decimal(18, 2),
                new ColumnType.Decimal(19, 2),
                new ColumnType.Floating(32),
                new ColumnType.Floating(64),
                new ColumnType.Text(),
                new ColumnType.Json(),
                new ColumnType.Binary(),
                new ColumnType.Uuid(),
                new ColumnType.Date(),
                new ColumnType.Time(),
                new ColumnType.Timestamp(false),
                new ColumnType.Timestamp(true));
        assertThat(types).extracting(ColumnType::kind).containsExactly(ColumnType.Kind.values());
        assertThat(types)
                .extracting(type -> new RowGroup(new Schema(List.of(new Column("any", type)))).column(0))
                .zipSatisfy(types, (vector, type) -> assertThat(vector)
                        .isInstanceOf(
                                switch (type.vector()) {
                                    case LONG -> LongVector.class;
                                    case DOUBLE -> DoubleVector.class;
                                    case BYTES -> BytesVector.class;
                                }));
    }

    private static Stream<String> laxSwitches(Source source) {
        return SWITCH.matcher(source.text())
                .results()
                .filter(found -> isStatement(found.group(1)) || hasDefault(source.text(), found.end()))
                .map(found -> source.path() + ": " + found.group());
    }

    /** What stands before an expression is an operator, an arrow or return. */
    private static boolean isStatement(String before) {
        return Pattern.compile("[;{}]$|\\*/$").matcher(before).find();
    }

    private static boolean hasDefault(String text, int body) {
        int depth = 1;
        int end = body;
        while (depth > 0) {
            char next = text.charAt(end++);
            depth += next == '{' ? 1 : next == '}' ? -1 : 0;
        }
        Matcher fallback = Pattern.compile("\\bdefault\\s*(->|:)").matcher(text.substring(body, end));
        return fallback.find();
    }

    /** Those that know column types, but for the type itself. */
    private static Stream<Source> sources() {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("io/spicerack/table/ColumnType.java"))
                    .map(Source::read)
                    .filter(source -> source.text().contains("ColumnType")
                            || source.text().contains("io.spicerack.table.Column;")
                            || source.path().startsWith(MAIN.resolve("io/spicerack/table")))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Source(Path path, String text) {
        static Source read(Path path) {
            try {
                return new Source(path, Files.readString(path));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
