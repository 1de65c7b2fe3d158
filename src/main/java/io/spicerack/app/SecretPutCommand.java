package io.spicerack.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.spicerack.aws.AwsClients;
import io.spicerack.aws.AwsConfig;
import io.spicerack.aws.WrittenSecrets;
import io.spicerack.cli.ClientOptions;
import io.spicerack.cli.ServiceException;
import io.spicerack.cli.ServiceOptions;
import io.spicerack.cli.Terminal;
import io.spicerack.model.Arn;
import io.spicerack.model.Secret;
import io.spicerack.settings.Property;
import io.spicerack.settings.Settings;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spicerack secret put}: the text goes to Secrets Manager, and to nobody else. */
@Command(
        name = "put",
        mixinStandardHelpOptions = true,
        description =
                "Puts a database's user and password into Secrets Manager, allows data sources to use the secret, and"
                        + " prints its ARN. They are asked for without an echo; or standard input has the password, with --user, or"
                        + " the whole text {\"username\":\"...\",\"password\":\"...\"}. It is the local Secrets Manager of a service"
                        + " that was started with --embedded, else AWS's, as the caller of AWS's default credentials.")
final class SecretPutCommand implements Callable<Integer> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9/_+=.@-]{1,512}");
    private static final int MOST = 64 << 10;

    @Parameters(paramLabel = "NAME", description = "The secret's name; one that is there gets a new version.")
    private String name = "";

    @Option(names = "--user", paramLabel = "USER", description = "The database's user.")
    private @Nullable String user;

    @Option(
            names = "--to",
            paramLabel = "HOST:PORT",
            description =
                    "Where alone it may be sent (/plain after it: also without TLS); may be given again. Without, to"
                            + " whichever server a data source that names it has.")
    private List<String> to = new ArrayList<>();

    @Mixin
    private final ClientOptions service = new ClientOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name '" + name + "' is no secret's: 1 to 512 letters, digits and / _ + = . @ -");
        }
        Map<String, String> embedded = Environment.embedded(service.dataDirectory());
        Arn arn;
        try (Secret text = text();
                AwsClients clients = new AwsClients(config(embedded))) {
            arn = new WrittenSecrets(clients).put(name, text);
        }
        PrintWriter out = spec().commandLine().getOut();
        PrintWriter err = spec().commandLine().getErr();
        out.println(arn);
        out.flush();
        try {
            service.client().post("/allowed-secrets?secret=" + encoded(arn.toString()) + destinations(), "");
            err.println("data sources may use it" + (to.isEmpty() ? "" : " for " + String.join(", ", to)));
            return 0;
        } catch (ServiceException e) {
            err.println("spicerack: it is put, and not allowed yet: " + e.getMessage()
                    + ". Add the ARN to spicerack.secrets.allowed, or try again while the service runs");
            return 1;
        } finally {
            err.flush();
        }
    }

    private String destinations() {
        return to.isEmpty() ? "" : "&to=" + encoded(String.join(",", to));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Of the embedded servers, where they run; else of the settings. */
    private AwsConfig config(Map<String, String> embedded) {
        Path file = ServiceOptions.home().resolve("config").resolve("application.properties");
        Settings settings = Settings.read(file, System.getenv(), Map.of());
        String endpoint = embedded.get("AWS_ENDPOINT_URL");
        String id = embedded.get("AWS_ACCESS_KEY_ID");
        String secret = embedded.get("AWS_SECRET_ACCESS_KEY");
        String region = settings.text(Property.REGION);
        Duration timeout = Duration.ofSeconds(20);
        if (endpoint == null || id == null || secret == null) {
            return new AwsConfig(region, settings.awsEndpoint(), Optional.empty(), timeout);
        }
        AwsConfig.AccessKey key = new AwsConfig.AccessKey(id, Secret.of(secret));
        return new AwsConfig(region, Optional.of(URI.create(endpoint)), Optional.of(key), timeout);
    }

    /** Never from the command line, which others on the machine see. */
    private Secret text() throws IOException {
        if (Terminal.present()) {
            Console console = Objects.requireNonNull(System.console());
            String who = user == null ? console.readLine("User of the database: ") : user;
            char[] password = console.readPassword("Password of %s: ", who);
            return pair(String.valueOf(who), password == null ? "" : new String(password));
        }
        byte[] read = System.in.readNBytes(MOST);
        String text = new String(read, StandardCharsets.UTF_8);
        if (user != null) {
            return pair(user, text.replaceFirst("\\R\\z", ""));
        }
        if (!text.strip().startsWith("{")) {
            throw new IllegalArgumentException(
                    "standard input is no {\"username\":\"...\",\"password\":\"...\"}; give the"
                            + " user with --user, and the password alone on standard input");
        }
        return Secret.of(text.strip());
    }

    private static Secret pair(String user, String password) {
        if (user.isBlank() || password.isEmpty()) {
            throw new IllegalArgumentException("the user or the password is empty");
        }
        return Secret.of(JsonNodeFactory.instance
                .objectNode()
                .put("username", user)
                .put("password", password)
                .toString());
    }

    private CommandSpec spec() {
        CommandSpec known = spec;
        if (known == null) {
            throw new IllegalStateException("the command was not started through picocli");
        }
        return known;
    }
}
