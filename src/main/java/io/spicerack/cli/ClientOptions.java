package io.spicerack.cli;

import io.spicerack.settings.DataDirectory;
import io.spicerack.settings.Property;
import io.spicerack.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which running service a command talks to, and for whom. One thread parses and reads it. */
public final class ClientOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Management URL of the service; else SPICERACK_MANAGEMENT_URL, else what the data directory"
                    + " says, else http://127.0.0.1:8077.")
    private @Nullable String url;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Data directory of the service, which holds its URL and its token, whatever the environment"
                    + " says; else SPICERACK_MANAGEMENT_TOKEN gives the token, else the data directory of"
                    + " spicerack.data-directory (SPICERACK_DATA_DIRECTORY) has both.")
    private @Nullable Path keep;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description =
                    "Who does it, for the audit trail; else the user of this machine, whoever sudo was called by.")
    private @Nullable String as;

    /** Asks the service about queries. */
    public Queries queries() {
        return new Queries(client());
    }

    /** The data directory that the command line names. */
    @Nullable
    Path keep() {
        return keep;
    }

    /** The data directory of the service. */
    public Path dataDirectory() {
        Path named = keep;
        return named == null ? settled(System.getenv()) : named.toAbsolutePath().normalize();
    }

    /** The service's port. */
    public ManagementClient client() {
        Map<String, String> environment = System.getenv();
        return new ManagementClient(
                ServiceAddress.resolve(url, keep, environment, settled(environment)), operator(environment));
    }

    /** As the service itself settles it; a client elsewhere has no file of settings. */
    private static Path settled(Map<String, String> environment) {
        Path home = ServiceOptions.home();
        Path file = home.resolve("config").resolve("application.properties");
        String said = Files.isReadable(file)
                ? Settings.read(file, environment, Map.of()).text(Property.DATA_DIRECTORY)
                : environment.getOrDefault("SPICERACK_DATA_DIRECTORY", "");
        return DataDirectory.of(said, home);
    }

    private String operator(Map<String, String> environment) {
        String user = environment.getOrDefault("SUDO_USER", System.getProperty("user.name", "unknown"));
        String name = (as == null ? user : as).replaceAll("[^A-Za-z0-9@._+-]", "_");
        return name.isEmpty() ? "unknown" : name.substring(0, Math.min(64, name.length()));
    }

    /** What a running service learns of queries at their sources, where they are described and never run. One thread. */
    public static final class Queries {
        private final ManagementClient client;

        private Queries(ManagementClient client) {
            this.client = client;
        }

        /** The source's types of its columns, by name; {@link ServiceException} has the source's refusal in words. */
        public Map<String, String> types(String dataSource, String sql) {
            Map<String, String> types = new LinkedHashMap<>();
            client.post("/data-sources/" + UrlPart.dataSource(dataSource) + "/columns", sql)
                    .path("columns")
                    .forEach(column -> types.put(
                            column.path("name").asText(), column.path("type").asText()));
            return types;
        }

        /** The names of its columns; {@link ServiceException} has the source's refusal in words. */
        public List<String> columns(String dataSource, String sql) {
            return List.copyOf(types(dataSource, sql).keySet());
        }
    }
}
