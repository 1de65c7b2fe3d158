package io.spicerack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.TakesLong;
import io.spicerack.cli.nodes.NodesCommand;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.KeyState;
import io.spicerack.model.RequestSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

@TakesLong
@WithCore
class ServiceCommandsTest {
    private final Path directory;
    private final ServedCore served;
    private final CoreFixture core;
    private final StringWriter out;
    private final StringWriter err;

    ServiceCommandsTest(ServedCore served) {
        directory = served.directory();
        this.served = served;
        core = served.core();
        out = served.out();
        err = served.err();
    }

    @Test
    void statusIsAnAlignedTable() {
        core.publish("patients", SampleRows.of(1200));
        core.createDefaultKey("second");
        DataSetId visits = core.declare("visits");
        failNext(visits);
        core.clock().advance(Duration.ofSeconds(90));
        assertThat(run(new StatusCommand())).isZero();
        assertThat(out.toString().lines().toList()).hasSize(3).satisfies(lines -> {
            assertThat(lines.get(0)).matches("DATA SET +AGE +ROWS +SIZE +KEY +LAST INGESTION +NEXT +ERROR");
            assertThat(lines.get(1))
                    .matches("patients  1 min 30 s  1,200  .* kB  service-owned \\(service-owned\\) \\(drifted\\)"
                            + "  COMPLETED +-");
            assertThat(lines.get(2))
                    .matches(
                            "visits .* -  +FAILED 2026-11-23T02:14:\\d\\dZ +- +SQL_TABLE_NOT_FOUND: there is no table 'visit'");
        });
        assertThat(run(new StatusCommand(), "--wide")).isZero();
        assertThat(out.toString())
                .contains(
                        CoreFixture.SERVICE_OWNED_KEY.toString(),
                        "SNAPSHOT",
                        "POSITION",
                        "PROVEN",
                        "WHY SO",
                        "none    its rows come from no source that could be asked");
    }

    @Test
    void nodesTellWhoWorksAndWhoStandsBy() throws Exception {
        assertThat(run(new NodesCommand())).isZero();
        assertThat(out.toString().strip()).isEqualTo("One node uses the catalog alone: spicerack.nodes is one.");
        try (Connection catalog = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("catalog.db"));
                Statement statement = catalog.createStatement()) {
            statement.executeUpdate("INSERT INTO node (node_id, process, host, started, heard, beat, lost) VALUES"
                    + " ('a', 11, 'first', 1000, 5000, 3, 1), ('b', 22, 'second', 2000, 6000, 4, 0),"
                    + " ('c', 33, 'third', 3000, 7000, 5, 0)");
            statement.executeUpdate(
                    "INSERT INTO setting (name, content) VALUES ('catalog.holder', 'c process 33 on third')");
        }
        DataSetId visits = core.declare("visits");
        core.spice().ingestions().request(visits, RequestSource.MANUAL);
        out.getBuffer().setLength(0);
        try (Refresh running = core.next(visits)) {
            assertThat(running.dataSet()).isEqualTo(visits);
            assertThat(run(new NodesCommand())).isZero();
        }
        assertThat(out.toString().lines().toList())
                .containsExactly(
                        "NODE  HOST    PROCESS  STATE      STARTED               LAST HEARD            REFRESHES  DUTIES",
                        "c     third        33  works      1970-01-01T00:00:03Z  1970-01-01T00:00:07Z  visits     -",
                        "b     second       22  stands by  1970-01-01T00:00:02Z  1970-01-01T00:00:06Z  -          -");
    }

    @Test
    void keysTellHowManyHaveDriftedAndWhatToDo() {
        core.publish("patients", SampleRows.of(3));
        core.createDefaultKey("second");
        core.publish("visits", SampleRows.of(3));
        assertThat(run(new KeysCommand())).isZero();
        assertThat(out.toString())
                .startsWith("key for new data: " + CoreFixture.key("second"))
                .containsPattern("patients .*key/service-owned \\(service-owned\\)  Enabled  - .*DRIFTED")
                .containsPattern("visits .*key/second +Enabled +[0-9a-f]{8} +2026-11-23T02:14:07Z +ingestion ")
                .endsWith("1 data set has drifted from the key for new data. Move with: spicerack refresh --drifted"
                        + System.lineSeparator());
    }

    @Test
    void refreshWaitsForTheEnd() throws Exception {
        DataSetId patients = core.declare("patients");
        CompletableFuture<Void> worker = CompletableFuture.runAsync(() -> core.runNext(patients, SampleRows.of(1500)));
        assertThat(run(new RefreshCommand(), "patients")).isZero();
        worker.join();
        assertThat(out.toString()).startsWith("patients: COMPLETED, 1,500 rows, ");
    }

    @Test
    void aRefreshThatFailsSaysWhyAndGivesOne() {
        DataSetId patients = core.declare("patients");
        CompletableFuture<Void> worker = CompletableFuture.runAsync(() -> runAndFail(patients));
        assertThat(run(new RefreshCommand(), "patients")).isOne();
        worker.join();
        assertThat(err.toString()).contains("patients: FAILED, SQL_TABLE_NOT_FOUND: there is no table 'visit'");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anUnknownDataSetIsRefusedWithTheKnownOnes() {
        core.declare("patients");
        assertThat(run(new RefreshCommand(), "patient")).isOne();
        assertThat(err.toString()).startsWith("spicerack: there is no data set 'patient'; known are [patients]");
    }

    @Test
    void readWritesRowsAndNothingElse() {
        core.publish("patients", SampleRows.of(5));
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        assertThat(run(new ReadCommand(() -> rows), "patients")).isZero();
        assertThat(rows.toString(StandardCharsets.UTF_8))
                .startsWith("id,name,fee,ratio,active,born\r\n0,,,,,\r\n1,\"O'Brien")
                .endsWith("4,Łucja 4,4.05,1.0,false,1970-01-05\r\n");
        assertThat(err.toString()).isEmpty();
        rows.reset();
        assertThat(run(new ReadCommand(() -> rows), "patients", "--format", "json", "--limit", "1"))
                .isZero();
        assertThat(rows.toString(StandardCharsets.UTF_8))
                .startsWith("{\"id\":0,")
                .hasLineCount(1);
    }

    @Test
    void aDeniedReadWritesNoRow() {
        core.publish("patients", SampleRows.of(5));
        core.keys().set(CoreFixture.SERVICE_OWNED_KEY, KeyState.Disabled);
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        assertThat(run(new ReadCommand(() -> rows), "patients")).isOne();
        assertThat(rows.size()).isZero();
        assertThat(err.toString()).contains("Cannot open data set 'patients'", "is Disabled. Enable the key.");
    }

    @Test
    void aReadThatIsCutSaysHowFarItCameAndWhy() {
        core.publish("patients", SampleRows.of(200_000, 10_000));
        assertThat(run(
                        new ReadCommand(() -> onFirstWrite(() ->
                                core.spice().keyWatch().observed(CoreFixture.SERVICE_OWNED_KEY, KeyState.Disabled))),
                        "patients"))
                .isOne();
        assertThat(err.toString())
                .containsPattern(
                        "data set 'patients' was cut after [0-9,]+ of 200,000 rows: Data set 'patients' was shut:"
                                + " KMS key .* is Disabled");
    }

    @Test
    void aBrokenPipeIsNoError() {
        core.publish("patients", SampleRows.of(5));
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        assertThat(run(new ReadCommand(() -> closed), "patients")).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void whereNothingAnswersTheMessageSaysWhatWasTried() {
        String url = served.server().url().toString();
        served.server().close();
        assertThat(run(new StatusCommand(), "--url", url)).isOne();
        assertThat(err.toString())
                .startsWith("spicerack: no Spicerack answers at " + url + " (--url): ")
                .contains("Start one with ./spicerack run");
    }

    @Test
    void aMissingTokenIsNamedWithItsPlace() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        StatusCommand command = new StatusCommand();
        int status = new CommandLine(command)
                .setErr(new PrintWriter(err))
                .execute("--url", served.server().url().toString(), "--keep", elsewhere.toString());
        assertThat(status).isOne();
        assertThat(err.toString())
                .contains("wants its token, and none was found in " + elsewhere.resolve("management.token"));
    }

    private static OutputStream onFirstWrite(Runnable action) {
        return new OutputStream() {
            private boolean written;

            @Override
            public void write(int b) {
                throw new UnsupportedOperationException("rows come in blocks");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                if (!written) {
                    action.run();
                }
                written = true;
            }
        };
    }

    private void failNext(DataSetId dataSet) {
        core.spice().ingestions().request(dataSet, RequestSource.MANUAL);
        runAndFail(dataSet);
    }

    private void runAndFail(DataSetId dataSet) {
        try (Refresh refresh = core.next(dataSet)) {
            refresh.fail(new IngestionException(IngestionErrorType.SQL_TABLE_NOT_FOUND, "there is no table 'visit'"));
        }
    }

    private int run(ServiceCommand command, String... arguments) {
        return served.run(command, arguments);
    }
}
