package io.spicerack.kit.demo;

import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.kit.database.DatabaseServer;
import io.spicerack.kit.database.PlainRows;
import io.spicerack.kit.embedded.HospitalServers;
import io.spicerack.kit.hospital.Hospital;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.ResourceStatus;
import io.spicerack.settings.Settings;
import io.spicerack.table.hash.TableChecksum;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Steps 1 to 5: sources by secret, keys, scheduled refreshes, nothing readable outside, and nothing lost. */
final class DemoSealing {
    private final DemoStage stage;
    private final Story story;

    DemoSealing(DemoStage stage) {
        this.stage = stage;
        this.story = stage.story();
    }

    void play() throws Exception {
        story.step("Data sources by secret, tested for real", this::dataSources);
        story.step("Two KMS keys; the first becomes the default", this::keys);
        story.step("The scheduled routes refresh and seal the data sets", this::scheduledRefreshes);
        story.step("Nothing readable is on disk", this::scan);
        story.step("What is read back equals the source", this::compare);
    }

    private void dataSources() throws InterruptedException {
        for (String secret : List.of(HospitalServers.POSTGRES_SECRET, HospitalServers.MYSQL_SECRET)) {
            story.say("secret %s", stage.embedded().secret(secret));
            stage.passwords().add(stage.embedded().password(secret));
        }
        List<DataSourceId> ids = stage.spice().dataSources().list().stream()
                .map(DataSourceRecord::id)
                .toList();
        for (DataSourceId id : ids) {
            story.say("data source %s created: %s", id, ResourceStatus.CREATION_IN_PROGRESS);
        }
        for (DataSourceId id : ids) {
            stage.await("data source " + id + " tested", () -> status(id) != ResourceStatus.CREATION_IN_PROGRESS);
            DataSourceRecord tested = stage.spice().dataSources().find(id).orElseThrow();
            story.expect(
                    "data source " + id + " (" + tested.type() + "), connection test",
                    ResourceStatus.CREATION_SUCCESSFUL,
                    tested.status());
        }
    }

    private ResourceStatus status(DataSourceId id) {
        return stage.spice().dataSources().find(id).orElseThrow().status();
    }

    private void keys() {
        KeyReference first = stage.embedded().console().keyByAlias("alias/hospital-2026", "Hospital data, 2026");
        KeyReference second = stage.embedded().console().keyByAlias("alias/hospital-2027", "Hospital data, 2027");
        story.say("key 1  %s", first);
        story.say("key 2  %s", second);
        stage.spice()
                .keyRegistrations()
                .update(List.of(new RegisteredKey(first, true), new RegisteredKey(second, false)));
        story.expect(
                "default key",
                first,
                stage.spice().keyRegistrations().keyForNewData().key());
    }

    private void scheduledRefreshes() throws InterruptedException {
        Map<DataSetId, IngestionId> fired = new HashMap<>();
        stage.service().pipeline().resumeSchedules();
        List<DataSetId> dataSets = stage.dataSets();
        for (DataSetId dataSet : dataSets) {
            stage.await("the schedule of " + dataSet + " to fire", () -> first(dataSet)
                    .isPresent());
            fired.put(dataSet, first(dataSet).orElseThrow());
        }
        stage.service().pipeline().pauseSchedules();
        story.say("%d schedules have fired", fired.size());
        stage.requireCompleted(stage.watch(fired));
        settle(dataSets);
        KeyReference key = stage.spice().keyRegistrations().keyForNewData().key();
        for (DataSetId dataSet : dataSets) {
            VersionRecord version = stage.current(dataSet);
            story.require(
                    version.key().key().equals(key),
                    dataSet + " sealed under " + key,
                    version.key().key());
        }
        story.say("%d data sets are published, all sealed under key 1", dataSets.size());
        story.require(
                stage.current(DemoStage.OBSERVATIONS).rows() > 1_000_000,
                "more than a million observations",
                stage.current(DemoStage.OBSERVATIONS).rows());
    }

    private java.util.Optional<IngestionId> first(DataSetId dataSet) {
        return stage.spice().ingestions().list(dataSet, 100).stream()
                .reduce((newer, older) -> older)
                .map(ingestion -> ingestion.id());
    }

    /** A schedule may have fired twice for a small data set: wait until nothing is queued or running. */
    private void settle(List<DataSetId> dataSets) throws InterruptedException {
        for (DataSetId dataSet : dataSets) {
            stage.await(
                    "refreshes of " + dataSet + " to end", () -> stage.spice().ingestions().list(dataSet, 1).stream()
                            .allMatch(ingestion -> ingestion.ended() != null));
        }
    }

    private void scan() throws InterruptedException {
        stage.trailOnDisk();
        List<String> forbidden = new ArrayList<>(Hospital.markers());
        forbidden.addAll(stage.passwords());
        PlaintextScan scan = new PlaintextScan(forbidden);
        Path data = stage.settings().dataDirectory();
        PlaintextScan.Result control =
                scan.scan(List.of(data.resolve("embedded").resolve("mariadb")));
        story.require(!control.leaks().isEmpty(), "the search finds the texts in the source's own files", "none");
        story.say(
                "control: the same search finds them in %d files of the MariaDB server",
                control.leaks().size());
        PlaintextScan.Result result = scan.scan(places(stage.settings()));
        story.expect(
                String.format(
                        java.util.Locale.ROOT,
                        "%d texts searched in %d files (%,d bytes) of store, catalog, audit, log and temporary folders; found",
                        forbidden.size(),
                        result.files(),
                        result.bytes()),
                "[]",
                result.leaks().toString());
    }

    /** All that Spicerack writes: everything of the data directory but the embedded servers' own. */
    static List<Path> places(Settings settings) {
        Path data = settings.dataDirectory();
        return List.of(
                data.resolve("store"),
                data.resolve("catalog"),
                settings.auditDirectory(),
                data.resolve("spicerack.log"),
                data.resolve("tmp"));
    }

    private void compare() throws Exception {
        compare(
                DemoStage.PATIENTS,
                stage.embedded().postgres(),
                "SELECT id, birth_date, death_date, ssn, first_name, last_name, preferred_name, gender, marital, city, state,"
                        + " latitude, longitude, healthcare_expenses, healthcare_coverage, income, deceased, note"
                        + " FROM patients");
        compare(
                DemoStage.CLAIMS,
                stage.embedded().mariaDb(),
                "SELECT id, patient_id, patient_name, provider_id, payer_id, encounter_id, diagnosis, serviced, status,"
                        + " amount, outstanding, billed, memo, open FROM claims");
        compare(
                DemoStage.OBSERVATIONS,
                stage.embedded().postgres(),
                "SELECT id, observed, patient_id, encounter_id, category, code, description, finding, value, units,"
                        + " abnormal FROM observations");
    }

    /** Both sides at once, since each keeps a core busy. */
    private void compare(DataSetId dataSet, DatabaseServer server, String sql) throws Exception {
        try (OpenDataSet open = stage.spice().readers().open(dataSet)) {
            CompletableFuture<TableChecksum> reading = CompletableFuture.supplyAsync(() -> TableChecksum.of(open));
            TableChecksum.Builder source = TableChecksum.builder(open.schema().width());
            PlainRows.read(server, sql, source::add);
            TableChecksum expected = source.build();
            TableChecksum sealed = reading.join();
            story.require(
                    expected.equals(sealed),
                    dataSet + " equals its source, " + expected.rows() + " rows, checksum " + expected,
                    sealed.rows() + " rows, checksum " + sealed + ", columns that differ "
                            + sealed.differences(expected));
            story.say("%-22s %,d rows, checksum over all values %s: equal", dataSet, sealed.rows(), sealed);
        }
    }
}
