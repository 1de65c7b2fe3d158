package io.spicerack.cli;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One thread runs it. */
@Command(
        name = "deliver",
        description =
                "Closes the waiting records into a log file and a digest file now, and waits until a sink has them.",
        mixinStandardHelpOptions = true)
final class AuditDeliverCommand extends ServiceCommand {
    private static final long LOOK_EVERY_MILLIS = 200;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    @Option(names = "--sink", paramLabel = "NAME", description = "The sink to wait for; ${DEFAULT-VALUE} unless said.")
    private String sink = "files";

    @Override
    protected int run(ManagementClient client) {
        String key = client.post("/audit/digest-files").path("key").asText();
        String asked = "/audit/delivered?sink=" + UrlPart.of("the sink", sink) + "&key="
                + UrlPart.of("the digest file's key", key);
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (!client.get(asked).path("delivered").asBoolean()) {
            if (System.nanoTime() > end) {
                err().println("spicerack: sink '" + sink + "' has not got " + key + " after " + LONGEST_WAIT.toSeconds()
                        + " s; the service's log tells why, and delivery goes on");
                return 1;
            }
            pause();
        }
        out().println(key);
        return 0;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceException("interrupted; the delivery goes on in the service");
        }
    }
}
