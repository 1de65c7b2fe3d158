package io.spicerack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.spicerack.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What kubernetes/spicerack.yaml says is what the image and the properties know; bench/clients/kubernetes/run asks Kubernetes' API. */
class KubernetesTest {
    private static final Path FILE = Path.of("kubernetes/spicerack.yaml");

    private final Map<String, JsonNode> objects = new TreeMap<>();

    KubernetesTest() throws IOException {
        ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
        try (MappingIterator<JsonNode> all = yaml.readerFor(JsonNode.class).readValues(FILE.toFile())) {
            all.forEachRemaining(object -> objects.put(
                    object.path("kind").asText() + " "
                            + object.at("/metadata/name").asText(),
                    object));
        }
    }

    private JsonNode object(String name) {
        return objects.getOrDefault(name, MissingNode.getInstance());
    }

    private JsonNode pod() {
        return object("Deployment spicerack").at("/spec/template/spec");
    }

    private JsonNode container() {
        return pod().at("/containers/0");
    }

    private static List<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    @Test
    void everyOptionIsAPropertyAndAllNodesWork() {
        Map<String, String> options = new TreeMap<>();
        for (String line : object("ConfigMap spicerack-options")
                .at("/data/options")
                .asText()
                .lines()
                .toList()) {
            assertThat(line).matches("-Dspicerack\\.[a-z.-]+=\\S+");
            String[] parts = line.substring(2).split("=", 2);
            options.put(
                    parts[0],
                    parts[1].replace("ACCOUNT", "111122223333")
                            .replace("REGION", "eu-west-1")
                            .replaceAll("(DIGEST|SERVICE)-KEY", "0f5bbd6a-0000-4000-8000-000000000000")
                            .replace("HOST", "db.example")
                            .replace("BUCKET", "bucket")
                            .replace("spicerack-catalog", "spicerack-catalog-AbCdEf"));
        }
        options.putAll(Map.of("spicerack.account-id", "111122223333", "spicerack.region", "eu-west-1"));
        Settings settings = Settings.read(Path.of("config/application.properties"), Map.of(), options);
        assertThat(settings.catalog().checked()).isPresent();
        assertThat(options).containsEntry("spicerack.nodes", "together");
    }

    @Test
    void itIsTheImagesUserPortsAndVolume() throws IOException {
        String image = Files.readString(Path.of("Dockerfile"));
        assertThat(image)
                .contains("--uid " + pod().at("/securityContext/runAsUser").asText() + " ");
        String ports = String.join(
                " ",
                each(container().path("ports")).stream()
                        .map(port -> port.path("containerPort").asText())
                        .toList());
        assertThat(image).contains("EXPOSE " + ports + "\n");
        Map<String, String> mounts = new TreeMap<>();
        each(container().path("volumeMounts"))
                .forEach(mount -> mounts.put(
                        mount.path("name").asText(), mount.path("mountPath").asText()));
        assertThat(image).contains("SPICERACK_DATA_DIRECTORY=" + mounts.get("data") + "\n");
        assertThat(each(container().path("args")).stream().map(JsonNode::asText))
                .containsExactly("run", "@" + mounts.get("options") + "/options");
        assertThat(object("ConfigMap spicerack-options").at("/data/options").asText())
                .contains("-Dspicerack.management.metrics-token-file=" + mounts.get("metrics") + "/token\n");
        assertThat(each(pod().path("volumes")).stream()
                        .map(volume -> volume.path("name").asText()))
                .containsExactlyInAnyOrderElementsOf(mounts.keySet());
    }

    @Test
    void whatSelectsPodsSelectsThese() {
        JsonNode labels = object("Deployment spicerack").at("/spec/template/metadata/labels");
        assertThat(labels).isNotEmpty();
        assertThat(object("Deployment spicerack").at("/spec/selector/matchLabels"))
                .isEqualTo(labels);
        assertThat(object("PodDisruptionBudget spicerack").at("/spec/selector/matchLabels"))
                .isEqualTo(labels);
        assertThat(object("PodDisruptionBudget spicerack")
                        .at("/spec/maxUnavailable")
                        .asInt(0))
                .as("a machine may be drained while the others work")
                .isEqualTo(1);
        assertThat(object("Deployment spicerack").at("/spec/replicas").asInt()).isGreaterThan(1);
        assertThat(object("Deployment spicerack").at("/spec/strategy/type").asText())
                .isEqualTo("Recreate");
        List<String> names = each(container().path("ports")).stream()
                .map(port -> port.path("name").asText())
                .toList();
        for (String service : List.of("Service spicerack", "Service spicerack-management")) {
            assertThat(object(service).at("/spec/selector")).isEqualTo(labels);
            assertThat(each(object(service).at("/spec/ports")))
                    .isNotEmpty()
                    .allMatch(port -> names.contains(port.path("targetPort").asText()));
        }
        assertThat(names)
                .contains(container().at("/readinessProbe/httpGet/port").asText());
        assertThat(pod().path("serviceAccountName").asText())
                .isEqualTo(
                        object("ServiceAccount spicerack").at("/metadata/name").asText());
    }

    @Test
    void aDrainHasItsTimeAndNothingMoreIsAllowedThanIsNeeded() {
        assertThat(pod().path("terminationGracePeriodSeconds").asInt())
                .as("longer than spicerack.refresh.drain-timeout")
                .isGreaterThan(45);
        assertThat(pod().at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(container().at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                .isFalse();
        assertThat(container().has("livenessProbe")).isFalse();
    }
}
