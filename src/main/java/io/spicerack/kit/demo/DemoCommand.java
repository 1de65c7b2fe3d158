package io.spicerack.kit.demo;

import io.spicerack.app.Service;
import io.spicerack.cli.ServiceOptions;
import io.spicerack.kit.embedded.HospitalServers;
import io.spicerack.settings.OwnerOnly;
import io.spicerack.settings.Property;
import io.spicerack.settings.Settings;
import io.spicerack.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code spicerack demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Do the whole job on servers of its own, in eleven steps: refresh hospital data sets, seal and re-encrypt"
                        + " them, shut them by disabling a key, show the audit trail. The exit status is 0 only if every"
                        + " step held.")
final class DemoCommand implements Callable<Integer> {
    /** What the demo needs to be another than in config/application.properties. */
    private static final Map<String, String> OWN = Map.of(
            Property.EMBEDDED_AWS_PORT.key(),
            "0",
            Property.EMBEDDED_POSTGRES_PORT.key(),
            "0",
            Property.EMBEDDED_MARIADB_PORT.key(),
            "0",
            Property.MANAGEMENT_PORT.key(),
            "0",
            Property.API_PORT.key(),
            "0",
            // the schedules wait until the default key is registered, then fire every few seconds
            "hospital.schedule",
            "0/3 * * * * ?",
            "camel.component.quartz.autoStartScheduler",
            "false");

    private static final int STOP_SECONDS = 60;

    @Mixin
    private final ServiceOptions options = new ServiceOptions();

    @Override
    public Integer call() throws Exception {
        Story story = new Story(System.out);
        Path directory = options.keep().orElse(null) == null
                ? Files.createTempDirectory("spicerack-demo-")
                : options.keep().orElseThrow().toAbsolutePath();
        boolean kept = options.keep().isPresent();
        refuseUsed(directory);
        CountDownLatch over = new CountDownLatch(1);
        Thread player = Thread.currentThread();
        Thread cleaner = new Thread(
                () -> {
                    stop(player, over);
                    deleteUnless(kept, directory);
                },
                "demo-clean-up");
        Runtime.getRuntime().addShutdownHook(cleaner);
        logTo(directory);
        try {
            play(story, directory);
            System.out.println();
            System.out.println("All steps held, in " + story.elapsed().toSeconds() + " s.");
            sayWhereThingsAre(directory, kept);
            return 0;
        } catch (Story.Unexpected e) {
            System.out.println();
            System.out.println("The demo failed: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            System.out.println("The demo was stopped before its end.");
            return 1;
        } finally {
            over.countDown();
        }
    }

    /** Ctrl-C: the servers are stopped before their files are deleted. */
    private static void stop(Thread player, CountDownLatch over) {
        try {
            if (over.getCount() > 0) {
                System.out.println("Stopping ...");
                player.interrupt();
            }
            if (!over.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("the demo did not stop within " + STOP_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void play(Story story, Path directory) throws Exception {
        Map<String, String> overrides = new HashMap<>(OWN);
        overrides.put(Property.DATA_DIRECTORY.key(), directory.toString());
        Settings settings = options.settings(overrides);
        System.out.println("Spicerack's demo: a hospital's data, sealed under keys that the hospital owns.");
        System.out.println("Starting PostgreSQL, MariaDB and a local AWS, and loading the sample hospital ...");
        try (HospitalServers servers = HospitalServers.start(settings, Clock.systemUTC())) {
            Settings running = servers.settings();
            try (Service service =
                    Service.start(running, ServiceOptions.home(), servers.awsConfig(), Clock.systemUTC())) {
                System.out.println("Everything runs, after " + story.elapsed().toSeconds() + " s.");
                DemoStage stage = new DemoStage(story, running, servers, service);
                new DemoSealing(stage).play();
                new DemoKeys(stage).play();
                new DemoClosing(stage).play();
            }
        }
    }

    /** Warnings go to the screen, all else to a file in the data directory, which step 4 searches too. */
    private static void logTo(Path directory) throws IOException {
        OwnerOnly.directory(directory);
        Path temporary = directory.resolve("tmp");
        OwnerOnly.directory(temporary);
        System.setProperty("java.io.tmpdir", temporary.toString());
        System.setProperty(
                "spicerack.log.file", directory.resolve("spicerack.log").toString());
        System.setProperty("spicerack.log.file.level", "all");
        System.setProperty("spicerack.log.console.level", "off");
    }

    private static void sayWhereThingsAre(Path directory, boolean kept) {
        if (!kept) {
            System.out.println("Everything is deleted now; to keep it for a look: ./spicerack demo --keep DIR");
        } else {
            System.out.println(
                    "In " + directory + ": store/ (sealed data sets), catalog/, audit/ (log files), spicerack.log");
        }
        System.out.println("Try next:");
        System.out.println("  ./spicerack run --embedded          the service, kept running on the same servers");
        System.out.println("  ./spicerack status                  its data sets, from another terminal");
        System.out.println("  ./spicerack read hospital-patients --limit 5");
    }

    /** The story begins with nothing: on the state of an earlier one its first step would not hold. */
    private static void refuseUsed(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                if (files.findAny().isPresent()) {
                    throw new SettingsException(directory + " is not empty; the demo begins with nothing. Choose"
                            + " another directory, or start what an earlier demo kept there: ./spicerack run --embedded"
                            + " --keep " + directory);
                }
            }
        }
    }

    private static void deleteUnless(boolean kept, Path directory) {
        if (kept || !Files.exists(directory)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(directory)) {
            List<Path> paths = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : paths) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println("could not delete " + directory + ": " + e.getMessage());
        }
    }
}
