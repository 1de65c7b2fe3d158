package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spicerack.WithServers;
import io.spicerack.core.WithCore;
import io.spicerack.core.queue.RouteFiles;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSetId;
import io.spicerack.model.RequestSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.quartz.QuartzComponent;
import org.junit.jupiter.api.Test;
import org.quartz.JobExecutionContext;
import org.quartz.Trigger;
import org.quartz.listeners.TriggerListenerSupport;

/**
 * Edits at random, half of them broken, of data sets that are refreshed all the while by their schedules. A small one runs always;
 * {@code -Drandom.edits=300 -Drandom.files=50} is the scripted hour.
 */
@WithServers
@WithCore
class RandomEditsTest {
    private static final int FILES = Integer.getInteger("random.files", 4);
    private static final int EDITS = Integer.getInteger("random.edits", 24);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int EVERY = Math.max(2, FILES / 5);

    private final Random random = new Random(Long.getLong("fuzz.seed", 17));
    private final PipelineFixture fixture;
    private final Firings firings = new Firings();
    /** What each file is to have, as far as it was good when it was written. */
    private final Map<String, Good> good = new TreeMap<>();

    private final Set<String> broken = new HashSet<>();
    private int refusals;
    private int places;

    RandomEditsTest(PipelineFixture fixture) {
        this.fixture = fixture.postgres("db", TestDatabases.postgres().newDatabase());
        fixture.routes().shared();
    }

    /** A file's query and the second of its schedule; rows is what a refresh of it brings. */
    private record Good(int rows, int second) {
        String text(String id) {
            return "dataSet: " + id + "\ndataSource: db\nschedule: " + second + "/" + EVERY + " * * * * ?\n"
                    + "sql: SELECT n AS id FROM generate_series(1, " + rows + ") AS n\n";
        }
    }

    /** Every time at which a trigger has fired. */
    private static final class Firings extends TriggerListenerSupport {
        final Map<String, List<Instant>> times = new ConcurrentHashMap<>();
        final Semaphore all = new Semaphore(0);

        @Override
        public String getName() {
            return "firings";
        }

        /** Quartz fires in the order of times: all that were due before it have fired. */
        Instant newest() {
            return times.values().stream()
                    .flatMap(List::stream)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }

        @Override
        public void triggerFired(Trigger trigger, JobExecutionContext context) {
            all.release();
            times.computeIfAbsent(trigger.getKey().getName(), unused -> new CopyOnWriteArrayList<>())
                    .add(context.getScheduledFireTime().toInstant());
        }
    }

    @Test
    void noEditHarmsAnotherDataSetAndNoFiringIsMissedOrDoubled() throws Exception {
        for (int i = 0; i < FILES; i++) {
            good.put(id(i), new Good(1 + random.nextInt(9), random.nextInt(EVERY)));
            write(id(i), good(id(i)).text(id(i)));
        }
        fixture.start();
        fixture.context()
                .getComponent("quartz", QuartzComponent.class)
                .getScheduler()
                .getListenerManager()
                .addTriggerListener(firings);
        fixture.pipeline().resumeSchedules();
        Instant begun = Instant.now();
        Map<String, Instant> steadySince = new HashMap<>();
        good.keySet().forEach(id -> steadySince.put(id, begun));
        for (int i = 0; i < EDITS; i++) {
            String id = id(random.nextInt(FILES));
            if (edit(id)) {
                steadySince.put(id, Instant.now());
            }
            fixture.pipeline().follow();
            fixture.pipeline().follow();
            lookAtStates(id);
            if (i % 2 == 0) {
                assertThat(firings.all.tryAcquire(1, TimeUnit.MINUTES))
                        .as("the schedules go on")
                        .isTrue();
                firings.all.drainPermits();
            }
        }
        fixture.pipeline().pauseSchedules();
        Instant ended = Instant.now();
        int checked = firings(steadySince, firings.newest());
        settleAll();
        for (String id : good.keySet()) {
            assertThat(fixture.probe().published(id).rows().rowsIngested())
                    .as(id)
                    .isEqualTo(good(id).rows());
        }
        System.Logger log = System.getLogger(RandomEditsTest.class.getName());
        log.log(
                System.Logger.Level.INFO,
                "{0} edits of {1} files in {2} ms: {3} refusals, {4} of them with their place; {5} firings, each once",
                EDITS,
                FILES,
                ended.toEpochMilli() - begun.toEpochMilli(),
                refusals,
                places,
                checked);
        assertThat(places).isEqualTo(refusals);
    }

    private Good good(String id) {
        return Objects.requireNonNull(good.get(id));
    }

    /** Whether its schedule is another now. */
    private boolean edit(String id) throws IOException {
        Good before = good(id);
        if (random.nextBoolean()) {
            broken.add(id);
            write(id, damaged(before.text(id)));
            return false;
        }
        broken.remove(id);
        Good after =
                switch (random.nextInt(3)) {
                    case 0 -> new Good(before.rows(), random.nextInt(EVERY));
                    case 1 -> before;
                    default -> new Good(1 + random.nextInt(9), before.second());
                };
        good.put(id, after);
        write(id, (random.nextBoolean() ? "# edited\n" : "") + after.text(id));
        return after.second() != before.second();
    }

    private String damaged(String text) {
        return switch (random.nextInt(6)) {
            case 0 -> text.replace("dataSource", "dataSuorce");
            case 1 -> text.replace("* * * * ?", "* 99 * * ?");
            case 2 -> text.replace("sql:", "sql: [");
            case 3 -> text.substring(0, text.indexOf("sql"));
            case 4 -> text.replace("dataSource: db", "dataSource: bd");
            default -> text + "bean: " + random.nextInt() + "\n";
        };
    }

    /** The one that was edited is as its text is, and every other as it was. */
    private void lookAtStates(String edited) {
        for (RouteFiles.Line line : fixture.spice().ingestions().routeFiles().all()) {
            String id = line.file().replaceFirst("routes/(.*)[.]camel[.]yaml", "$1");
            assertThat(line.serves()).as(line.file()).isTrue();
            if (broken.contains(id)) {
                assertThat(line.state()).as(line.why()).isEqualTo(RouteFiles.State.REFUSED);
                if (id.equals(edited)) {
                    refusals++;
                    places += line.why().matches("(?s)routes/" + id + "[.]camel[.]yaml:[0-9]+:[0-9]+: .*") ? 1 : 0;
                }
            } else if (!id.equals(edited)) {
                assertThat(line.state()).as(line.file()).isNotEqualTo(RouteFiles.State.REFUSED);
            }
        }
    }

    /** All that was broken is mended, and all that drains has ended. */
    private void settleAll() throws IOException {
        for (String id : good.keySet()) {
            write(id, good(id).text(id));
        }
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            fixture.pipeline().follow();
            return fixture.spice().ingestions().routeFiles().all().stream()
                            .allMatch(line -> line.state() == RouteFiles.State.LIVE)
                    && fixture.spice().ingestions().queued() == 0
                    && fixture.spice().ingestions().running().isEmpty();
        });
    }

    /** How many there were; each once, and none left out since its schedule was last edited. */
    private int firings(Map<String, Instant> steadySince, Instant newest) {
        int all = 0;
        for (String id : good.keySet()) {
            List<Instant> times = firings.times.getOrDefault(id, List.of());
            all += times.size();
            assertThat(times).as(id).doesNotHaveDuplicates().isSorted();
            Set<Instant> seen = Set.copyOf(times);
            List<Instant> missed = new ArrayList<>();
            Instant from = Objects.requireNonNull(steadySince.get(id)).plusSeconds(1);
            for (long second = from.getEpochSecond() + 1; second < newest.getEpochSecond(); second++) {
                int ofMinute =
                        Instant.ofEpochSecond(second).atZone(ZoneOffset.UTC).getSecond();
                int offset = ofMinute - good(id).second();
                if (offset >= 0 && offset % EVERY == 0 && !seen.contains(Instant.ofEpochSecond(second))) {
                    missed.add(Instant.ofEpochSecond(second));
                }
            }
            assertThat(missed).as(id).isEmpty();
            assertThat(fixture.spice().ingestions().list(new DataSetId(id), 1_000))
                    .filteredOn(run -> run.requestSource() == RequestSource.SCHEDULED)
                    .as(id)
                    .hasSizeLessThanOrEqualTo(times.size());
        }
        return all;
    }

    private void write(String id, String text) throws IOException {
        Path file = fixture.routes().directory().resolve(id + ".camel.yaml");
        if (random.nextBoolean()) {
            Path fresh = file.resolveSibling(".fresh");
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.writeString(file, text);
        }
    }

    private static String id(int number) {
        return "set-" + number;
    }
}
