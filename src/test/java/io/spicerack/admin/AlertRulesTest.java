package io.spicerack.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spicerack.WithServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus' own look at the alert rules: each fires when it should, and is quiet before. */
@WithServers
class AlertRulesTest {
    private static final Path RULES = Path.of("config/prometheus/alerts.yaml");
    private static final Path FIRED = Path.of("src/test/resources/io/spicerack/admin/alerts-fired.yaml");

    @Test
    void eachRuleIsFiredOnceAndQuietBefore() throws IOException {
        JsonNode rules = new YAMLMapper().readTree(RULES.toFile()).at("/groups/0/rules");
        JsonNode fired = new YAMLMapper().readTree(FIRED.toFile()).path("tests");
        assertThat(texts(fired, "/name")).containsExactlyElementsOf(texts(rules, "/alert"));
        assertThat(fired).allSatisfy(test -> {
            JsonNode looks = test.path("alert_rule_test");
            assertThat(texts(looks, "/alertname"))
                    .containsOnly(test.path("name").asText());
            assertThat(looks.get(0).path("exp_alerts")).as("quiet").isEmpty();
            assertThat(looks.get(1).path("exp_alerts")).as("fired").hasSize(1);
        });
    }

    @Test
    void prometheusFindsTheRulesToBeRules(@TempDir Path directory) {
        Path rules = copy(RULES, directory.resolve("alerts.yaml"));
        Path fired = copy(FIRED, directory.resolve("alerts-fired.yaml"));
        promtool("check", "rules", rules.toString());
        promtool("test", "rules", fired.toString());
    }

    /** What is wrong with them is its answer. */
    private static void promtool(String... arguments) {
        try {
            Process promtool = new ProcessBuilder("promtool", arguments[0], arguments[1], arguments[2])
                    .redirectErrorStream(true)
                    .start();
            String said = new String(promtool.getInputStream().readAllBytes(), UTF_8);
            assertThat(promtool.waitFor()).as(said).isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            assumeTrue(false, "promtool is not here: apt-get install prometheus");
        }
    }

    private static Path copy(Path file, Path to) {
        try {
            return Files.copy(file, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> texts(JsonNode list, String member) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(each -> each.at(member).asText())
                .toList();
    }
}
