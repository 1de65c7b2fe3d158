package io.spicerack.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spicerack.WithServers;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.query.PreparedQuery;
import io.spicerack.query.QueryColumn;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryRows;
import io.spicerack.query.QuerySession;
import io.spicerack.query.SqlState;
import io.spicerack.table.RowGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Keys are shut at random moments while queries run: those that hand on row after row, and those that compute for long and have
 * one row in the end. Whatever they do, no row leaves once the key is shut. {@code -Dsql.kills=1000} does it more often, and
 * prints how long it took.
 */
@WithCore
@WithServers
class RevokedQueriesTest {
    private static final int KILLS = Integer.getInteger("sql.kills", 6);
    private static final int LONGEST_WAIT_MILLIS = 120;

    /** As COPY reads it: rows without an end. */
    private static final String ROWS = "SELECT * FROM visits, range(1000000)";

    /** Hours, and one row in the end. */
    private static final String AGGREGATE =
            "SELECT count(*), sum(hash(name, range)::HUGEINT) FROM visits, range(1000000)";

    private final CoreFixture core;

    RevokedQueriesTest(CoreFixture core) {
        this.core = core;
    }

    /** What leaves, and nothing once it is shut. */
    private static final class Way {
        private long batches;
        private boolean shut;

        synchronized void send() {
            if (!shut) {
                batches++;
            }
        }

        synchronized void shut() {
            shut = true;
        }

        synchronized long batches() {
            return batches;
        }
    }

    @Test
    void noRowLeavesOnceTheKeyIsShut() throws Exception {
        KeyReference key = core.createDefaultKey("ours");
        CoreDataSets dataSets = new CoreDataSets(core, core.publish("visits", SampleRows.of(20_000, 5_000)));
        Random random = new Random(Long.getLong("fuzz.seed", 19));
        List<Double> lockdowns = Collections.synchronizedList(new ArrayList<>());
        List<Double> strangers = Collections.synchronizedList(new ArrayList<>());
        long handedOn = 0;
        try (DuckDbEngine engine = new DuckDbEngine(
                DuckDbEngineTest.config(core.directory()), core.spice().ticker())) {
            for (int kill = 0; kill < KILLS; kill++) {
                boolean stranger = kill % 2 == 1;
                boolean streaming = random.nextBoolean();
                try (QuerySession session = engine.open(dataSets.caller("amira"));
                        PreparedQuery query = session.prepare(streaming ? ROWS : AGGREGATE, List.of())) {
                    Way way = new Way();
                    CompletableFuture<QueryRefusal> reading = CompletableFuture.supplyAsync(() -> refused(query, way));
                    if (streaming) {
                        await().pollInterval(Duration.ofMillis(1))
                                .atMost(Duration.ofSeconds(60))
                                .until(() -> way.batches() > 0 || reading.isDone());
                    }
                    if (reading.isDone()) {
                        // its worker went with the statement before, which did not end in time
                        assertThat(reading.get().state()).isEqualTo(SqlState.CRASH_SHUTDOWN);
                        continue;
                    }
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_WAIT_MILLIS));

                    long from = System.nanoTime();
                    if (stranger) {
                        // somebody else disables it, and the watch looks
                        core.keys().set(key, KeyState.Disabled);
                        core.spice().keyWatch().look();
                    } else {
                        core.spice().lockdown().lockDown(List.of(key));
                    }
                    (stranger ? strangers : lockdowns).add((System.nanoTime() - from) / 1e6);

                    long left = way.batches();
                    QueryRefusal why = reading.get(60, TimeUnit.SECONDS);
                    assertThat(why.state()).isIn(SqlState.SYSTEM_ERROR, SqlState.CRASH_SHUTDOWN);
                    assertThat(way.batches())
                            .as("batches after the key was shut")
                            .isEqualTo(left);
                    handedOn += left;
                }
                if (stranger) {
                    core.keys().set(key, KeyState.Enabled);
                    core.spice().keyWatch().look();
                } else {
                    core.spice().lockdown().unlock(List.of(key));
                }
                core.clock().advance(Duration.ofMillis(10));
            }
        }
        assertThat(dataSets.open()).isZero();
        assertThat(handedOn).as("batches before the keys were shut").isPositive();
        if (KILLS > 100) {
            System.out.println("lock-downs, ms until all was shut: " + percentiles(lockdowns));
            System.out.println("keys disabled by a stranger, ms from the watch's look: " + percentiles(strangers));
            System.out.println(handedOn + " batches before, 0 after");
        }
    }

    private static QueryRefusal refused(PreparedQuery query, Way way) {
        RowGroup batch = new RowGroup(QueryColumn.schema(query.columns()));
        try (QueryRows rows = query.run(List.of(), Answers.LIMITS)) {
            rows.leadsTo((why, done) -> {
                way.shut();
                done.run();
            });
            while (rows.next(batch)) {
                way.send();
            }
        } catch (QueryRefusal e) {
            return e;
        }
        throw new IllegalStateException("it came to its end");
    }

    private static String percentiles(List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        StringBuilder text = new StringBuilder(sorted.size() + " times");
        for (double each : List.of(0.5, 0.9, 0.99, 1.0)) {
            int place = (int) Math.min(sorted.size() - 1L, Math.round(each * sorted.size()));
            text.append(String.format(Locale.ROOT, ", p%.0f %.1f", each * 100, sorted.get(place)));
        }
        return text.toString();
    }
}
