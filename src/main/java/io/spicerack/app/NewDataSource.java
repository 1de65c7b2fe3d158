package io.spicerack.app;

import com.fasterxml.jackson.databind.node.TextNode;
import io.spicerack.model.DataSourceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a data source's file needs, where there is none yet. One thread. */
final class NewDataSource {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "POSTGRESQL, MYSQL, MARIADB, AURORA, AURORA_POSTGRESQL.")
    private @Nullable DataSourceType type;

    @Option(names = "--host", paramLabel = "HOST", description = "Where its server is.")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "PORT", description = "5432 or 3306 without it.")
    private int port;

    @Option(names = "--database", paramLabel = "NAME", description = "The database.")
    private @Nullable String database;

    @Option(
            names = "--secret",
            paramLabel = "NAME",
            description =
                    "The secret with its user and password: the name that spicerack secret put was given, or its ARN.")
    private @Nullable String secret;

    @Option(names = "--plain", description = "Connect without TLS.")
    private boolean plain;

    /** What was written, in words; empty where the data source is there already. */
    Optional<String> write(Path catalog, String id, ServedTables served) throws IOException {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "data source '" + id + "' is no id; it must be 1 to 128 letters, digits, hyphens, underscores");
        }
        Path file = catalog.resolve(id + ".yaml");
        boolean known = served.exists();
        if (known || Files.exists(file)) {
            if (host != null || database != null || secret != null) {
                throw new IllegalArgumentException(
                        "data source '" + id + "' is there already, and nothing is overwritten;"
                                + " leave out --type, --host, --port, --database and --secret, or choose another id");
            }
            return Optional.empty();
        }
        Map<String, @Nullable Object> needed = new LinkedHashMap<>();
        needed.put("--type", type);
        needed.put("--host", host);
        needed.put("--database", database);
        needed.put("--secret", secret);
        List<String> missing = needed.entrySet().stream()
                .filter(each -> each.getValue() == null)
                .map(Map.Entry::getKey)
                .toList();
        if (type == null || !missing.isEmpty()) {
            throw new IllegalArgumentException("there is no data source '" + id + "'; there are " + served.known()
                    + ". To make it, give " + String.join(", ", missing) + " too");
        }
        String arn = served.secret(String.valueOf(secret));
        int usual = type == DataSourceType.POSTGRESQL || type == DataSourceType.AURORA_POSTGRESQL ? 5432 : 3306;
        String text = "DataSourceId: " + id + "\nName: " + id + "\nType: " + type + "\nDataSourceParameters:\n  "
                + type.parameters() + ":\n    Host: " + quoted(host) + "\n    Port: " + (port == 0 ? usual : port)
                + "\n    Database: " + quoted(database) + "\nCredentials:\n  SecretArn: " + arn + "\n"
                + (plain ? "SslProperties:\n  DisableSsl: true\n" : "");
        Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return Optional.of("wrote " + file);
    }

    /** As JSON writes a text, which YAML reads too. */
    private static String quoted(@Nullable String text) {
        String value = String.valueOf(text);
        if (value.contains("{{")) {
            throw new IllegalArgumentException("'" + value + "' would be a placeholder in the file");
        }
        return TextNode.valueOf(value).toString();
    }
}
