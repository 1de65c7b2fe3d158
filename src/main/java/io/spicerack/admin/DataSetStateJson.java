package io.spicerack.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.ScheduleRecord;
import io.spicerack.catalog.record.SourceReadRecord;
import io.spicerack.catalog.record.VersionProof;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.account.DataSetView;
import io.spicerack.core.account.DataSets;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.queue.Ingestions;
import io.spicerack.core.queue.RefreshSchedules;
import io.spicerack.core.queue.RouteSchedule;
import io.spicerack.core.queue.Timetable;
import io.spicerack.core.refresh.RefreshProgress;
import io.spicerack.model.DataSetId;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.KeyReference;
import io.spicerack.ops.Ages;
import io.spicerack.ops.KeyLook;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The state of data sets and ingestions as JSON. Ages in seconds, sizes in bytes, times in ISO-8601. Thread-safe. */
final class DataSetStateJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final DataSets dataSets;
    private final RefreshSchedules schedules;
    private final Ingestions ingestions;
    private final KeyWatch keyWatch;
    private final Clock clock;

    DataSetStateJson(
            DataSets dataSets, RefreshSchedules schedules, Ingestions ingestions, KeyWatch keyWatch, Clock clock) {
        this.dataSets = dataSets;
        this.schedules = schedules;
        this.ingestions = ingestions;
        this.keyWatch = keyWatch;
        this.clock = clock;
    }

    /** Of all data sets, each made when it is taken. */
    Stream<ObjectNode> dataSets() {
        Timetable timetable = schedules.timetable();
        Map<DataSetId, Map<IngestionId, SourceReadRecord>> reads = dataSets.reads();
        Map<DataSetId, VersionProof> proofs = dataSets.proofs();
        return dataSets.views().stream().map(view -> {
            DataSetId id = view.dataSet().id();
            return dataSet(view, reads.getOrDefault(id, Map.of()), proofs.get(id), timetable);
        });
    }

    private ObjectNode dataSet(
            DataSetView view,
            Map<IngestionId, SourceReadRecord> reads,
            @Nullable VersionProof proof,
            Timetable timetable) {
        DataSetId id = view.dataSet().id();
        ObjectNode dataSet = NODES.objectNode()
                .put("dataSetId", id.value())
                .put("name", view.dataSet().name())
                .put("declaredIn", view.dataSet().declaredIn());
        ingestions
                .routeFiles()
                .unserved(id, view.dataSet().declaredIn())
                .ifPresent(why -> dataSet.put("unserved", why));
        dataSet.set("currentVersion", version(view, reads, proof));
        IngestionRecord last = view.lastIngestion();
        dataSet.set("lastIngestion", last == null ? null : ingestion(last, reads.get(last.id())));
        dataSet.put("nextRefresh", text(timetable.next(id).orElse(null)));
        dataSet.set("schedules", schedules(timetable, id));
        return dataSet;
    }

    private ArrayNode schedules(Timetable timetable, DataSetId dataSet) {
        ArrayNode all = NODES.arrayNode();
        for (RouteSchedule known : timetable.ofRoutes(dataSet)) {
            all.addObject()
                    .put("scheduleId", known.route())
                    .put("declaredIn", known.declaredIn())
                    .put("next", text(known.next().get().orElse(null)));
        }
        for (ScheduleRecord known : timetable.of(dataSet)) {
            all.addObject()
                    .put("scheduleId", known.schedule().id().value())
                    .put("interval", known.schedule().frequency().interval().name())
                    .put("refreshType", known.schedule().refreshType().name())
                    .put("lastFired", text(known.fired()))
                    .put("next", text(known.schedule().nextAfter(clock.instant())));
        }
        return all;
    }

    private @Nullable ObjectNode version(
            DataSetView view, Map<IngestionId, SourceReadRecord> reads, @Nullable VersionProof proof) {
        VersionRecord version = view.current();
        if (version == null) {
            return null;
        }
        KeyReference key = version.key().key();
        KeyLook look = KeyLook.of(key, keyWatch);
        ObjectNode node = NODES.objectNode()
                .put("versionId", version.id().value())
                .put("rows", version.rows())
                .put("bytes", version.bytes())
                .put("published", text(version.published()))
                .put("ageSeconds", Ages.seconds(version, clock))
                .put("keyArn", key.toString())
                .put("keyState", look.known())
                .put("keyLastState", look.getState())
                .put("keyStateAgeSeconds", look.getAgeSeconds())
                .put("serviceOwnedKey", version.serviceOwnedKey())
                .put("drifted", view.drifted());
        SourceReadRecord read = reads.get(version.ingestion());
        node.set("snapshot", read == null ? null : SourceReadJson.snapshot(read.snapshot()));
        node.set("proof", proof == null ? null : proof(proof));
        return node;
    }

    private static ObjectNode proof(VersionProof proof) {
        return NODES.objectNode().put("by", proof.method().text()).put("why", proof.why());
    }

    ObjectNode ingestion(DataSetId dataSet, String id) {
        return IngestionIds.parse(id)
                .flatMap(parsed -> ingestions.find(dataSet, parsed))
                .map(found ->
                        ingestion(found, dataSets.read(dataSet, found.id()).orElse(null)))
                .orElseThrow(() -> noIngestion(dataSet, id));
    }

    static Refusal noIngestion(DataSetId dataSet, String id) {
        return Refusal.notFound(
                "data set '" + dataSet + "' has no ingestion '" + id + "'; GET /data-sets names its newest one");
    }

    private ObjectNode ingestion(IngestionRecord ingestion, @Nullable SourceReadRecord read) {
        ObjectNode node = NODES.objectNode()
                .put("ingestionId", ingestion.id().value())
                .put("status", ingestion.status().name())
                .put("requestType", ingestion.requestType().name())
                .put("requestSource", ingestion.requestSource().name())
                .put("created", ingestion.created().toString())
                .put("started", text(ingestion.started()))
                .put("ended", text(ingestion.ended()))
                .put("rows", ingestion.rows().rowsIngested())
                .put("bytes", ingestion.bytes());
        if (read != null) {
            SourceReadJson.put(read, node);
        }
        ErrorInfo error = ingestion.error();
        if (error != null) {
            node.putObject("error").put("type", error.type().name()).put("message", error.message());
        }
        if (ingestion.skipped() != null) {
            node.put("skipped", ingestion.skipped());
        }
        if (ingestion.status() == IngestionStatus.RUNNING) {
            progress(ingestion.id(), node);
        }
        return node;
    }

    private void progress(IngestionId id, ObjectNode node) {
        ingestions.running().stream()
                .map(refresh -> refresh.progress())
                .filter(progress -> progress.ingestion().equals(id))
                .findFirst()
                .ifPresent(progress -> putProgress(progress, node));
    }

    private static void putProgress(RefreshProgress progress, ObjectNode node) {
        node.put("rows", progress.rows()).put("bytes", progress.bytes());
        ObjectNode shown = node.putObject("progress").put("rowsPerSecond", progress.rowsPerSecond());
        progress.expectedRows().ifPresent(rows -> shown.put("expectedRows", rows));
        progress.share().ifPresent(share -> shown.put("share", share));
        shown.put("elapsedSeconds", progress.elapsed().toMillis() / 1000.0);
        progress.kept().ifPresent(quiet -> shown.put("waitingSeconds", quiet.toMillis() / 1000.0));
        progress.secondsToGo().ifPresent(seconds -> shown.put("etaSeconds", seconds));
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
