package io.spicerack.catalog;

import static io.spicerack.catalog.CatalogFixtures.KEY_A;
import static io.spicerack.catalog.CatalogFixtures.NOON;
import static io.spicerack.catalog.CatalogFixtures.PATIENTS;
import static io.spicerack.catalog.CatalogFixtures.event;
import static io.spicerack.catalog.CatalogFixtures.staged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.catalog.database.CatalogException;
import io.spicerack.catalog.record.DataSetRecord;
import io.spicerack.catalog.record.SequencedRecord;
import io.spicerack.catalog.record.VersionContent;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DriftPolicy;
import io.spicerack.model.VersionId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the code relies on wherever it changes the catalog, on each database that a catalog may be in. */
@TakesLong
@WithCatalog
class CatalogTransactionsTest {
    private static final int WRITERS = 4;
    private static final int EACH = 25;

    private final OpenedCatalog opened;
    private final Catalog catalog;

    CatalogTransactionsTest(OpenedCatalog opened) {
        this.opened = opened;
        this.catalog = opened.catalog();
    }

    /** Whether an ingestion may be claimed, a signature is new, a definition is of the last revision: read, then written. */
    @Test
    void whatIsReadInAChangeStaysSoUntilItsEnd() throws Exception {
        catalog.run(tx -> tx.settings().put("count", "0"));
        together(() -> {
            for (int round = 0; round < EACH; round++) {
                catalog.run(tx -> tx.settings()
                        .put(
                                "count",
                                String.valueOf(Integer.parseInt(
                                                tx.settings().find("count").orElseThrow())
                                        + 1)));
            }
            return true;
        });
        catalog.read(tx -> assertThat(tx.settings().find("count")).contains(String.valueOf(WRITERS * EACH)));
    }

    /** Sinks and followers ask for what comes after the last place that they have seen. */
    @Test
    void placesAreInTheOrderOfCommits() throws Exception {
        List<Long> seen = Collections.synchronizedList(new ArrayList<>());
        ExecutorService following = Executors.newSingleThreadExecutor();
        try {
            Future<Boolean> follower = following.submit(() -> {
                long last = 0;
                while (seen.size() < WRITERS * EACH) {
                    long after = last;
                    for (SequencedRecord record :
                            catalog.read(tx -> tx.audit().named(List.of("Decrypt"), after, 1000))) {
                        last = record.sequence();
                        seen.add(last);
                    }
                }
                return true;
            });
            together(() -> {
                for (int round = 0; round < EACH; round++) {
                    catalog.run(tx -> tx.audit().append(event(UUID.randomUUID(), "Decrypt", NOON)));
                }
                return true;
            });
            assertThat(follower.get(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            following.shutdownNow();
        }
        assertThat(seen).hasSize(WRITERS * EACH).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void anExceptionUndoesAllOfAChange() {
        assertThatThrownBy(() -> catalog.run(tx -> {
                    tx.dataSets().declare(PATIENTS, "Patients", null);
                    tx.versions().stage(staged("v1", KEY_A));
                    tx.audit().append(event("PublishDataSetVersion"));
                    throw new IllegalStateException("the disk said no");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the disk said no");
        catalog.run(tx -> {
            assertThat(tx.dataSets().list()).isEmpty();
            assertThat(tx.versions().live()).isEmpty();
            assertThat(tx.audit().countsByName()).isEmpty();
        });
    }

    @Test
    void aStatementThatIsRefusedUndoesItsChangeAndSpoilsNoLaterOne() {
        for (int round = 0; round < 3; round++) {
            assertThatThrownBy(() -> catalog.run(tx -> {
                        tx.settings().put("a", "b");
                        tx.drift().ask(PATIENTS, staged("v1", KEY_A).ingestion(), DriftPolicy.FAIL);
                    }))
                    .isInstanceOf(CatalogException.class)
                    .hasMessageStartingWith("the catalog " + catalog.place() + " failed: ");
            catalog.run(tx -> assertThat(tx.settings().find("a")).isEmpty());
            assertThatThrownBy(() -> catalog.read(tx -> tx.dataSets().declare(PATIENTS, "Patients", null)))
                    .hasMessage("the catalog " + catalog.place() + " failed: it may not be changed here; use write");
            catalog.read(tx -> assertThat(tx.dataSets().list()).hasSize(0));
        }
    }

    @Test
    void aReadSeesOneMomentAndNoReaderHoldsUpAWriter() throws Exception {
        catalog.run(tx -> tx.settings().put("a", "before"));
        CyclicBarrier both = new CyclicBarrier(2);
        ExecutorService reading = Executors.newSingleThreadExecutor();
        try {
            Future<List<String>> read = reading.submit(() -> catalog.read(tx -> {
                List<String> values = new ArrayList<>();
                values.add(tx.settings().find("a").orElseThrow());
                await(both);
                await(both);
                values.add(tx.settings().find("a").orElseThrow());
                return values;
            }));
            await(both);
            catalog.run(tx -> tx.settings().put("a", "after"));
            await(both);
            assertThat(read.get()).containsExactly("before", "before");
        } finally {
            reading.shutdownNow();
        }
        catalog.read(tx -> assertThat(tx.settings().find("a")).contains("after"));
    }

    @Test
    void textsAreInTheOrderOfTheirBytes() {
        catalog.run(tx -> {
            for (String id : List.of("b", "a", "B", "a-1", "a_1", "A", "a1", "Z")) {
                tx.dataSets().declare(new DataSetId(id), id, null);
            }
        });
        catalog.read(tx -> assertThat(tx.dataSets().list())
                .extracting(DataSetRecord::name)
                .containsExactly("A", "B", "Z", "a", "a-1", "a1", "a_1", "b"));
    }

    @Test
    void numbersAndTextsComeBackHoweverLargeTheyAre() {
        String text = "\u00e9\u4e16\ud83c\udfe5 ' \" % _ \\ \n".repeat(10_000);
        catalog.run(tx -> {
            tx.dataSets().declare(PATIENTS, text, null);
            tx.versions().stage(staged("v1", KEY_A));
            tx.contents().put(PATIENTS, new VersionId("v1"), new VersionContent(Long.MAX_VALUE, null));
        });
        catalog.read(tx -> {
            assertThat(tx.dataSets().list()).extracting(DataSetRecord::name).containsExactly(text);
            return assertThat(tx.contents()
                            .find(PATIENTS, new VersionId("v1"))
                            .orElseThrow()
                            .logicalBytes())
                    .isEqualTo(Long.MAX_VALUE);
        });
    }

    @Test
    void aChangeWithinAnotherIsRefused() {
        assertThatThrownBy(() ->
                        catalog.run(outer -> catalog.run(tx -> tx.settings().put("a", "b"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("a catalog transaction was started inside another one of the same thread");
        catalog.run(tx -> tx.settings().put("a", "b"));
    }

    @Test
    void aCatalogOfANewerVersionIsNotOpened() {
        catalog.run(tx -> tx.settings().put("a", "b"));
        history("INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                + " installed_by, execution_time, success) VALUES (9999, '9999', 'later', 'SQL', 'V9999__later.sql', 1, 'a',"
                + " 1, TRUE)");
        assertThatThrownBy(opened::again)
                .isInstanceOf(CatalogException.class)
                .hasMessage(
                        "the catalog " + catalog.place()
                                + " is of a newer Spicerack: its schema has step 9999, which this"
                                + " one does not know. Start the version that it was used with, or put a backup back that is older");
    }

    private void history(String sql) {
        int unused = catalog.changing(handle -> handle.execute(sql));
    }

    private static void together(Callable<Boolean> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            for (Future<Boolean> done : threads.invokeAll(Collections.nCopies(WRITERS, work))) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
