package io.spicerack.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QuerySession;
import io.spicerack.query.SqlState;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Statements that want all memory that there is: of the service, by one long row, and of the machine, by texts that DuckDB makes. */
@WithCore
@WithServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GreedyStatementsTest {
    private final CoreFixture core;
    private final DuckDbEngine engine;

    GreedyStatementsTest(CoreFixture core) {
        this.core = core;
        engine = new DuckDbEngine(
                DuckDbEngineTest.config(core.directory(), 1), core.spice().ticker());
    }

    @AfterAll
    void close() {
        engine.close();
    }

    private static QueryRefusal refusal(QuerySession session, String sql) {
        return assertThatThrownBy(() -> Answers.of(session, sql))
                .as(sql)
                .asInstanceOf(InstanceOfAssertFactories.type(QueryRefusal.class))
                .actual();
    }

    @Test
    void aLongRowIsRefusedBeforeTheServiceMakesRoomForIt() throws Exception {
        CoreDataSets dataSets = new CoreDataSets(core, core.publish("visits", SampleRows.of(10)));
        // a worker of its own: one that has had all its memory gives it back in its time
        try (QuerySession session = engine.open(dataSets.caller("basel"))) {
            assertThat(refusal(session, "SELECT repeat('x', 5000000)").words())
                    .contains("a row of the answer has 5000000 bytes; the most is 4194304");
            assertThat(refusal(session, "SELECT 1 AS a, repeat('x', 3000000), repeat('y', 3000000)")
                            .words())
                    .contains("a row of the answer has 6000000 bytes");
            assertThat(refusal(session, "SELECT [repeat('x', 30000000)]").state())
                    .isIn(SqlState.PROGRAM_LIMIT_EXCEEDED, SqlState.OUT_OF_MEMORY);
            // many that are long, one after the other
            assertThat(Answers.of(session, "SELECT repeat('x', 300000 + range::int) FROM range(40)"))
                    .hasSize(40)
                    .last()
                    .satisfies(row -> assertThat(row.get(0)).hasSize(300_039));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void textsThatAreComputedTakeNoMoreThanAWorkerMay() throws Exception {
        CoreDataSets none = new CoreDataSets(core);
        try (QuerySession session = engine.open(none.caller("amira"))) {
            assertThat(Answers.of(session, "SELECT 1")).containsExactly(List.of("1"));
            // 12 GB, two thousand rows at a time
            assertThat(refusal(session, "SELECT max(length(repeat('x', 6000000 + range::int))) FROM range(4096)")
                            .state())
                    .isIn(SqlState.OUT_OF_MEMORY, SqlState.CRASH_SHUTDOWN);
            assertThat(Answers.of(session, "SELECT 1")).containsExactly(List.of("1"));
        }
    }
}
