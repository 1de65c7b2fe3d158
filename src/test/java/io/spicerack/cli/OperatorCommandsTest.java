package io.spicerack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.spicerack.TakesLong;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.cli.logs.LogLevelCommand;
import io.spicerack.cli.logs.LogsCommand;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.RequestSource;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What an operator types, with the mistakes that are made at three in the morning. */
@TakesLong
@WithCore
class OperatorCommandsTest {
    /** Each command that names a data set, and what it is called with besides. */
    private static final Map<Class<? extends ServiceCommand>, Named> NAME_A_DATA_SET = Map.of(
            RefreshCommand.class, new Named(RefreshCommand::new),
            ReadCommand.class, new Named(ReadCommand::new),
            CancelCommand.class, new Named(CancelCommand::new),
            RewrapCommand.class, new Named(RewrapCommand::new),
            LogsCommand.class, new Named(LogsCommand::new),
            AuditKeyOfCommand.class, new Named(AuditKeyOfCommand::new),
            AuditSearchCommand.class, new Named(AuditSearchCommand::new, List.of("--data-set")));

    private record Named(Supplier<ServiceCommand> command, List<String> option) {
        Named(Supplier<ServiceCommand> command) {
            this(command, List.of());
        }

        String[] arguments(String name) {
            return Stream.concat(option.stream(), Stream.of(name)).toArray(String[]::new);
        }
    }

    private final ServedCore served;
    private final CoreFixture core;
    private final StringWriter out;
    private final StringWriter err;

    OperatorCommandsTest(ServedCore served) {
        this.served = served;
        core = served.core();
        out = served.out();
        err = served.err();
    }

    @Test
    void everyCommandThatNamesADataSetRefusesOneThatThereIsNotWithTheNearName() {
        core.publish("patients", SampleRows.of(1));
        NAME_A_DATA_SET.forEach((type, named) -> {
            err.getBuffer().setLength(0);
            assertThat(run(named.command().get(), named.arguments("patient")))
                    .as(type.getSimpleName())
                    .isOne();
            assertThat(err.toString())
                    .as(type.getSimpleName())
                    .contains("there is no data set 'patient'; known are [patients]; did you mean 'patients'?");
        });
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whatIsEmptyIsSaidByItsName() {
        assertThat(run(new LogsCommand(), "")).isOne();
        assertThat(err.toString()).contains("the data set's id is empty; spicerack status lists them");
        assertThat(run(new LogLevelCommand(), "camel", "")).isOne();
        assertThat(err.toString()).contains("the level is empty");
        assertThat(run(new PrincipalCommand.Tag(), "", "ward=north")).isOne();
        assertThat(err.toString()).contains("the principal's name is empty");
        assertThat(run(new PrincipalCommand.Tag(), "ann", "ward=north", "ward=south"))
                .isOne();
        assertThat(err.toString()).contains("the session tag 'ward' is there twice");
        assertThat(run(new CancelCommand(), "patients", "")).isOne();
        assertThat(err.toString()).contains("the ingestion's id is empty");
    }

    @Test
    void aLevelOfTheLogIsChangedForAWhileAndOnRecord() {
        assertThat(run(new LogLevelCommand())).isZero();
        assertThat(err.toString()).startsWith("every level is as the configuration says");
        assertThat(run(new LogLevelCommand(), "core.refresh", "debug", "--for", "5m"))
                .isZero();
        assertThat(out.toString()).containsPattern("ROOM +LEVEL +UNTIL\\ncore.refresh +DEBUG +20");
        assertThat(core.spice().audit().search(AuditQuery.newest(1)))
                .singleElement()
                .satisfies(record -> assertThat(record.json())
                        .contains("\"eventName\":\"ChangeLogLevel\"", "\"room\":\"core.refresh\"", "operator"));
        for (String library : List.of("org.postgresql", "software.amazon.awssdk", "core.nosuch", "../core")) {
            assertThat(run(new LogLevelCommand(), library, "trace")).as(library).isOne();
        }
        assertThat(err.toString()).contains("'org.postgresql' is no room of Spicerack", "rows and secrets too");
        assertThat(run(new LogLevelCommand(), "camel", "loud")).isOne();
        assertThat(err.toString()).contains("there is no level 'loud'; allowed are error, warn, info, debug and trace");
        assertThat(run(new LogLevelCommand(), "camel")).isEqualTo(2);
        assertThat(run(new LogLevelCommand(), "camel", "debug", "--for", "25h")).isOne();
        err.getBuffer().setLength(0);
        assertThat(run(new LogLevelCommand(), "core.refresh", "default")).isZero();
        assertThat(err.toString()).startsWith("every level is as the configuration says");
    }

    @Test
    void theWalkOverCommandsThatNameADataSetLeavesNoneOut() {
        Set<String> naming = new TreeSet<>();
        for (JavaClass found : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.spicerack.cli")) {
            // what takes something to be made is no command that names a data set
            boolean plain = found.getConstructors().stream()
                    .anyMatch(constructor -> constructor.getParameters().isEmpty());
            if (found.isAssignableTo(ServiceCommand.class)
                    && plain
                    && !found.getModifiers().contains(JavaModifier.ABSTRACT)) {
                CommandLine.Model.CommandSpec spec = new CommandLine(found.reflect()).getCommandSpec();
                boolean names = spec.positionalParameters().stream()
                                .anyMatch(parameter -> parameter.paramLabel().equals("DATA_SET"))
                        || spec.findOption("--data-set") != null;
                if (names) {
                    naming.add(found.getSimpleName());
                }
            }
        }
        assertThat(naming)
                .isEqualTo(NAME_A_DATA_SET.keySet().stream()
                        .map(Class::getSimpleName)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void whoDidItIsOnRecordAndFoundByNameAndByFailure() {
        core.publish("patients", SampleRows.of(1));
        core.spice().ingestions().request(new DataSetId("patients"), RequestSource.MANUAL);
        assertThat(run(new CancelCommand(), "patients", "--as", "alice@ward 7")).isZero();
        assertThat(run(new AuditSearchCommand(), "--who", "alice", "--json")).isZero();
        assertThat(out.toString())
                .contains(
                        "\"eventName\":\"CancelIngestion\"",
                        "\"userName\":\"alice@ward_7\"",
                        "\"principalId\":\"operator\"")
                .doesNotContain("StartIngestion");
        out.getBuffer().setLength(0);
        failNext(new DataSetId("patients"));
        assertThat(run(new AuditSearchCommand(), "--failed")).isZero();
        assertThat(rows()).hasSize(1).first().asString().contains("FailIngestion", "SQL_TABLE_NOT_FOUND");
    }

    @Test
    void whoMayOnlyLookGetsATokenForTheseCommandsAtEachNewKey() {
        for (String command : new String[] {"create", "rotate"}) {
            out.getBuffer().setLength(0);
            assertThat(
                            command.equals("create")
                                    ? run(new PrincipalCommand.Create(), "auditor", "--read-only")
                                    : run(new PrincipalCommand.Rotate(), "auditor"))
                    .isZero();
            assertThat(out.toString()).containsPattern("SPICERACK_MANAGEMENT_TOKEN=AKIA[A-Z2-7]{16}:[A-Za-z0-9+/]{40}");
        }
        out.getBuffer().setLength(0);
        assertThat(run(new PrincipalCommand.Create(), "bob", "--actions", "quicksight:List*"))
                .isZero();
        assertThat(out.toString()).doesNotContain("SPICERACK_MANAGEMENT_TOKEN");
        assertThat(run(new PrincipalCommand.Create(), "eve", "--read-only", "--secrets", "arn:a"))
                .isEqualTo(1);
    }

    @Test
    void everyEventSaysWhatItIsAbout() {
        core.createDefaultKey("ours");
        core.publish("patients", SampleRows.of(1));
        run(new LockdownCommand(), "--all");
        run(new UnlockCommand(), "--all");
        run(new DrillCommand());
        run(new PrincipalCommand.Create(), "bob", "--actions", "*");
        run(new AuditRotateKeyCommand());
        core.spice().refusals().refused("management", "NoToken", "127.0.0.1");
        core.spice().refusals().settleAll();
        out.getBuffer().setLength(0);
        assertThat(run(new AuditSearchCommand(), "--looks", "--limit", "1000")).isZero();
        assertThat(rows()).hasSizeGreaterThan(20).allSatisfy(row -> assertThat(row.split("\\s{2,}", -1))
                .hasSizeGreaterThanOrEqualTo(4));
        assertThat(rows()).anyMatch(row -> row.matches(".* DisableKey .* key/ours"));
    }

    @Test
    void cancelTakesOutWhatWaitsAndSaysWhereThereIsNothing() {
        DataSetId patients = core.declare("patients");
        IngestionId first = core.spice().ingestions().request(patients, RequestSource.MANUAL);
        IngestionId second = core.spice().ingestions().request(patients, RequestSource.MANUAL);
        assertThat(run(new CancelCommand(), "patients", first.value())).isZero();
        assertThat(status(patients, first)).isEqualTo(IngestionStatus.CANCELLED);
        assertThat(status(patients, second)).isEqualTo(IngestionStatus.QUEUED);
        assertThat(run(new CancelCommand(), "patients")).isZero();
        assertThat(status(patients, second)).isEqualTo(IngestionStatus.CANCELLED);
        assertThat(run(new CancelCommand(), "patients")).isOne();
        assertThat(err.toString()).contains("no ingestion of data set 'patients' waits or runs");
        assertThat(run(new CancelCommand(), "patients", "none")).isOne();
        assertThat(err.toString()).contains("has no ingestion 'none'");
    }

    @Test
    void aRefreshUnderWayIsStopped() {
        DataSetId patients = core.declare("patients");
        core.spice().ingestions().request(patients, RequestSource.MANUAL);
        try (Refresh refresh = core.next(patients)) {
            assertThat(run(new CancelCommand(), "patients", "--as", "alice")).isZero();
            refresh.fail(new IllegalStateException("whatever the route said"));
            assertThat(status(patients, refresh.ingestion())).isEqualTo(IngestionStatus.CANCELLED);
        }
    }

    @Test
    void severalAreRefreshedByPatternAndOneThatFailsIsNamed() {
        DataSetId claims = core.declare("hospital-claims");
        DataSetId patients = core.declare("hospital-patients");
        core.declare("clinic");
        CompletableFuture<Void> worker = CompletableFuture.runAsync(() -> {
            core.runNext(claims, SampleRows.of(3));
            try (Refresh refresh = core.next(patients)) {
                refresh.fail(new IngestionException(IngestionErrorType.SQL_TABLE_NOT_FOUND, "there is no table 'p'"));
            }
        });
        assertThat(run(new RefreshCommand(), "hospital-*")).isOne();
        worker.join();
        assertThat(out.toString())
                .contains(
                        "hospital-claims: COMPLETED, 3 rows (1 of 2)",
                        "1 of 2 refreshed; not refreshed: hospital-patients");
        assertThat(run(new RefreshCommand(), "clinik*")).isOne();
        assertThat(err.toString()).contains("there is no data set 'clinik*'", "did you mean 'clinic'?");
    }

    @Test
    void statusTellsThoseThatFailedAndAllAsJson() {
        core.publish("patients", SampleRows.of(1));
        assertThat(run(new StatusCommand(), "--failed")).isZero();
        assertThat(err.toString()).contains("no data set's last ingestion failed");
        DataSetId visits = core.declare("visits");
        failNext(visits);
        assertThat(run(new StatusCommand(), "--failed")).isOne();
        assertThat(out.toString()).contains("visits").doesNotContain("patients");
        out.getBuffer().setLength(0);
        assertThat(run(new StatusCommand(), "--json")).isZero();
        assertThat(out.toString()).startsWith("{").contains("\"dataSetId\" : \"patients\"", "\"keyState\"");
        out.getBuffer().setLength(0);
        int[] left = {2};
        assertThat(run(new StatusCommand(() -> left[0]-- > 0), "--watch")).isZero();
        assertThat(out.toString().split("DATA SET", -1)).hasSize(4);
    }

    @Test
    void dataSetsWithoutAVersionAreToldWhereKeysAreAsked() {
        core.publish("patients", SampleRows.of(1));
        core.declare("visits");
        assertThat(run(new KeysCommand())).isZero();
        assertThat(out.toString()).contains("visits has no version, so that no key protects anything of it yet");
        assertThat(run(new RefreshCommand(), "--drifted")).isZero();
        assertThat(err.toString()).contains("visits has no version");
    }

    @Test
    void aLockdownIsForeseenAndToldInOneLineWhereDataSetsAreMany() {
        core.createDefaultKey("ours");
        for (int i = 0; i < 12; i++) {
            core.publish("ward-" + i, SampleRows.of(1));
        }
        assertThat(run(new LockdownCommand(), "--all", "--dry-run")).isZero();
        assertThat(out.toString())
                .startsWith("would disable 1 KMS keys and shut 12 data sets; nothing was done")
                .containsPattern("key/ours +12 +0 +0 +ward-0, ward-1, ward-10, ward-11, ward-2 and 7 more");
        core.runNext(requested("ward-0"), SampleRows.of(1));
        out.getBuffer().setLength(0);
        assertThat(run(new LockdownCommand(), "--key", CoreFixture.key("ours").toString()))
                .isZero();
        assertThat(out.toString())
                .containsPattern(
                        "^12 of 12 data sets under 1 KMS keys, the slowest after [0-9,]+ ms; 0 readers were cut\\R$");
        out.getBuffer().setLength(0);
        assertThat(run(new UnlockCommand(), "--all", "--each")).isZero();
        assertThat(out.toString()).contains("12 of 12 data sets", "ward-11");
    }

    @Test
    void whatIsKnownOfAKeyIsToldWithItsAge() {
        core.publish("patients", SampleRows.of(1));
        core.spice().keyWatch().look();
        core.keys().reachable(false);
        core.clock().advance(Duration.ofSeconds(6));
        core.spice().keyWatch().look();
        core.clock().advance(Duration.ofSeconds(70));
        assertThat(run(new StatusCommand())).isZero();
        assertThat(out.toString()).contains("(state unknown, Enabled 1 min 16 s ago)");
        assertThat(run(new KeysCommand())).isZero();
        assertThat(out.toString()).contains("unknown: UNREACHABLE; Enabled 76 s ago");
    }

    private DataSetId requested(String dataSet) {
        DataSetId id = new DataSetId(dataSet);
        core.spice().ingestions().request(id, RequestSource.MANUAL);
        return id;
    }

    private List<String> rows() {
        return out.toString().lines().skip(1).toList();
    }

    private IngestionStatus status(DataSetId dataSet, IngestionId ingestion) {
        return core.spice().ingestions().find(dataSet, ingestion).orElseThrow().status();
    }

    private void failNext(DataSetId dataSet) {
        core.spice().ingestions().request(dataSet, RequestSource.MANUAL);
        try (Refresh refresh = core.next(dataSet)) {
            refresh.fail(new IngestionException(IngestionErrorType.SQL_TABLE_NOT_FOUND, "there is no table 'visit'"));
        }
    }

    private int run(ServiceCommand command, String... arguments) {
        return served.run(command, arguments);
    }
}
