package io.spicerack.app;

import io.spicerack.aws.AwsConfig;
import io.spicerack.catalog.database.StoppedWaitingException;
import io.spicerack.cli.ServiceOptions;
import io.spicerack.settings.Property;
import io.spicerack.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spicerack run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description =
                "Run the service with the files of routes/ and config/, against AWS through the default credentials chain,"
                        + " or with --embedded against servers of its own. It prints when it is ready, and where. SIGTERM"
                        + " and Ctrl-C end it: refreshes in flight are finished first, or discarded after"
                        + " spicerack.refresh.drain-timeout; the exit status is then 143 or 130, as of any JVM that a signal"
                        + " ends.")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private final ServiceOptions options = new ServiceOptions();

    @Option(
            names = "--embedded",
            description =
                    "Start a KMS, a Secrets Manager, PostgreSQL and MariaDB with the sample hospital, on this machine."
                            + " They are in the kit, which a source checkout builds.")
    private boolean embedded;

    @Option(
            names = "--adopt",
            description = "Take over a data directory that was moved or restored: the installation that it was copied"
                    + " from must run no more.")
    private boolean adopt;

    private final Optional<Kit> kit;

    RunCommand(Optional<Kit> kit) {
        this.kit = kit;
    }

    @Override
    public Integer call() throws Exception {
        if (embedded && kit.isEmpty()) {
            throw KitException.absent("run --embedded", ServiceOptions.home());
        }
        Settings settings = options.settings(Map.of());
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    stop.countDown();
                    await(stopped);
                },
                "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            if (embedded) {
                runEmbedded(kit.orElseThrow(), settings, stop, adopt);
            } else {
                settings.spiceConfig(ServedKeys.ALL.providers());
                runWith(settings, aws(settings), stop, adopt, Optional.empty());
            }
            return 0;
        } finally {
            stopped.countDown();
        }
    }

    /** AWS through the default credentials chain, or what stands in for it. */
    static AwsConfig aws(Settings settings) {
        return new AwsConfig(
                settings.text(Property.REGION),
                settings.awsEndpoint(),
                Optional.empty(),
                settings.duration(Property.AWS_CALL_TIMEOUT));
    }

    private static void runEmbedded(Kit kit, Settings settings, CountDownLatch stop, boolean adopt) throws Exception {
        settings.checkForEmbedded(ServedKeys.ALL.providers());
        System.out.println("starting the embedded AWS, PostgreSQL and MariaDB ...");
        try (EmbeddedServers servers = kit.start(settings, Clock.systemUTC())) {
            runWith(servers.settings(), servers.awsConfig(), stop, adopt, Optional.of(servers));
        }
    }

    private static void runWith(
            Settings settings, AwsConfig aws, CountDownLatch stop, boolean adopt, Optional<EmbeddedServers> servers)
            throws Exception {
        Logger logger = LoggerFactory.getLogger(RunCommand.class);
        ServiceStart how = new ServiceStart(adopt, () -> stop.getCount() == 0);
        try (Service service = Service.start(settings, ServiceOptions.home(), aws, Clock.systemUTC(), how)) {
            Path file = Environment.write(settings, service, servers);
            Environment.print(System.out, settings, service, servers, file);
            stop.await();
            logger.atInfo()
                    .addKeyValue("drainTimeout", settings.duration(Property.REFRESH_DRAIN_TIMEOUT))
                    .log("stopping: refreshes in flight are finished first");
        } catch (StoppedWaitingException e) {
            logger.info(e.getMessage());
        }
        logger.info("stopped");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
