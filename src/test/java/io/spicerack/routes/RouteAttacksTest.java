package io.spicerack.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file of src/test/resources/routes/attacks.txt is refused at its check, with the line and the words that it names. */
class RouteAttacksTest {
    private static final String TOP =
            """
            - route:
                id: wards
                from:
                  uri: spice:ingestions
                  parameters: {dataSet: wards, reconcile: counts, group: g}
                  steps:""";
    private static final String ROWS =
            """
                    - setBody: {constant: "SELECT id FROM wards"}
                    - to: {uri: "spice:extract", parameters: {dataSource: db}}"""
                    .indent(0)
                    .stripTrailing();
    private static final String END = Stream.of("seal", "direct:reconcile", "publish")
            .map(step -> "        - to: " + (step.contains(":") ? step : "spice:" + step))
            .collect(Collectors.joining("\n"));

    private record Attack(String name, int line, String words, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void isRefusedWithItsPlaceAndWords(Attack attack) {
        CheckedFile checked = RouteChecks.check(attack.text());
        assertThat(checked.findings()).as(attack.text()).anySatisfy(finding -> {
            assertThat(finding.message()).contains(attack.words());
            assertThat(finding.place().line()).isEqualTo(attack.line());
            assertThat(finding.place().file()).isEqualTo("routes/x.camel.yaml");
        });
        assertThat(checked.good()).isFalse();
    }

    @Test
    void thereAreAtLeastSixty() throws IOException {
        assertThat(attacks()).hasSizeGreaterThan(60);
    }

    /** What they are made of does no harm: it is the attack that is refused. */
    @Test
    void theFileAroundThemIsGood() {
        assertThat(RouteChecks.check(TOP + "\n" + indented(ROWS) + "\n" + END + "\n")
                        .findings())
                .isEmpty();
    }

    static Stream<Attack> attacks() throws IOException {
        String all = Files.readString(Path.of("src/test/resources/routes/attacks.txt"));
        return Arrays.stream(all.split("(?m)^## ", -1)).skip(1).map(RouteAttacksTest::attack);
    }

    private static Attack attack(String text) {
        int end = text.indexOf('\n');
        List<String> head = List.of(text.substring(0, end).split(" :: ", -1));
        return new Attack(
                head.get(0),
                Integer.parseInt(head.get(1)),
                head.get(2),
                text.substring(end + 1)
                        .replace("$TOP", TOP)
                        .replace("$ROWS", indented(ROWS))
                        .replace("$END", END));
    }

    private static String indented(String steps) {
        return steps.strip()
                .lines()
                .map(line -> "        " + line.strip())
                .reduce((a, b) -> a + "\n" + b)
                .orElse("");
    }
}
