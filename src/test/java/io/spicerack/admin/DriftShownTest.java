package io.spicerack.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.TakesLong;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.revoke.Dawdler;
import io.spicerack.core.revoke.Drill;
import io.spicerack.ops.Observers;
import io.spicerack.ops.OpsBeans;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which data sets have drifted is one answer, over whichever port it is asked; the commands show the management port's. */
@TakesLong
@WithCore
class DriftShownTest {
    /** The canary is under a key of its own, and shall be. */
    private static final Map<String, Boolean> DRIFTED =
            Map.of("current", false, "old", true, "unread", false, Drill.CANARY.value(), false);

    private CoreFixture core;
    private ManagementServer server;
    private OpsBeans beans;
    private Path token;

    @BeforeEach
    void start(CoreFixture fixture) {
        core = fixture;
        core.createDefaultKey("first");
        core.publish("old", SampleRows.of(3));
        core.publish(Drill.CANARY.value(), SampleRows.of(3));
        core.createDefaultKey("second");
        core.publish("current", SampleRows.of(3));
        core.declare("unread");
        token = core.directory().resolve("management.token");
        server = ManagementServer.start(new ManagementConfig("127.0.0.1", 0, token), core.spice(), core.clock());
        beans = OpsBeans.register(core.spice(), core.clock(), Dawdler.NONE, new Observers().levels());
    }

    @AfterEach
    void stop() {
        beans.close();
        server.close();
    }

    @Test
    void everyoneIsToldTheSame() throws Exception {
        Map<String, Boolean> jmx = new TreeMap<>();
        for (String id : DRIFTED.keySet()) {
            jmx.put(id, (Boolean) attribute("type=DataSet,name=" + id, "Drifted"));
        }
        assertThat(jmx).isEqualTo(DRIFTED);
        assertThat(attribute("type=Keys", "Drifted")).isEqualTo(1);

        Map<String, Boolean> state = new TreeMap<>();
        for (JsonNode dataSet : json("/data-sets").path("dataSets")) {
            state.put(
                    dataSet.path("dataSetId").asText(),
                    dataSet.at("/currentVersion/drifted").asBoolean());
        }
        assertThat(state).isEqualTo(DRIFTED);

        JsonNode keys = json("/keys");
        Map<String, Boolean> versions = new TreeMap<>(Map.of("unread", false));
        for (JsonNode version : keys.path("versions")) {
            versions.put(
                    version.path("dataSetId").asText(), version.path("drifted").asBoolean());
        }
        assertThat(versions).isEqualTo(DRIFTED);
        assertThat(keys.path("drifted").asInt()).isEqualTo(1);

        assertThat(text("/metrics").lines().filter(line -> line.startsWith("spicerack_data_set_drifted{")))
                .containsExactlyInAnyOrder(
                        "spicerack_data_set_drifted{data_set=\"current\"} 0.0",
                        "spicerack_data_set_drifted{data_set=\"old\"} 1.0",
                        "spicerack_data_set_drifted{data_set=\"spicerack-canary\"} 0.0");
    }

    private static Object attribute(String key, String attribute) throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .getAttribute(new ObjectName("io.spicerack:" + key), attribute);
    }

    private JsonNode json(String path) throws Exception {
        return new ObjectMapper().readTree(text(path));
    }

    private String text(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Authorization", "Bearer " + Files.readString(token))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
