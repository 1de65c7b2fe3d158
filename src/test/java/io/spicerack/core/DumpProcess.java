package io.spicerack.core;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.spicerack.aws.AwsClients;
import io.spicerack.aws.CallFailures;
import io.spicerack.camel.CamelCredentials;
import io.spicerack.camel.Pipeline;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.model.RequestSource;
import io.spicerack.table.hash.TableChecksum;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

/** A second process with the core: it refreshes and reads the visits, then writes its heap into a file. */
final class DumpProcess {
    private DumpProcess() {}

    /** Directory, AWS, query, file of the dump, whether live objects only, and a text that the heap must hold. */
    @SuppressWarnings("try") // the route resolves secrets as long as it is open
    public static void main(String[] arguments) throws Exception {
        byte[] planted = arguments[5].getBytes(StandardCharsets.ISO_8859_1);
        URI aws = URI.create(arguments[1]);
        try (AwsClients clients = AwsCore.clients(aws, Duration.ofSeconds(10));
                CamelCredentials credentials = new CamelCredentials(clients.secretsManager(), CallFailures::outcome);
                AwsCore core = AwsCore.open(Path.of(arguments[0]), aws, credentials);
                Pipeline routes = credentialsRoute(core, credentials, Path.of(arguments[0]))) {
            core.spice().ingestions().routeFiles().declare(AwsCore.VISITS, "routes/visits.camel.yaml");
            core.spice().ingestions().request(AwsCore.VISITS, RequestSource.MANUAL);
            core.run(arguments[2]);
            try (OpenDataSet open = core.spice().readers().open(AwsCore.VISITS)) {
                TableChecksum.of(open);
            }
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpHeap(arguments[3], Boolean.parseBoolean(arguments[4]));
        } finally {
            Reference.reachabilityFence(planted);
        }
    }

    /** The real route that resolves secrets, alone. */
    private static Pipeline credentialsRoute(AwsCore core, CamelCredentials credentials, Path directory)
            throws IOException {
        Path routes = directory.resolve("routes");
        Path system = Files.createDirectories(routes.resolve("system"));
        String file = "credentials.camel.yaml";
        Files.copy(Path.of("routes/system", file), system.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        return Pipeline.start(
                core.spice(),
                credentials,
                new Pipeline.Config(
                        routes,
                        directory.resolve("kept-routes"),
                        Map.of("camel.component.quartz.autoStartScheduler", "false"),
                        Map.of(),
                        Duration.ofSeconds(5)));
    }
}
