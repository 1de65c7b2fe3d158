package io.spicerack.cli;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spicerack.ops.Finding;
import io.spicerack.settings.DataDirectory;
import io.spicerack.settings.Property;
import io.spicerack.settings.Settings;
import io.spicerack.settings.SettingsException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what can be seen without a running service: settings, files, directories, Java, the clock. It changes nothing and
 * calls AWS for nothing but the time of day. One thread.
 */
final class LocalDoctor {
    private static final long LITTLE_SPACE = 1L << 30;
    private static final Duration WAIT = Duration.ofSeconds(5);
    /** AWS refuses what was signed more than five minutes from its own time. */
    private static final Duration CLOCK_FAILS = Duration.ofMinutes(5);

    private static final Duration CLOCK_WARNS = Duration.ofSeconds(30);

    private final Path home;
    private final Map<String, String> environment;
    private final @Nullable Path keep;
    private final StartChecks start;
    private final Clock clock;
    private final List<Finding> findings = new ArrayList<>();

    /** @param keep the data directory that the command line names */
    LocalDoctor(Path home, Map<String, String> environment, @Nullable Path keep, StartChecks start, Clock clock) {
        this.home = home;
        this.environment = environment;
        this.keep = keep;
        this.start = start;
        this.clock = clock;
    }

    List<Finding> look() {
        java();
        Optional<Settings> read = settings();
        Path data = keep == null
                ? DataDirectory.of(
                        read.map(found -> found.text(Property.DATA_DIRECTORY)).orElse(""), home)
                : keep.toAbsolutePath().normalize();
        dataDirectory(data);
        routes();
        read.map(found -> asStarted(found, data)).ifPresent(found -> {
            checked("config/catalog", "each file is as it must be", () -> start.catalogFiles()
                    .accept(found));
            clock(found);
        });
        return List.copyOf(findings);
    }

    private void java() {
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        String found = "Java " + System.getProperty("java.version") + ", " + heap + " MB of heap";
        findings.add(
                heap < 200
                        ? Finding.warn("java", found, "SPICERACK_JAVA_OPTS=-Xmx512m or more")
                        : Finding.ok("java", found));
    }

    private Optional<Settings> settings() {
        Path file = home.resolve("config").resolve("application.properties");
        try {
            return Optional.of(Settings.read(file, environment, Map.of()));
        } catch (SettingsException e) {
            findings.add(Finding.fail(
                    "settings", String.valueOf(e.getMessage()), "docs/configuration.md has each property"));
            return Optional.empty();
        }
    }

    /** The embedded servers bring their own keys and their own AWS: what the file says of others does not matter beside them. */
    private Settings asStarted(Settings read, Path data) {
        Map<String, String> embedded = start.embedded().apply(data);
        checked(
                "settings",
                home.resolve("config").resolve("application.properties") + " is as it must be"
                        + (embedded.isEmpty() ? "" : " for run --embedded"),
                () -> (embedded.isEmpty() ? start.settings() : start.embeddedSettings()).accept(read));
        String endpoint = embedded.getOrDefault("AWS_ENDPOINT_URL", "");
        return endpoint.isEmpty() ? read : read.with(Map.of(Property.AWS_ENDPOINT.key(), endpoint));
    }

    private void checked(String check, String well, Runnable work) {
        try {
            work.run();
            findings.add(Finding.ok(check, well));
        } catch (SettingsException e) {
            for (String problem : String.valueOf(e.getMessage()).split("\n  ", -1)) {
                findings.add(Finding.fail(check, problem, "docs/configuration.md has each property"));
            }
        }
    }

    private void dataDirectory(Path data) {
        String check = "data directory";
        if (!Files.exists(data)) {
            findings.add(Finding.warn(check, data + " is not there", "the first start makes it"));
            return;
        }
        try {
            if (!Files.isDirectory(data) || !Files.isWritable(data)) {
                findings.add(Finding.fail(
                        check,
                        data + " is no directory that user " + System.getProperty("user.name") + " may write to",
                        "chown it to the user that Spicerack runs as, or name another with spicerack.data-directory"));
                return;
            }
            Set<PosixFilePermission> open = Files.getPosixFilePermissions(data);
            String mode = PosixFilePermissions.toString(open);
            findings.add(
                    mode.endsWith("------")
                            ? Finding.ok(check, data + ", for its owner alone")
                            : Finding.warn(check, data + " is open to others, " + mode, "chmod 700 " + data));
            long free = Files.getFileStore(data).getUsableSpace();
            findings.add(
                    free < LITTLE_SPACE
                            ? Finding.warn("disk", HumanText.bytes(free) + " are free", "a larger disk")
                            : Finding.ok("disk", HumanText.bytes(free) + " are free"));
            secretFiles(data);
        } catch (IOException | UnsupportedOperationException e) {
            findings.add(Finding.fail(check, data + " cannot be looked at: " + e.getMessage(), "its file system"));
        }
    }

    private void secretFiles(Path data) throws IOException {
        if (Files.exists(data.resolve("first-administrator.env"))) {
            findings.add(Finding.warn(
                    "secrets",
                    data.resolve("first-administrator.env") + " holds the access key of the API's administrator",
                    "put it where you keep secrets, and delete the file"));
        }
        for (String name : List.of("management.token", "metrics.token", "env.sh", "first-administrator.env")) {
            Path file = data.resolve(name);
            if (Files.exists(file)) {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                if (!mode.endsWith("---")) {
                    findings.add(Finding.fail("secrets", file + " is open to everybody, " + mode, "chmod 600 " + file));
                }
            }
        }
    }

    private void routes() {
        Path directory = home.resolve("routes");
        Path system = directory.resolve("system");
        int read = 0;
        try (Stream<Path> files = Files.list(directory);
                Stream<Path> shared = Files.list(system)) {
            for (Path file : Stream.concat(files, shared)
                    .filter(each -> each.toString().endsWith(".camel.yaml"))
                    .sorted()
                    .toList()) {
                try {
                    new YAMLMapper().readTree(file.toFile());
                    read++;
                } catch (IOException e) {
                    findings.add(Finding.fail(
                            "routes",
                            file + " is no YAML: "
                                    + String.valueOf(e.getMessage()).replaceAll("\\s+", " "),
                            "spicerack routes check tells every fault of the files of routes/"));
                }
            }
        } catch (IOException e) {
            findings.add(Finding.fail("routes", system + " cannot be listed", "unpack the archive anew beside it"));
            return;
        }
        for (String needed : List.of("credentials.camel.yaml", "keys.camel.yaml", "refresh.camel.yaml")) {
            if (!Files.exists(system.resolve(needed))) {
                findings.add(
                        Finding.fail("routes", system.resolve(needed) + " is missing", "put it back from the archive"));
            }
        }
        findings.add(Finding.ok("routes", read + " files in " + directory + " are YAML"));
    }

    /** By what AWS's end, or what stands for it, says that the time is. */
    private void clock(Settings settings) {
        URI kms;
        try {
            kms = settings.awsEndpoint().orElseGet(() -> URI.create(sdkEndpoint(settings)));
        } catch (IllegalArgumentException e) {
            return;
        }
        try {
            HttpResponse<Void> answer = HttpClient.newBuilder()
                    .connectTimeout(WAIT)
                    .build()
                    .send(HttpRequest.newBuilder(kms).timeout(WAIT).build(), BodyHandlers.discarding());
            findings.add(Finding.ok("reachable", kms + " answers"));
            answer.headers().firstValue("Date").ifPresent(date -> clock(kms, date));
        } catch (IOException e) {
            findings.add(Finding.fail(
                    "reachable",
                    kms + " does not answer: "
                            + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
                    "network, proxy, DNS; spicerack.aws.endpoint where AWS is another's"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where AWS's SDK asks KMS when the settings name no stand-in: its own variables come before AWS itself. */
    private String sdkEndpoint(Settings settings) {
        return Stream.of("AWS_ENDPOINT_URL_KMS", "AWS_ENDPOINT_URL")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(endpoint -> !endpoint.isBlank())
                .findFirst()
                .orElse("https://kms." + settings.text(Property.REGION) + ".amazonaws.com/");
    }

    private void clock(URI kms, String date) {
        try {
            Instant theirs = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
            Duration apart = Duration.between(theirs, clock.instant()).abs();
            String found = "the clock is " + apart.toSeconds() + " s from that of " + kms;
            if (apart.compareTo(CLOCK_FAILS) >= 0) {
                findings.add(Finding.fail("clock", found, "set it (NTP): AWS refuses signatures from another time"));
            } else {
                findings.add(
                        apart.compareTo(CLOCK_WARNS) >= 0
                                ? Finding.warn("clock", found, "set it (NTP) before it is five minutes")
                                : Finding.ok("clock", found));
            }
        } catch (DateTimeException e) {
            findings.add(Finding.warn("clock", kms + " tells no time that can be read", "compare it by hand"));
        }
    }
}
