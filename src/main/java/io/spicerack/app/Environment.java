package io.spicerack.app;

import io.spicerack.core.account.NewAccessKey;
import io.spicerack.settings.AuditSettings;
import io.spicerack.settings.OwnerOnly;
import io.spicerack.settings.Property;
import io.spicerack.settings.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The variables that point a client at a running service, as {@code env.sh} in its data directory (mode 600). */
final class Environment {
    private static final Pattern EXPORT = Pattern.compile("export ([A-Z0-9_]+)='([^']*)'");

    private Environment() {}

    static Path write(Settings settings, Service service, Optional<EmbeddedServers> servers) throws IOException {
        Path file = settings.dataDirectory().resolve("env.sh");
        StringBuilder text =
                new StringBuilder("# Written at each start of spicerack run; use it with: . " + file + "\n");
        if (servers.isPresent()) {
            // these would count more than the access key, or go with another one
            text.append("unset AWS_SESSION_TOKEN AWS_PROFILE AWS_DEFAULT_PROFILE\n");
        }
        variables(settings, service, servers).forEach((name, value) -> text.append("export ")
                .append(name)
                .append("='")
                .append(value)
                .append("'\n"));
        OwnerOnly.write(file, text.toString());
        Optional<NewAccessKey> key = service.firstKey();
        if (key.isPresent()) {
            OwnerOnly.write(firstKeyFile(settings), text(key.get()));
        }
        return file;
    }

    /** The variables of the embedded servers, as {@link #write} has left them; none where the service runs without. */
    static Map<String, String> embedded(Path dataDirectory) {
        Path file = dataDirectory.resolve("env.sh");
        Map<String, String> variables = new LinkedHashMap<>();
        try {
            for (String line : Files.isReadable(file) ? Files.readAllLines(file) : List.<String>of()) {
                Matcher export = EXPORT.matcher(line);
                if (export.matches()) {
                    variables.put(export.group(1), export.group(2));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
        return variables.containsKey("AWS_ACCESS_KEY_ID") ? variables : Map.of();
    }

    private static Path firstKeyFile(Settings settings) {
        return settings.dataDirectory().resolve("first-administrator.env");
    }

    private static String text(NewAccessKey key) {
        return "# The access key of the API's first principal, '"
                + key.principal().name()
                + "'. Nothing else has it: keep it where you keep secrets, and delete this file.\n"
                + "export AWS_ACCESS_KEY_ID='" + key.principal().accessKeyId() + "'\n"
                + "export AWS_SECRET_ACCESS_KEY='"
                + key.secretAccessKey().reveal(secret -> secret) + "'\n";
    }

    static void print(
            PrintStream out, Settings settings, Service service, Optional<EmbeddedServers> servers, Path file) {
        out.println("Spicerack is running. Data directory: " + settings.dataDirectory());
        servers.ifPresent(embedded -> embedded.addresses()
                .forEach((name, address) -> out.printf(Locale.ROOT, "  %-12s %s%n", name, address)));
        out.println("  Management   " + service.managementUrl());
        out.println("  QuickSight   " + service.quickSightUrl());
        service.doors()
                .sqlPort()
                .ifPresent(port -> out.println("  SQL          postgresql://" + settings.text(Property.SQL_HOST) + ":"
                        + port + "/spicerack (docs/sql.md)"));
        service.doors()
                .flightPort()
                .ifPresent(port -> out.println("  Flight SQL   "
                        + (settings.text(Property.FLIGHT_CERTIFICATE).isEmpty() ? "grpc+tcp://" : "grpc+tls://")
                        + settings.text(Property.FLIGHT_HOST) + ":" + port + " (docs/sql.md)"));
        service.firstKey()
                .ifPresent(
                        key -> out.println(
                                "The API's first principal is '"
                                        + key.principal().name() + "'. Its access key is in " + firstKeyFile(settings)
                                        + ", for your user alone, and nowhere else: keep it where you keep secrets, and delete the file"));
        out.println("Point a client at it with:  . " + file);
        variables(settings, service, servers)
                .forEach((name, value) ->
                        out.println("  export " + name + "=" + (isSecret(name) ? "(in the file)" : value)));
        out.println("Ctrl-C or SIGTERM ends it; refreshes in flight are finished first.");
        out.flush();
    }

    /** Secrets Manager's endpoint is none. */
    static boolean isSecret(String name) {
        return !name.startsWith("AWS_ENDPOINT_URL") && (name.contains("SECRET") || name.contains("TOKEN"));
    }

    private static Map<String, String> variables(
            Settings settings, Service service, Optional<EmbeddedServers> servers) {
        Map<String, String> variables = new LinkedHashMap<>();
        servers.map(EmbeddedServers::variables).ifPresent(variables::putAll);
        variables.put("AWS_ENDPOINT_URL_QUICKSIGHT", service.quickSightUrl());
        variables.put("AWS_REGION", settings.text(Property.REGION));
        variables.put("AWS_DEFAULT_REGION", settings.text(Property.REGION));
        variables.put("AWS_ACCOUNT_ID", settings.text(Property.ACCOUNT_ID));
        variables.put(
                "SPICERACK_TRAIL_ARN",
                new AuditSettings(settings).trailName().arn().toString());
        // for what looks into it, as backup does
        variables.put("SPICERACK_DATA_DIRECTORY", settings.dataDirectory().toString());
        variables.put("SPICERACK_MANAGEMENT_URL", service.managementUrl());
        variables.put("SPICERACK_MANAGEMENT_TOKEN", service.managementToken());
        return variables;
    }
}
