package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.TakesLong;
import io.spicerack.model.KeyReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever edits {@code routes/system/keys.camel.yaml} decides when keys are looked at and switched, and never whether that is on
 * record: each line, each route and the file as a whole are taken away in turn.
 */
@TakesLong
class KeyRouteEditsTest {
    private static final Path REAL = Path.of("routes/system/keys.camel.yaml");

    @Test
    void noEditTakesAUseOfAKeyOffTheRecord(@TempDir Path directory) throws Exception {
        Instant begin = Clock.systemUTC().instant().minusSeconds(5);
        try (PipelineFixture fixture = PipelineFixture.open(directory)) {
            fixture.property("spicerack.key-watch.period", "50").start();
            KeyReference key = fixture.defaultKey("watched and switched");
            int started = 0;
            for (String edited : edits()) {
                fixture.pipeline().close();
                Files.writeString(fixture.routes().systemDirectory().resolve("keys.camel.yaml"), edited);
                try {
                    fixture.start();
                } catch (PipelineException refused) {
                    continue;
                }
                started++;
                useEveryRoute(fixture, key);
                lockAndUnlock(fixture, key);
            }
            fixture.pipeline().close();
            Files.delete(fixture.routes().systemDirectory().resolve("keys.camel.yaml"));
            fixture.start();
            lockAndUnlock(fixture, key);
            assertThat(started).isGreaterThan(10);
            fixture.restart(catalog -> {
                BothTrails trails = BothTrails.read(fixture, catalog, begin);
                trails.assertSameCalls();
                assertThat(BothTrails.counts(trails.ours())).containsKeys("DescribeKey", "DisableKey", "EnableKey");
            });
        }
    }

    private static void lockAndUnlock(PipelineFixture fixture, KeyReference key) {
        assertThat(fixture.spice().lockdown().lockDown(List.of(key)).get(0).failure())
                .isNull();
        assertThat(fixture.spice().lockdown().unlock(List.of(key)).get(0).failure())
                .isNull();
    }

    private static List<String> edits() throws IOException {
        List<String> lines = Files.readAllLines(REAL).stream()
                .map(line -> line.replace("initialDelay: 1000", "initialDelay: 1"))
                .toList();
        List<String> edits = new ArrayList<>();
        edits.add(String.join("\n", lines));
        for (int line = 0; line < lines.size(); line++) {
            if (!lines.get(line).isBlank() && !lines.get(line).startsWith("#")) {
                edits.add(without(lines, line, line + 1));
            }
        }
        int[] routes = IntStream.range(0, lines.size())
                .filter(line -> lines.get(line).equals("- route:"))
                .toArray();
        for (int i = 0; i < routes.length; i++) {
            edits.add(without(lines, routes[i], i + 1 < routes.length ? routes[i + 1] : lines.size()));
        }
        return edits;
    }

    private static String without(List<String> lines, int from, int to) {
        return IntStream.range(0, lines.size())
                .filter(line -> line < from || line >= to)
                .mapToObj(lines::get)
                .collect(Collectors.joining("\n"));
    }

    private static void useEveryRoute(PipelineFixture fixture, KeyReference key) throws Exception {
        TimeUnit.MILLISECONDS.sleep(200);
        try (ProducerTemplate template = fixture.context().createProducerTemplate()) {
            for (Route route : fixture.context().getRoutes()) {
                String uri = route.getEndpoint().getEndpointUri();
                if (uri.startsWith("direct")) {
                    try {
                        template.requestBodyAndHeader(uri, "", "CamelAwsKMSKeyId", key.toString());
                    } catch (CamelExecutionException e) {
                        assertThat(e).as("what an edit broke fails").hasCauseInstanceOf(Exception.class);
                    }
                }
            }
        }
    }
}
