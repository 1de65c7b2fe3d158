package io.spicerack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shape of docker-compose.yml and the Dockerfile, for builds without a Docker engine. */
class DockerComposeTest {
    private static final Pattern FROM = Pattern.compile("(?m)^FROM (\\S+)");
    private static final Pattern ARGUMENT = Pattern.compile("(?m)^ARG (\\w+)=(\\S+)$");

    /** A variable with what it is unless somebody says otherwise. */
    private static final Pattern GIVEN = Pattern.compile("\\$\\{(\\w+):-([^}]+)}");

    private final JsonNode compose = yaml(Path.of("docker-compose.yml"));

    @Test
    void itHasTheTwoDatabasesAnAwsAndSpicerack() {
        assertThat(compose.path("services").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("postgres", "mysql", "aws", "spicerack", "catalog", "node-a", "node-b");
    }

    @Test
    void everyImageIsPinnedToAVersion() throws IOException {
        Stream<String> run = services()
                .map(service -> service.getValue().path("image").asText())
                .map(image -> GIVEN.matcher(image).replaceAll("$2"));
        assertThat(Stream.concat(run, arguments().values().stream()))
                .hasSize(9)
                .allMatch(image -> image.matches("[a-z/-]+:\\d+\\.\\d+\\.?\\S*"));
    }

    /** Nothing is put behind the name, so that it may be name@sha256:digest, and each can be given to compose as well. */
    @Test
    void everyImageOfOthersCanBeGivenByItsDigest() throws IOException {
        Map<String, String> arguments = arguments();
        assertThat(FROM.matcher(Files.readString(Path.of("Dockerfile"))).results())
                .extracting(from -> from.group(1))
                .containsExactlyElementsOf(arguments.keySet().stream()
                        .map(name -> "${" + name + "}")
                        .toList());
        Map<String, String> given = new LinkedHashMap<>();
        compose.at("/services/spicerack/build/args").properties().forEach(argument -> {
            Matcher known = GIVEN.matcher(argument.getValue().asText());
            assertThat(known.matches()).as(argument.toString()).isTrue();
            assertThat(known.group(1)).isEqualTo(argument.getKey());
            given.put(argument.getKey(), known.group(2));
        });
        assertThat(given).as("as in the Dockerfile").isEqualTo(arguments);
        assertThat(services()
                        .filter(service ->
                                !service.getValue().path("image").asText().startsWith("spicerack:")))
                .allMatch(service ->
                        GIVEN.matcher(service.getValue().path("image").asText()).matches());
        String page = Files.readString(Path.of("docs/operations.md"));
        assertThat(compose.toString())
                .satisfies(text -> assertThat(GIVEN.matcher(text).results())
                        .extracting(variable -> variable.group(1))
                        .allSatisfy(name -> assertThat(page).contains(name)));
    }

    private static Map<String, String> arguments() throws IOException {
        Map<String, String> arguments = new LinkedHashMap<>();
        ARGUMENT.matcher(Files.readString(Path.of("Dockerfile")))
                .results()
                .forEach(argument -> arguments.put(argument.group(1), argument.group(2)));
        return arguments;
    }

    @Test
    void everyServiceHasAHealthCheck() {
        assertThat(services()).allSatisfy(service -> assertThat(
                        service.getValue().path("healthcheck").path("test").size())
                .as(service.getKey())
                .isGreaterThan(1));
    }

    @Test
    void spicerackWaitsUntilAllItsServersAreHealthy() {
        JsonNode waitsFor = compose.at("/services/spicerack/depends_on");
        assertThat(waitsFor.fieldNames()).toIterable().containsExactlyInAnyOrder("postgres", "mysql", "aws");
        assertThat(waitsFor).allMatch(one -> one.path("condition").asText().equals("service_healthy"));
    }

    @Test
    void everySecretSaysThatItIsForDemonstration() {
        List<Entry<String, JsonNode>> secrets = variables()
                .filter(variable -> variable.getKey().matches(".*(PASSWORD|SECRET|ACCESS_KEY|TOKEN).*"))
                .toList();
        assertThat(secrets).isNotEmpty().allSatisfy(secret -> assertThat(
                        secret.getValue().asText())
                .as(secret.getKey())
                .startsWith("demo-only-"));
    }

    @Test
    void everySettingOfOursIsDocumented() throws IOException {
        StringBuilder documents = new StringBuilder(Files.readString(Path.of("spicerack")));
        if (Files.exists(Path.of("README.md"))) {
            documents.append(Files.readString(Path.of("README.md")));
        }
        try (Stream<Path> config = Files.walk(Path.of("config"))) {
            for (Path file : config.filter(Files::isRegularFile).toList()) {
                documents.append(Files.readString(file));
            }
        }
        assertThat(variables().map(Entry::getKey).filter(name -> name.startsWith("SPICERACK_")))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(documents).contains(name));
    }

    @Test
    void noPortLeavesTheMachine() {
        assertThat(services().flatMap(service -> children(service.getValue().path("ports"))))
                .isNotEmpty()
                .allMatch(port -> port.asText().startsWith("127.0.0.1:"));
    }

    @Test
    void whatIsPublishedIsListenedOnAndItsDataOutliveTheImage() throws IOException {
        JsonNode spicerack = compose.at("/services/spicerack");
        assertThat(children(spicerack.path("ports")).map(JsonNode::asText))
                .containsExactly("127.0.0.1:8076:8076", "127.0.0.1:8077:8077");
        assertThat(children(spicerack.path("command")).map(JsonNode::asText))
                .contains("-Dspicerack.management.host=0.0.0.0", "-Dspicerack.api.host=0.0.0.0");
        String data = "/var/lib/spicerack";
        assertThat(children(spicerack.path("volumes")).map(JsonNode::asText)).contains("spicerack:" + data);
        assertThat(Files.readString(Path.of("Dockerfile")))
                .contains("ENV SPICERACK_DATA_DIRECTORY=" + data, "VOLUME " + data);
    }

    @Test
    void everyFileThatIsMountedExists() {
        assertThat(services()
                        .flatMap(service -> children(service.getValue().path("volumes")))
                        .map(volume -> volume.asText().split(":", 2)[0])
                        .filter(source -> source.startsWith("./") && !source.equals("./routes")))
                .isNotEmpty()
                .allSatisfy(source -> assertThat(Path.of(source)).exists());
    }

    @Test
    void theImageRunsAsAnOrdinaryUserAndChecksItsHealth() throws IOException {
        assertThat(Files.readString(Path.of("Dockerfile")))
                .containsPattern("(?m)^USER spicerack$")
                .containsPattern("(?m)^HEALTHCHECK ")
                .contains("/dev/tcp/127.0.0.1/8077", "GET /health");
    }

    /** The archive is what ProductionArchiveTest looks into: no kit. */
    @Test
    void theImageHoldsWhatTheProductionArchiveHoldsAndNothingElse() throws IOException {
        String text = Files.readString(Path.of("Dockerfile"));
        assertThat(text).contains("tar -xzf target/spicerack-0.1.0.tar.gz --strip-components=1 -C /production");
        String image = text.substring(text.lastIndexOf("\nFROM "));
        assertThat(image.lines().filter(line -> line.startsWith("COPY ") || line.startsWith("ADD ")))
                .containsExactly("COPY --from=build /production ./");
        List<String> sources = Pattern.compile("(?m)^COPY (?!--from)(.+) \\S+$")
                .matcher(text)
                .results()
                .flatMap((MatchResult copy) -> Stream.of(copy.group(1).split(" ")))
                .toList();
        assertThat(sources)
                .contains("spicerack", "config", "routes", "docs", "src", "LICENSE", "README.md")
                .allSatisfy(source -> assertThat(Path.of(source)).exists());
    }

    private Stream<Entry<String, JsonNode>> services() {
        return compose.path("services").properties().stream();
    }

    private Stream<Entry<String, JsonNode>> variables() {
        return services().flatMap(service -> service.getValue().path("environment").properties().stream());
    }

    private static Stream<JsonNode> children(JsonNode list) {
        return list.valueStream();
    }

    private static JsonNode yaml(Path file) {
        try {
            return new YAMLMapper().readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
