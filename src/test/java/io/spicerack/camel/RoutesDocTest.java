package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.RowInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/routes.md shows is what runs. */
@WithServers
class RoutesDocTest {
    private static final Path DOCUMENT = Path.of("docs/routes.md");
    private static final Pattern NAME = Pattern.compile("^# routes/(system/)?([a-z-]+)\\.camel\\.yaml");

    @Test
    void everyExampleLoadsAndRefreshesItsDataSet(@TempDir Path directory) throws Exception {
        TestDatabase database = TestDatabases.postgres().newDatabase();
        database.execute(
                "CREATE TABLE wards AS SELECT 1 AS id, 'A' AS name, 20 AS beds, '044 123 45 67' AS phone, NULL::date AS"
                        + " closed UNION ALL SELECT 2, 'B', 0, NULL, NULL",
                "CREATE TABLE rooms AS SELECT 1 AS id, 'R1' AS name, now() AS changed",
                "CREATE TABLE people AS SELECT 1 AS id, '999-12-3456' AS ssn, date '2026-01-02' AS seen"
                        + " UNION ALL SELECT 2, '999-65-4321', NULL");
        try (PipelineFixture fixture = PipelineFixture.open(directory).postgres("hospital-postgres", database)) {
            fixture.routes().shared();
            List<String> examples = blocks("yaml");
            assertThat(examples).hasSize(7);
            for (String example : examples) {
                TestRoutes routes = fixture.routes().asEngineer();
                Matcher name = NAME.matcher(example);
                assertThat(name.find()).as(example).isTrue();
                (name.group(1) == null ? routes : routes.asOperator())
                        .write(name.group(2), example.replace("org.example.", "io.spicerack.camel."));
            }
            fixture.property("spicerack.routes.allow", "direct:reconcile,bean:people");
            fixture.start();
            assertThat(fixture.probe().published("wards").rows()).isEqualTo(new RowInfo(1, 1, 1));
            fixture.probe().published("beds");
            List<String> kept = List.of("1", "A", "20", "*********5 67");
            assertThat(fixture.probe().rows("wards")).containsExactly(kept);
            assertThat(fixture.probe().rows("beds")).containsExactly(kept);
            fixture.probe().published("rooms");
            fixture.probe().published("people-streamed");
            assertThat(fixture.probe().published("people").rows()).isEqualTo(new RowInfo(1, 1, 1));
            assertThat(fixture.probe().rows("people")).containsExactly(List.of("1", "***-**-3456", "2026-01-02"));
        }
    }

    @Test
    void theRowStepIsTheOneThatIsTested() throws Exception {
        String tested = Files.readString(Path.of("src/test/java/io/spicerack/camel/PeopleSteps.java"));
        assertThat(blocks("java")).singleElement().satisfies(shown -> assertThat(tested.replaceAll("\\s+", ""))
                .contains(shown.replaceAll("\\s+", "")));
    }

    @Test
    void theTableHasEveryVerbAndOption() throws Exception {
        String document = Files.readString(DOCUMENT);
        Stream.of(Verb.values()).forEach(verb -> {
            Matcher row = Pattern.compile("(?m)^\\| `spice:" + verb + "` \\| `" + (verb.consumes() ? "from" : "to")
                            + "` \\| ([^|]*) \\|")
                    .matcher(document);
            assertThat(row.find()).as(verb.name()).isTrue();
            verb.allowed().forEach(option -> assertThat(row.group(1))
                    .contains(verb.required().contains(option) ? "**`" + option + "`**" : "`" + option + "`"));
        });
    }

    private static List<String> blocks(String language) throws Exception {
        return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```")
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
