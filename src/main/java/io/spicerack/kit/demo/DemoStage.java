package io.spicerack.kit.demo;

import io.spicerack.app.Service;
import io.spicerack.audit.file.LogFiles;
import io.spicerack.audit.verify.TrailSearch;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.Spice;
import io.spicerack.core.account.DataSetView;
import io.spicerack.core.refresh.RefreshProgress;
import io.spicerack.kit.embedded.HospitalServers;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.RequestSource;
import io.spicerack.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** What the demo's steps share: the running service, and how to wait for it and to look at it. */
final class DemoStage {
    static final DataSetId PATIENTS = new DataSetId("hospital-patients");
    static final DataSetId OBSERVATIONS = new DataSetId("hospital-observations");
    static final DataSetId CLAIMS = new DataSetId("hospital-claims");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LINE_EVERY = Duration.ofMillis(700);

    private final Story story;
    private final Settings settings;
    private final HospitalServers embedded;
    private final Service service;
    private final List<String> passwords = new ArrayList<>();

    DemoStage(Story story, Settings settings, HospitalServers embedded, Service service) {
        this.story = story;
        this.settings = settings;
        this.embedded = embedded;
        this.service = service;
    }

    Story story() {
        return story;
    }

    Settings settings() {
        return settings;
    }

    HospitalServers embedded() {
        return embedded;
    }

    Service service() {
        return service;
    }

    Spice spice() {
        return service.spice();
    }

    /** Every password that was in use: none of them may be found anywhere. */
    List<String> passwords() {
        return passwords;
    }

    Arn arn(DataSetId dataSet) {
        return settings.account().dataSet(dataSet);
    }

    List<DataSetId> dataSets() {
        return spice().dataSets().views().stream()
                .map(status -> status.dataSet().id())
                .toList();
    }

    VersionRecord current(DataSetId dataSet) {
        VersionRecord version =
                spice().dataSets().view(dataSet).map(DataSetView::current).orElse(null);
        if (version == null) {
            throw new Story.Unexpected("expected a version of " + dataSet + "; seen none");
        }
        return version;
    }

    /** Waits, looking every tenth of a second; the story ends if it takes too long. */
    void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new Story.Unexpected(
                        "expected within " + PATIENCE.toSeconds() + " s: " + what + "; seen: it did not happen");
            }
            Thread.sleep(100);
        }
    }

    /** Asks for a refresh by hand of each data set and shows it until all have ended. */
    Map<DataSetId, IngestionRecord> refresh(List<DataSetId> dataSets) throws InterruptedException {
        Map<DataSetId, IngestionId> asked = new HashMap<>();
        for (DataSetId dataSet : dataSets) {
            asked.put(dataSet, spice().ingestions().request(dataSet, RequestSource.MANUAL));
        }
        return watch(asked);
    }

    /** Shows ingestions until all have ended, a progress line each now and then. */
    Map<DataSetId, IngestionRecord> watch(Map<DataSetId, IngestionId> ingestions) throws InterruptedException {
        Map<DataSetId, IngestionRecord> ended = new HashMap<>();
        long nextLine = System.nanoTime();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (ended.size() < ingestions.size()) {
            for (Map.Entry<DataSetId, IngestionId> one : ingestions.entrySet()) {
                if (!ended.containsKey(one.getKey())) {
                    spice().ingestions()
                            .find(one.getKey(), one.getValue())
                            .filter(DemoStage::ended)
                            .ifPresent(record -> {
                                ended.put(one.getKey(), record);
                                sayEnded(record);
                            });
                }
            }
            if (System.nanoTime() > nextLine) {
                nextLine = System.nanoTime() + LINE_EVERY.toNanos();
                for (RefreshProgress progress : spice().ingestions().running().stream()
                        .map(refresh -> refresh.progress())
                        .filter(progress -> progress.rows() > 0)
                        .toList()) {
                    story.say("  %-22s %s", progress.dataSet(), progress);
                }
            }
            if (System.nanoTime() > end) {
                throw new Story.Unexpected("expected the refreshes to end within " + PATIENCE.toSeconds()
                        + " s; seen ended: " + ended.keySet() + " of " + ingestions.keySet());
            }
            Thread.sleep(50);
        }
        return ended;
    }

    /** Refreshes and requires that all succeed. */
    void refreshWell(List<DataSetId> dataSets) throws InterruptedException {
        requireCompleted(refresh(dataSets));
    }

    void requireCompleted(Map<DataSetId, IngestionRecord> ended) {
        ended.forEach((dataSet, ingestion) -> story.require(
                ingestion.status() == IngestionStatus.COMPLETED,
                "refresh of " + dataSet + " COMPLETED",
                ingestion.status() + " " + ingestion.error()));
    }

    /** The log files on disk, once they hold the whole trail. */
    TrailSearch trailOnDisk() throws InterruptedException {
        String last = spice().auditFiles().closeNow();
        await("the audit trail to reach its files", () -> spice().auditFiles().hasGot("files", last));
        return TrailSearch.over(LogFiles.read(settings.auditDirectory()));
    }

    private void sayEnded(IngestionRecord ingestion) {
        ErrorInfo error = ingestion.error();
        if (error != null) {
            story.say("  %-22s %s: %s", ingestion.dataSet(), ingestion.status(), error.type());
            return;
        }
        story.say(
                "  %-22s %s  %,d rows, %,d bytes sealed, %.1f s",
                ingestion.dataSet(),
                ingestion.status(),
                ingestion.rows().rowsIngested(),
                ingestion.bytes(),
                seconds(ingestion));
    }

    private static double seconds(IngestionRecord ingestion) {
        if (ingestion.started() == null || ingestion.ended() == null) {
            return 0;
        }
        return Duration.between(ingestion.started(), ingestion.ended()).toMillis() / 1000.0;
    }

    private static boolean ended(IngestionRecord ingestion) {
        return switch (ingestion.status()) {
            case COMPLETED, FAILED, CANCELLED, SKIPPED -> true;
            case INITIALIZED, QUEUED, RUNNING -> false;
        };
    }
}
