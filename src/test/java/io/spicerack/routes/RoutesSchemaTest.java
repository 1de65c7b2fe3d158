package io.spicerack.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schema of route files for editors is written from their grammar, takes what is shipped, and sees what is misspelt. */
class RoutesSchemaTest {
    private static final Path SCHEMA = Path.of("docs/routes.schema.json");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final JsonSchema CHECKS =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(RouteFileSchema.all());

    @Test
    void itHasEveryMemberAndNoOther() throws IOException {
        String written = RouteFileSchema.all().toPrettyString() + "\n";
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(SCHEMA, written);
        }
        assertThat(Files.readString(SCHEMA))
                .as("%s; write it anew: ./mvnw -q test -Dtest=RoutesSchemaTest -Ddocs.write=true", SCHEMA)
                .isEqualTo(written);
    }

    @Test
    void whatIsShippedAndWhatThePagesShowIsGood() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
                assertThat(faults(Files.readString(file))).as(file.toString()).isEmpty();
            }
        }
        List<String> shown = Pattern.compile("(?ms)^```yaml\n# routes/([a-z-]+)\\.camel.*?\n(.*?)^```")
                .matcher(Files.readString(Path.of("docs/routes.md")))
                .results()
                .map(found -> found.group(2))
                .toList();
        assertThat(shown).hasSizeGreaterThan(3);
        shown.forEach(text -> assertThat(faults(text)).as(text).isEmpty());
    }

    private static final String SHORT =
            """
            dataSet: wards
            dataSource: db
            onlyIfChanged: SELECT max(updated_at) FROM wards
            schedule: {cron: "0 0 2 * * ?", zone: Europe/Zurich, jitter: 10m, without: ["2026-12-25"], catchUp: all, overlap: queue}
            sql: SELECT 1 AS id
            mask: {phone: keep last 4, ssn: null}
            connections: 4
            reconcile: values
            drift: adapt-widening
            """;

    private static final String LONG =
            """
            - route:
                id: beds
                from:
                  uri: spice:ingestions
                  parameters: {dataSet: beds, reconcile: counts}
                  steps:
                    - setBody: {constant: SELECT 1 AS id}
                    - to: {uri: "spice:extract", parameters: {dataSource: db, connections: 2}}
                    - to: {uri: spice, parameters: {verb: mask, column: id, with: hash}}
                    - to: {uri: "spice:seal", parameters: {rows: masked}}
                    - to: direct:reconcile
                    - to: spice:publish
            """;

    @Test
    void bothFormsAreTaken() {
        assertThat(faults(SHORT)).isEmpty();
        assertThat(faults(LONG)).isEmpty();
        assertThat(RouteChecks.check(SHORT).findings())
                .as("and so are they by the check")
                .isEmpty();
        assertThat(RouteChecks.check(LONG).findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            dataSource: db | dataSuorce: db
            sql: SELECT 1 AS id | sqI: SELECT 1 AS id
            sql: SELECT 1 AS id | note: no query
            catchUp: all | catchUp: twice
            overlap: queue | overlap: wait
            jitter: 10m | jitter: 10h
            jitter: 10m | jiter: 10m
            "2026-12-25" | "Christmas"
            keep last 4 | keep first 4
            connections: 4 | connections: many
            reconcile: values | reconcile: value
            drift: adapt-widening | drift: widen
            dataSet: wards | dataSet: my wards
            """)
    void whatIsMisspeltInTheShortFormIsSeen(String good, String bad) {
        seen(SHORT, good, bad);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            dataSet: beds, | dataset: beds,
            dataSet: beds, | '
            reconcile: counts | reconcile: count
            dataSource: db, | datasource: db,
            connections: 2 | connection: 2
            with: hash | with: hush
            with: hash | wiht: hash
            verb: mask, column: id, | verb: mask, colum: id,
            rows: masked | rows: hidden
            setBody: | setBdy:
            constant: | simple:
            id: beds | identity: beds
            steps: | stepps:
            """,
            quoteCharacter = '"')
    void whatIsMisspeltInTheLongFormIsSeen(String good, String bad) {
        seen(LONG, good, bad.equals("'") ? "" : bad);
    }

    /** By the schema, and by the check, which has the last word. */
    private static void seen(String text, String good, String bad) {
        assertThat(text).contains(good);
        String misspelt = text.replace(good, bad);
        assertThat(faults(misspelt)).as(misspelt).isNotEmpty();
        assertThat(RouteChecks.check(misspelt).findings()).as(misspelt).isNotEmpty();
    }

    private static List<String> faults(String text) {
        try {
            JsonNode file = YAML.readTree(text);
            return CHECKS.validate(file).stream()
                    .map(ValidationMessage::toString)
                    .toList();
        } catch (IOException e) {
            return List.of("no YAML: " + e.getMessage());
        }
    }
}
