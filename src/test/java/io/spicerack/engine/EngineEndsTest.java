package io.spicerack.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spicerack.ChildJvm;
import io.spicerack.WithServers;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.model.KeyReference;
import io.spicerack.query.PreparedQuery;
import io.spicerack.query.QueryColumn;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryRows;
import io.spicerack.query.QuerySession;
import io.spicerack.query.SqlState;
import io.spicerack.table.RowGroup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** However a query ends, its worker wipes its keys or is gone, and the service goes on. */
@WithCore
@WithServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineEndsTest {
    /** Some hours, were it left to go on. */
    private static final String ENDLESS = "SELECT sum(range) FROM range(1000000000000)";

    private final CoreFixture core;
    private final DuckDbEngine engine;

    EngineEndsTest(CoreFixture core) {
        this.core = core;
        engine = new DuckDbEngine(
                DuckDbEngineTest.config(core.directory(), 1), core.spice().ticker());
    }

    /** The processes that this one has started for queries. */
    private static List<Long> workers() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::pid)
                .toList();
    }

    @AfterAll
    void nothingIsLeftBehind() throws Exception {
        engine.close();
        assertThat(workers()).isEmpty();
        try (Stream<Path> left = Files.list(core.directory().resolve("workers"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aQueryIsCancelledAndItsSessionGoesOn() throws Exception {
        CoreDataSets dataSets = new CoreDataSets(core, core.publish("visits", SampleRows.of(10)));
        try (QuerySession session = engine.open(dataSets.caller("amira"))) {
            QueryRefusal why = new QueryRefusal(SqlState.QUERY_CANCELED, "as the test wants it");
            assertThat(ended(session, ENDLESS, () -> session.cancel(why))).isSameAs(why);
            List<Long> worker = workers();
            session.cancel(why);
            assertThat(Answers.of(session, "SELECT count(*) FROM visits")).containsExactly(List.of("10"));
            assertThat(workers()).isEqualTo(worker).hasSize(1);

            assertThat(assertThatThrownBy(() ->
                                    Answers.of(session, "SELECT count(DISTINCT hash(range)) FROM range(100000000)"))
                            .asInstanceOf(InstanceOfAssertFactories.type(QueryRefusal.class))
                            .actual()
                            .state())
                    .isEqualTo(SqlState.OUT_OF_MEMORY);
            assertThat(Answers.of(session, "SELECT 1")).containsExactly(List.of("1"));

            // as a crash of what is native in it
            QueryRefusal crash = ended(session, ENDLESS, () -> workers()
                    .forEach(id -> ProcessHandle.of(id).ifPresent(ProcessHandle::destroyForcibly)));
            assertThat(crash.state()).isEqualTo(SqlState.CRASH_SHUTDOWN);
            assertThat(Answers.of(session, "SELECT count(*) FROM visits")).containsExactly(List.of("10"));
            assertThat(workers()).doesNotContainAnyElementsOf(worker);
            assertThat(dataSets.open()).isZero();

            core.clock().advance(Duration.ofMinutes(6));
            // its last statement ends a moment after its answer
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                engine.endIdle();
                assertThat(workers()).isEmpty();
            });
        }
    }

    /** Asks what goes on for long, and disturbs it until it ends. */
    private static QueryRefusal ended(QuerySession session, String sql, Runnable disturb) {
        CompletableFuture<Object> asked = CompletableFuture.supplyAsync(() -> {
            try {
                return Answers.of(session, sql);
            } catch (QueryRefusal e) {
                throw new IllegalStateException(e);
            }
        });
        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    disturb.run();
                    return asked.isDone();
                });
        Throwable failed = assertThatThrownBy(asked::get)
                .isInstanceOf(ExecutionException.class)
                .actual();
        return (QueryRefusal)
                Objects.requireNonNull(Objects.requireNonNull(failed.getCause()).getCause());
    }

    @Test
    void aLockdownEndsWhatReadsAndNoRowComesAfterIt() throws Exception {
        KeyReference key = core.createDefaultKey("ours");
        CoreDataSets dataSets = new CoreDataSets(core, core.publish("visits", SampleRows.of(50_000, 5_000)));
        try (QuerySession session = engine.open(dataSets.caller("amira"));
                PreparedQuery query = session.prepare("SELECT * FROM visits", List.of());
                QueryRows rows = query.run(List.of(), Answers.LIMITS)) {
            AtomicBoolean shut = new AtomicBoolean();
            rows.leadsTo((why, done) -> {
                shut.set(true);
                done.run();
            });
            RowGroup batch = new RowGroup(QueryColumn.schema(query.columns()));
            assertThat(rows.next(batch)).isTrue();
            long before = dataSets.given();

            core.spice().lockdown().lockDown(List.of(key));

            assertThat(shut).isTrue();
            assertThat(core.spice().readers().under(key)).allMatch(open -> open.isSilent());
            assertThatThrownBy(() -> rows.next(batch))
                    .asInstanceOf(InstanceOfAssertFactories.type(QueryRefusal.class))
                    .satisfies(refusal -> assertThat(refusal.state()).isEqualTo(SqlState.SYSTEM_ERROR))
                    .satisfies(refusal -> assertThat(refusal.words()).contains("Data set 'visits' was shut"));
            assertThat(batch.rows()).isZero();
            assertThat(dataSets.given()).isEqualTo(before);
            assertThatThrownBy(() -> query.run(List.of(), Answers.LIMITS))
                    .hasMessageContaining("Cannot open data set 'visits'");
        }
        assertThat(dataSets.open()).isZero();
        assertThat(dataSets.failures).hasSize(1);
    }

    /** A worker does not outlive the service, however that ends, and has nothing of its environment. */
    @Test
    void aWorkerEndsWithItsServiceAndKnowsNothingOfItsEnvironment() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(ChildJvm.command(
                List.of(), LoneWorker.class, core.directory().resolve("workers").toString()));
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "planted");
        Process service = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            String line = service.inputReader(StandardCharsets.UTF_8).readLine();
            ProcessHandle worker = ProcessHandle.of(Long.parseLong(line)).orElseThrow();
            assertThat(worker.isAlive()).isTrue();
            Path environment = Path.of("/proc", line, "environ");
            if (Files.exists(environment)) {
                assertThat(Files.readString(environment, StandardCharsets.ISO_8859_1))
                        .doesNotContain("planted", "AWS_");
            }
            service.destroyForcibly();
            worker.onExit().get(60, SECONDS);
        } finally {
            service.destroyForcibly();
        }
    }

    @Test
    void thereAreNoMoreWorkersThanMayBe() throws Exception {
        CoreDataSets none = new CoreDataSets(core);
        try (QuerySession first = engine.open(none.caller("amira"));
                QuerySession second = engine.open(none.caller("basel"))) {
            PreparedQuery one = first.prepare("SELECT 1", List.of());
            assertThatThrownBy(() -> second.prepare("SELECT 2", List.of()))
                    .asInstanceOf(InstanceOfAssertFactories.type(QueryRefusal.class))
                    .extracting(QueryRefusal::state)
                    .isEqualTo(SqlState.TOO_MANY_CONNECTIONS);
            assertThat(Answers.of(one)).containsExactly(List.of("1"));
            List<Long> before = workers();
            one.close();
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsInstanceOf(QueryRefusal.class)
                    .untilAsserted(
                            () -> assertThat(Answers.of(second, "SELECT 2")).containsExactly(List.of("2")));
            assertThat(workers()).hasSize(1).doesNotContainAnyElementsOf(before);
        }
    }
}
