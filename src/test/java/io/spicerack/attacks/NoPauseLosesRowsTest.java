package io.spicerack.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spicerack.TakesLong;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.RefreshProperties;
import io.spicerack.catalog.record.SequencedRecord;
import io.spicerack.catalog.record.SourceReadRecord;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.account.DefinedDataSets;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.core.refresh.Extracted;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.core.refresh.RowStep;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.core.sources.DataSourceDefinition;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.model.LookbackWindow;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RequestType;
import io.spicerack.model.ResourceStatus;
import io.spicerack.model.Secret;
import io.spicerack.source.SourceTypes;
import io.spicerack.source.SplitOptions;
import io.spicerack.source.duckdb.DuckDbType;
import io.spicerack.table.RowGroup;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An incremental refresh adds all that was committed since the version that it adds to, however long that is ago. */
@TakesLong
class NoPauseLosesRowsTest {
    private static final DataSourceId CLINIC = new DataSourceId("clinic");
    private static final DataSetId VISITS = new DataSetId("visits");
    private static final int WINDOW_DAYS = 2;

    private final AtomicReference<Instant> server = new AtomicReference<>();
    private final Path directory;
    private final CoreFixture core;
    private final KeyReference key;

    NoPauseLosesRowsTest(@TempDir Path directory) throws Exception {
        this.directory = directory;
        database("CREATE TABLE visit (id INT, day DATE)");
        core = CoreFixture.open(directory, new SourceTypes(new DuckDbType(directory, server::get)));
        server.set(core.clock().instant());
        key = core.createDefaultKey("a");
        core.spice()
                .dataSources()
                .create(
                        new DataSourceDefinition(
                                CLINIC, "Clinic", DuckDbType.WORD, "127.0.0.1", 1, "clinic.db", false, null, null),
                        new CredentialsInput.CredentialPair("nobody", Secret.of("nothing")));
        await().until(() ->
                core.spice().dataSources().find(CLINIC).orElseThrow().status() == ResourceStatus.CREATION_SUCCESSFUL);
        visit(1, 0);
        core.spice()
                .definedDataSets()
                .create(
                        VISITS,
                        new DefinedDataSets.Definition(
                                "Visits",
                                CLINIC,
                                """
                                {"PhysicalTableMap": {"t": {"CustomSql": {"Name": "t", "DataSourceArn":
                                "arn:aws:quicksight:eu-west-1:123456789012:datasource/clinic",
                                "SqlQuery": "SELECT id, day FROM visit"}}}}"""));
        run();
        core.catalog().run(tx -> tx.refreshProperties()
                .put(
                        VISITS,
                        new RefreshProperties(
                                new LookbackWindow("day", WINDOW_DAYS, LookbackWindow.SizeUnit.DAY), null)));
    }

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void aPauseThatIsLongerThanTheWindowIsCaughtUpAndOnRecord() throws Exception {
        pass(10);
        visit(2, -9);
        visit(3, -5);
        visit(4, 0);
        IngestionRecord refreshed = added();
        assertThat(ids()).containsExactly(1, 2, 3, 4);
        SourceReadRecord read = core.catalog()
                .read(tx -> tx.sourceReads().find(VISITS, refreshed.id()))
                .orElseThrow();
        Instant since = core.clock().instant().minus(Duration.ofDays(10 + WINDOW_DAYS));
        assertThat(read.since()).contains(since);
        assertThat(queries()).last().asString().contains("\"rowsSince\":\"" + since + "\"");
    }

    @Test
    void aSourceThatFailsMeanwhileChangesNothingOfThat() throws Exception {
        pass(4);
        visit(2, -3);
        database("ALTER TABLE visit RENAME TO away");
        assertThat(added().status()).isEqualTo(IngestionStatus.FAILED);
        pass(4);
        database("ALTER TABLE away RENAME TO visit");
        visit(3, 0);
        assertThat(added().status()).isEqualTo(IngestionStatus.COMPLETED);
        assertThat(ids()).containsExactly(1, 2, 3);
    }

    @Test
    void norDoesAKeyThatIsDisabledMeanwhile() throws Exception {
        pass(4);
        visit(2, -3);
        core.keys().set(key, KeyState.Disabled);
        core.spice().keyWatch().observed(key, KeyState.Disabled);
        assertThat(added().status()).isEqualTo(IngestionStatus.FAILED);
        pass(4);
        core.keys().set(key, KeyState.Enabled);
        core.spice().keyWatch().observed(key, KeyState.Enabled);
        visit(3, 0);
        assertThat(added().status()).isEqualTo(IngestionStatus.COMPLETED);
        assertThat(ids()).containsExactly(1, 2, 3);
    }

    @Test
    void whatIsCommittedLateWithinTheWindowIsAdded() throws Exception {
        pass(1);
        added();
        visit(2, -1);
        pass(5);
        visit(3, -4);
        added();
        assertThat(ids()).containsExactly(1, 2, 3);
    }

    @Test
    void aClockThatWasAheadAndIsSetBackLosesNothing() throws Exception {
        // ours, then the server's, which dates the rows
        core.clock().advance(Duration.ofDays(30));
        added();
        core.clock().advance(Duration.ofDays(-30));
        pass(3);
        visit(2, -2);
        added();
        assertThat(ids()).containsExactly(1, 2);
        server.updateAndGet(now -> now.plus(Duration.ofDays(30)));
        added();
        server.updateAndGet(now -> now.minus(Duration.ofDays(30)));
        visit(3, -1);
        added();
        assertThat(ids()).containsExactly(1, 2, 3);
    }

    private void pass(int days) {
        core.clock().advance(Duration.ofDays(days));
        server.updateAndGet(now -> now.plus(Duration.ofDays(days)));
    }

    /** A visit so many days after the server's today. */
    private void visit(int id, int days) throws Exception {
        LocalDate day = LocalDate.ofInstant(server.get(), ZoneOffset.UTC).plusDays(days);
        database("INSERT INTO visit VALUES (" + id + ", DATE '" + day + "')");
    }

    private void database(String sql) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:" + directory.resolve("clinic.db"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private IngestionRecord added() {
        IngestionId asked =
                core.spice().ingestions().request(VISITS, RequestSource.MANUAL, RequestType.INCREMENTAL_REFRESH);
        run();
        return core.spice().ingestions().find(VISITS, asked).orElseThrow();
    }

    private void run() {
        try (Refresh refresh = core.next(VISITS)) {
            try {
                Extracted extracted = refresh.begin().extractDefined(SplitOptions.ONE);
                extracted
                        .seal(extracted.rows(), Optional.empty(), RowStep.AS_READ)
                        .reconcile()
                        .publish();
            } catch (RuntimeException e) {
                refresh.fail(e);
            }
        }
    }

    private List<Integer> ids() throws Exception {
        List<Integer> ids = new ArrayList<>();
        try (OpenDataSet open = core.spice().readers().open(VISITS)) {
            RowGroup group = new RowGroup(open.schema());
            while (open.next(group)) {
                for (int row = 0; row < group.rows(); row++) {
                    ids.add((int) group.longs(0).value(row));
                }
            }
        }
        return ids.stream().sorted().toList();
    }

    private List<String> queries() {
        return core.catalog().read(tx -> tx.audit().search(AuditQuery.oldest(1_000))).stream()
                .map(SequencedRecord::event)
                .filter(event -> event.eventName().equals("QueryDatabase"))
                .map(event -> event.json())
                .filter(json -> !json.contains("purpose"))
                .toList();
    }
}
