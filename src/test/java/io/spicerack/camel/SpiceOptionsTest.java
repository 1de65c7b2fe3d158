package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.TakesLong;
import io.spicerack.core.WithCore;
import java.io.InputStream;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A route that says something else than it means stops the start, not the first refresh. */
@TakesLong
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@WithCore
class SpiceOptionsTest {
    private final PipelineFixture fixture;

    SpiceOptionsTest(PipelineFixture fixture) {
        this.fixture = fixture;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            spice:refresh | spice:refresh: there is no verb 'refresh'; allowed: [ingest, ingestions, changed, extract, mask, drop, seal
            spice:ingest | spice:ingest: option 'dataSet' is missing
            spice:ingest?dataSet=a&dataSource=b | spice:ingest: option 'dataSource' is unknown; allowed: dataSet, overlap, requestSource
            spice:ingest?dataSet=a b | a b
            spice:ingest?dataSet=a&requestSource=NEVER | NEVER
            spice:extract | spice:extract: option 'dataSource' is missing
            spice:extract?dataSource=x.y | x.y
            spice:extract?datasource=x | option 'dataSource' is missing; option 'datasource' is unknown; allowed: connections, dataSource, partitionColumn
            spice:extract?dataSource=x&connections=many | option 'connections' is 'many'; it must be a whole number from 1
            spice:extract?dataSource=x&connections=17 | connections is 17; one data set is read over 1 to 16 connections
            spice:seal?dataSet=a | spice:seal: option 'dataSet' is unknown; allowed: drift, rows
            spice:publish?drift=adapt | spice:publish: option 'drift' is unknown; allowed: none
            spice:ingestions?dataSet=a | spice:ingestions starts a route (from:); it cannot be a step (to:)
            spice:audit?sink=a | spice:audit starts a route (from:); it cannot be a step (to:)
            """)
    void aStepThatCannotWorkIsNamed(String uri, String words) {
        assertThatThrownBy(
                        () -> start("- route: {id: bad, from: {uri: 'direct:bad', steps: [to: {uri: '" + uri + "'}]}}"))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("the routes in " + fixture.routes().directory() + " cannot be started")
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            spice:publish | spice:publish is a step (to:); it cannot start a route (from:)
            spice:ingestions | spice:ingestions: option 'dataSet' is missing
            spice:audit?sink=s&maxRecords=many | option 'maxRecords' is 'many'; it must be a whole number from 1
            spice:audit?sink=s&maxRecords=0 | option 'maxRecords' is '0'; it must be a whole number from 1
            spice:audit?sink=s&pollInterval=-5 | option 'pollInterval' is '-5'; it must be a whole number from 1
            spice:audit?sink=s&pollInterval=5s | option 'pollInterval' is '5s'; it must be a whole number from 1
            spice:audit?maxRecords=1 | option 'sink' is missing
            """)
    void aStartThatCannotWorkIsNamed(String uri, String words) {
        assertThatThrownBy(() -> start("- route: {id: bad, from: {uri: '" + uri + "', steps: [to: {uri: 'log:bad'}]}}"))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @EnumSource(Verb.class)
    void theMetadataKnowsEveryOptionOfEveryVerb(Verb verb) throws Exception {
        JsonNode metadata = metadata();
        TreeSet<String> verbs = new TreeSet<>();
        metadata.path("properties").path("verb").path("enum").forEach(name -> verbs.add(name.textValue()));
        assertThat(verbs).contains(verb.name());
        for (String option : verb.allowed()) {
            JsonNode known = metadata.path("properties").path(option);
            assertThat(known.path("description").asText()).as(option).isNotBlank();
            assertThat(known.path("label").asText()).as(option).contains(verb.name());
        }
    }

    @Test
    void theComponentIsFoundByItsScheme() throws Exception {
        assertThat(metadata().path("component").path("scheme").asText()).isEqualTo("spice");
    }

    private static JsonNode metadata() throws Exception {
        try (InputStream json = SpiceOptionsTest.class.getResourceAsStream("/META-INF/io/spicerack/camel/spice.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(json));
        }
    }

    private void start(String yaml) {
        fixture.routes().asOperator().write("bad", yaml);
        fixture.restart();
    }
}
