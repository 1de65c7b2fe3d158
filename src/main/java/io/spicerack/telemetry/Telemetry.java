package io.spicerack.telemetry;

import io.spicerack.catalog.database.CatalogAwayException;
import io.spicerack.core.account.DataSets;
import io.spicerack.core.queue.Ingestions;
import io.spicerack.core.sources.DataSources;
import io.spicerack.core.trail.AuditDelivery;
import io.spicerack.model.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells those that are configured of each refresh that has ended, from a thread of its own: no refresh waits for them. */
public final class Telemetry implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Telemetry.class);
    private static final int LOOK_EVERY_SECONDS = 3;

    private final EndedRuns runs;
    private final List<RunReceiver> receivers;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "telemetry");
        thread.setDaemon(true);
        return thread;
    });

    private Telemetry(EndedRuns runs, List<RunReceiver> receivers) {
        this.runs = runs;
        this.receivers = List.copyOf(receivers);
    }

    /** Begins; with nobody to tell nothing is looked at. The caller closes it before the core. */
    public static Telemetry start(
            TelemetryConfig config,
            DataSets dataSets,
            DataSources dataSources,
            Ingestions ingestions,
            AuditDelivery audit,
            Account account) {
        Telemetry telemetry = new Telemetry(
                new EndedRuns(dataSets, dataSources, ingestions, audit, account), receivers(config, account));
        if (!config.isOff()) {
            Future<?> unused = telemetry.looks.scheduleWithFixedDelay(
                    telemetry::look, LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
        }
        return telemetry;
    }

    private static List<RunReceiver> receivers(TelemetryConfig config, Account account) {
        List<RunReceiver> receivers = new ArrayList<>();
        try {
            config.traces().ifPresent(url -> receivers.add(new OtlpTraces(url)));
            config.lineage().ifPresent(url -> receivers.add(new LineageEvents(url, account)));
        } catch (RuntimeException e) {
            receivers.forEach(RunReceiver::close);
            throw e;
        }
        return receivers;
    }

    /** Tells of what has ended since the look before. */
    synchronized void look() {
        try {
            runs.look(run -> receivers.forEach(receiver -> tell(receiver, run)));
        } catch (CatalogAwayException e) {
            // it was told that it is away
        } catch (RuntimeException e) {
            LOGGER.atWarn().setCause(e).log("refreshes that ended could not be told of; trying again");
        }
    }

    private static void tell(RunReceiver receiver, EndedRun run) {
        try {
            receiver.ended(run);
        } catch (RuntimeException e) {
            LOGGER.atWarn()
                    .addKeyValue("receiver", receiver)
                    .addKeyValue("dataSetId", run.ingestion().dataSet())
                    .addKeyValue("reason", e.getClass().getSimpleName())
                    .log("a receiver of telemetry did not take a refresh; the audit trail has it");
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
        if (!receivers.isEmpty()) {
            look();
        }
        receivers.forEach(RunReceiver::close);
    }
}
