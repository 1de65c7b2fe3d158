package io.spicerack.core;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.database.StandbyTerms;
import io.spicerack.catalog.server.CatalogAddress;
import io.spicerack.catalog.server.CatalogServer;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.Credentials;
import io.spicerack.model.ScheduleId;
import io.spicerack.model.Secret;
import io.spicerack.tls.ServerTrust;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * One of several nodes on one catalog in PostgreSQL, each a JVM of its own: it stands by until its turn comes, says so, and works
 * until it is killed, or is replaced while it is paused.
 */
final class NodeProcess {
    static final ScheduleId SCHEDULE = new ScheduleId("ticks");
    static final int REPLACED = 75;

    /** What it says at the beginning of each round. */
    static final String ROUND = "round";

    /** Short ones: a node is replaced soon, also one that a busy machine has only kept waiting, which must do no harm. */
    private static final Duration EVERY = Duration.ofMillis(50);

    private static final Duration SILENCE = Duration.ofMillis(700);
    private static final Duration LEASE = Duration.ofSeconds(1);

    private NodeProcess() {}

    /** Arguments: the scene's directory, URL of AWS, keys separated by commas, URL of the catalog, name of the node. */
    public static void main(String[] arguments) throws Exception {
        Path shared = Path.of(arguments[0]);
        CatalogServer server = server(arguments[3]);
        Path own = shared.resolve("node-" + arguments[4]).resolve("catalog.db");
        StandbyTerms terms = new StandbyTerms(
                EVERY, SILENCE, LEASE, () -> false, () -> Runtime.getRuntime().halt(REPLACED));
        Clock clock = Clock.systemUTC();
        try (AwsCore core =
                AwsCore.open(shared, URI.create(arguments[1]), () -> Catalog.open(server, own, clock, terms))) {
            TwoSinks sinks = new TwoSinks(core.spice(), shared, "records-" + arguments[4] + ".jsonl");
            try {
                BusyProcess.workAsNode(core, sinks, arguments[2], () -> tick(core.spice()));
            } catch (RuntimeException e) {
                if (core.catalog().isHeld()) {
                    throw e;
                }
                // as a service does, whose other threads go on
                new CountDownLatch(1).await();
            }
        }
    }

    static CatalogServer server(String url) {
        return new CatalogServer(
                CatalogAddress.parse(url),
                ServerTrust.UNENCRYPTED,
                () -> new Credentials(TestDatabases.USER, Secret.of(TestDatabases.PASSWORD)));
    }

    /** Fires for the next time of the schedule, and once more, as a node would that fires late. */
    private static void tick(Spice spice) {
        System.out.println(ROUND);
        Instant next = Optional.ofNullable(
                        spice.schedules().of(AwsCore.VISITS).get(0).fired())
                .orElse(Instant.EPOCH)
                .plusSeconds(1);
        spice.schedules().fire(AwsCore.VISITS, SCHEDULE, next);
        spice.schedules().fire(AwsCore.VISITS, SCHEDULE, next);
    }
}
