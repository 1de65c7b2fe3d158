package io.spicerack.kit.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.audit.verify.KeyAnswer;
import io.spicerack.audit.verify.TrailSearch;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.core.keys.KeyReport;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.TamperedException;
import io.spicerack.kit.embedded.HospitalServers;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.KeyReference;
import io.spicerack.model.VersionId;
import io.spicerack.settings.Property;
import io.spicerack.table.RowGroup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Steps 6 to 9: a new default key, the article's question, a new password, and a disabled key. */
final class DemoKeys {
    private final DemoStage stage;
    private final Story story;

    DemoKeys(DemoStage stage) {
        this.stage = stage;
        this.story = stage.story();
    }

    void play() throws Exception {
        story.step("The second key becomes the default; a full refresh moves the data sets", this::rotate);
        story.step("\"Which key is hospital-patients under?\", asked of the audit log files", this::whichKey);
        story.step("The database password changes, and its secret; the next refresh works", this::changePassword);
        story.step("The key is disabled: reading and refreshing are refused", this::revoke);
    }

    private List<KeyReference> registered() {
        return stage.spice().keyRegistrations().list().stream()
                .map(RegisteredKey::key)
                .sorted(java.util.Comparator.comparing(KeyReference::toString))
                .toList();
    }

    private void rotate() throws Exception {
        KeyReference old = stage.spice().keyRegistrations().keyForNewData().key();
        KeyReference fresh = registered().stream()
                .filter(key -> !key.equals(old))
                .findFirst()
                .orElseThrow();
        stage.spice().keyRegistrations().update(List.of(new RegisteredKey(old, false), new RegisteredKey(fresh, true)));
        report("key report before the refresh");
        story.expect(
                "data sets that drifted from the default key",
                (long) stage.dataSets().size(),
                drifted());
        VersionId before = stage.current(DemoStage.PATIENTS).id();
        List<VersionId> seen = Collections.synchronizedList(new ArrayList<>());
        try (OpenDataSet longReader = stage.spice().readers().open(DemoStage.OBSERVATIONS)) {
            RowGroup group = new RowGroup(longReader.schema());
            longReader.next(group);
            readWhileRefreshing(seen);
            long rows = group.rows();
            while (longReader.next(group)) {
                rows += group.rows();
            }
            story.expect(
                    "a reader that was open all the time read its old version to the end, rows",
                    longReader.version().rows(),
                    rows);
            story.require(
                    longReader.version().key().key().equals(old),
                    "its version under key 1",
                    longReader.version().key());
        }
        VersionId after = stage.current(DemoStage.PATIENTS).id();
        int turn = seen.indexOf(after);
        boolean oldThenNew = turn > 0
                && seen.subList(0, turn).stream().allMatch(before::equals)
                && seen.subList(turn, seen.size()).stream().allMatch(after::equals);
        story.require(oldThenNew, "readers saw the old version, then the new one", seen);
        story.say(
                "%d readers of hospital-patients meanwhile: the first %d saw the old version, the rest the new one",
                seen.size(), turn);
        report("key report after it");
        story.expect("data sets that drifted from the default key", 0L, drifted());
        stage.await("old versions and grants to be gone", () -> stage.spice().keyReport().lines().stream()
                .noneMatch(line -> line.key().equals(old)));
        story.say("no version is left under key 1, and its grants are retired");
    }

    private void readWhileRefreshing(List<VersionId> seen) throws Exception {
        AtomicBoolean on = new AtomicBoolean(true);
        Thread reader = new Thread(
                () -> {
                    while (on.get()) {
                        try (OpenDataSet open = stage.spice().readers().open(DemoStage.PATIENTS)) {
                            open.next(new RowGroup(open.schema()));
                            seen.add(open.version().id());
                            Thread.sleep(100);
                        } catch (InterruptedException | TamperedException e) {
                            return;
                        }
                    }
                },
                "demo-reader");
        reader.start();
        Thread.sleep(250);
        stage.refreshWell(stage.dataSets());
        Thread.sleep(250);
        on.set(false);
        reader.join();
    }

    private long drifted() {
        return stage.spice().keyReport().lines().stream()
                .filter(KeyReport.Line::drifted)
                .count();
    }

    private void report(String title) {
        story.say("%s:", title);
        for (KeyReport.Line line : stage.spice().keyReport().lines()) {
            story.say(
                    "  %-22s %s  %s%s%s",
                    line.dataSet(),
                    line.key().text().replaceFirst("^.*:", ""),
                    line.keyState(),
                    line.current() ? "" : "  (superseded)",
                    line.drifted() ? "  <- not the default key" : "");
        }
    }

    private void whichKey() throws InterruptedException {
        Arn dataSet = stage.arn(DemoStage.PATIENTS);
        TrailSearch trail = stage.trailOnDisk();
        JsonNode event = trail.latestGrantEvent(dataSet)
                .orElseThrow(() -> new Story.Unexpected("expected a Grant event of " + dataSet + "; seen none"));
        story.say(
                "latest event whose name contains Grant and whose requestParameters hold %s:\n     %s at %s",
                dataSet,
                event.path("eventName").asText(),
                event.path("eventTime").asText());
        String key = stage.spice().keyRegistrations().keyForNewData().key().toString();
        story.expect(
                "its keyId", key, event.path("requestParameters").path("keyId").asText());
        boolean same = trail.keyOf(dataSet) instanceof KeyAnswer.CustomerManagedKey answer
                && answer.key().toString().equals(key);
        story.require(same, "the same answer from all grants of the trail", trail.keyOf(dataSet));
    }

    private void changePassword() throws InterruptedException {
        stage.passwords()
                .add(stage.embedded().changePassword(stage.embedded().postgres(), HospitalServers.POSTGRES_SECRET));
        story.say("PostgreSQL has a new password, and secret %s a new version", HospitalServers.POSTGRES_SECRET);
        stage.refreshWell(List.of(DemoStage.PATIENTS));
    }

    private void revoke() throws Exception {
        KeyReference key = stage.spice().keyRegistrations().keyForNewData().key();
        OpenDataSet running = stage.spice().readers().open(DemoStage.OBSERVATIONS);
        RowGroup group = new RowGroup(running.schema());
        running.next(group);
        long disabled = System.nanoTime();
        stage.embedded().console().disableKey(key);
        story.say("key disabled, as on the console: %s", key);
        String refusal = refusal();
        double newReaders = seconds(disabled);
        story.say("a new reader is refused after %.2f s: %s", newReaders, refusal);
        String cut = untilCut(running, group);
        double openReader = seconds(disabled);
        story.say("the reader that was open is cut after %.2f s: %s", openReader, cut);
        long bound = stage.settings().duration(Property.DATA_KEY_LIFETIME).toSeconds();
        story.require(openReader <= bound, "denial within the promised " + bound + " s", openReader + " s");
        story.say("time to denial: %.2f s; promised: %d s (spicerack.data-key-lifetime)", openReader, bound);
        VersionId before = stage.current(DemoStage.PATIENTS).id();
        Map<DataSetId, IngestionRecord> refused = stage.refresh(List.of(DemoStage.PATIENTS));
        IngestionRecord failed = refused.values().iterator().next();
        story.require(failed.status() == IngestionStatus.FAILED, "a refresh under the disabled key FAILED", failed);
        ErrorInfo error = failed.error();
        story.say("a refresh is refused: %s", error == null ? "without a reason" : error.message());
        stage.embedded().console().enableKey(key);
        stage.await("the key watch to see the key Enabled", () -> stage.spice()
                .keyWatch()
                .observation(key)
                .filter(seen -> seen.state() == io.spicerack.model.KeyState.Enabled)
                .isPresent());
        try (OpenDataSet open = stage.spice().readers().open(DemoStage.PATIENTS)) {
            open.next(new RowGroup(open.schema()));
            story.expect(
                    "enabled again: reading works, on the version that was current all the time",
                    before,
                    open.version().id());
        }
    }

    private String refusal() throws TamperedException {
        try (OpenDataSet open = stage.spice().readers().open(DemoStage.PATIENTS)) {
            throw new Story.Unexpected("expected a refusal to open " + DemoStage.PATIENTS + "; seen version "
                    + open.version().id());
        } catch (KeyUnavailableException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Reads on, slowly, until the reader is cut. */
    private static String untilCut(OpenDataSet running, RowGroup group) throws InterruptedException {
        try (running) {
            while (running.next(group)) {
                Thread.sleep(700);
            }
            throw new Story.Unexpected("expected the open reader to be cut; seen: it read to the end");
        } catch (KeyUnavailableException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
