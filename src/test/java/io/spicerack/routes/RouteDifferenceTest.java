package io.spicerack.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a page shows of a file that does not run as it is. */
class RouteDifferenceTest {
    private static final String RUNS =
            "dataSet: wards\ndataSource: db\nschedule: {cron: 0 0 2 * * ?, zone: UTC}\nsql: |\n  SELECT id\n  FROM wards\n";

    private final RouteDifference difference =
            new RouteDifference(Clock.fixed(Instant.parse("2026-11-30T03:00:00Z"), ZoneOffset.UTC), Optional.empty());

    private List<String> served(String now) {
        return difference.ofServed(Optional.of(RouteChecks.check(RUNS)), Optional.of(RouteChecks.check(now)));
    }

    @Test
    void ofAnEditThatWaitsItIsTheMeaning() {
        assertThat(served(RUNS.replace("SELECT id", "SELECT id, name") + "mask: {name: hash}\n# a comment\n"))
                .containsExactly(
                        "routes/x.camel.yaml: differs",
                        "  wards: mask of name: none -> hash",
                        "  wards: query:",
                        "    - SELECT id",
                        "    + SELECT id, name",
                        "  wards: rows: none -> MASKED");
        assertThat(served("# a comment\n" + RUNS)).isEmpty();
        assertThat(difference.ofServed(Optional.of(RouteChecks.check(RUNS)), Optional.empty()))
                .contains("routes/x.camel.yaml: is gone: its refreshes end")
                .anyMatch(line -> line.startsWith("    - Tue 2026-12-01 02:00:00 "));
    }

    @Test
    void ofARefusedFileItIsTheTextLineByLine() {
        assertThat(served(RUNS.replace("dataSource:", "dataSuorce:")
                        .replace("  FROM wards\n", "  FROM beds\n  LIMIT 5\n")))
                .containsExactly(
                        "- dataSource: db", "+ dataSuorce: db", "-   FROM wards", "+   FROM beds", "+   LIMIT 5");
        CheckedFile first = RouteChecks.check("dataSet: wards\nsqlFile: wards.sql\n");
        RouteText beside = new RouteText(first.file(), first.text().text(), Map.of("wards.sql", "SELECT 1"), null);
        assertThat(difference.ofServed(
                        Optional.empty(), Optional.of(new CheckedFile(beside, first.routes(), first.findings()))))
                .containsExactly("+ dataSet: wards", "+ sqlFile: wards.sql", "wards.sql:", "+ SELECT 1");
    }

    /** Nor of one that could not be searched. */
    @Test
    void nothingIsShownOfAFileThatMayHoldASecret() {
        for (String now : List.of(
                RUNS + "password: hunter2\n",
                RUNS.replace("FROM wards", "FROM wards WHERE password = 'hunter2'"),
                RUNS.replace("FROM wards", "FROM dblink('postgres://u:hunter2@h/d')"),
                "dataSet: [wards\npassword: hunter2\n",
                RUNS + "note: &anchor hunter2\nid: *anchor\n",
                RUNS + "---\npassword: hunter2\n")) {
            assertThat(served(now)).as(now).singleElement().satisfies(line -> assertThat(line)
                    .startsWith("its text is not shown: ")
                    .doesNotContain("hunter2"));
        }
    }

    @Test
    void linesKeepTheirOrderAndAreMatchedInIt() {
        assertThat(LineDifference.of("a\nb\nc\nd", "a\nc\nb\nd")).hasSize(2);
        assertThat(LineDifference.of("a\na\nb", "a\nb")).containsExactly("- a");
        assertThat(LineDifference.of("", "a")).containsExactly("+ a");
        assertThat(LineDifference.of("a\n", "a")).isEmpty();
        String many = IntStream.range(0, 1_500).mapToObj(n -> "x" + n).collect(Collectors.joining("\n", "a\n", "\nb"));
        assertThat(LineDifference.of("a\nx7\nb", many)).hasSize(1_501).contains("- x7", "+ x7");
    }
}
