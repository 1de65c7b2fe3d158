package io.spicerack.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which running service a command talks to. One thread parses and reads it. */
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
            description = "Data directory of the service, which holds its token; else SPICERACK_DATA_DIRECTORY, else"
                    + " data. SPICERACK_MANAGEMENT_TOKEN gives the token itself.")
    private @Nullable Path keep;

    /** Asks the service about queries. */
    public QueriesAtService queries() {
        return new QueriesAtService(client());
    }

    ManagementClient client() {
        return new ManagementClient(ServiceAddress.resolve(url, keep, System.getenv()));
    }
}
