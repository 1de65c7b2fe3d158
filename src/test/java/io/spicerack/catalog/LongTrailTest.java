package io.spicerack.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.TakesLong;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.SequencedRecord;
import io.spicerack.model.Arn;
import io.spicerack.model.AuditRecord;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Searches over a long trail give the same as a walk through all of it. The times are printed; with {@code
 * -Dspicerack.test.audit-records=1000000 -Dspicerack.test.audit-searches=200} they are of a million.
 */
@TakesLong
class LongTrailTest {
    private static final int RECORDS = Integer.getInteger("spicerack.test.audit-records", 8_000);
    private static final int REPEATS = Integer.getInteger("spicerack.test.audit-searches", 3);
    private static final int DATA_SETS = 100;
    private static final List<String> NAMES = List.of("GenerateDataKey", "CreateGrant", "OpenDataSet", "RetireGrant");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String PADDING = "x".repeat(1_000);

    @Test
    void aSearchFindsTheNewestOfOneDataSetsEvents(@TempDir Path directory) {
        try (Catalog catalog = Catalog.open(directory.resolve("catalog.db"), Clock.systemUTC())) {
            fill(catalog);
            Arn one = dataSet(7);

            List<SequencedRecord> grants = timed(
                    "data set, event",
                    () -> search(catalog, AuditQuery.newest(100).about(one).named("CreateGrant")));
            List<SequencedRecord> since = timed(
                    "data set, event, since",
                    () -> search(
                            catalog,
                            AuditQuery.newest(100)
                                    .about(one)
                                    .named("CreateGrant")
                                    .between(START.plusSeconds(RECORDS / 2), Instant.ofEpochMilli(Long.MAX_VALUE))));
            List<SequencedRecord> anyGrant = timed(
                    "data set, part of a name",
                    () -> search(catalog, AuditQuery.oldest(100_000).about(one).named("Grant")));
            List<SequencedRecord> newestGrants = timed(
                    "data set, part, newest 100",
                    () -> search(catalog, AuditQuery.newest(100).about(one).named("Grant")));
            List<SequencedRecord> newest = timed(
                    "since",
                    () -> search(
                            catalog,
                            AuditQuery.newest(100)
                                    .between(START.plusSeconds(RECORDS - 50), Instant.ofEpochMilli(Long.MAX_VALUE))));
            List<SequencedRecord> none = timed(
                    "no such event",
                    () -> search(catalog, AuditQuery.newest(100).named("LockDown")));

            assertThat(grants).hasSize(Math.min(100, count(7, "CreateGrant"))).allSatisfy(found -> {
                assertThat(found.event().resourceArn()).isEqualTo(one.toString());
                assertThat(found.event().eventName()).isEqualTo("CreateGrant");
            });
            assertThat(since).allMatch(found -> !found.event().eventTime().isBefore(START.plusSeconds(RECORDS / 2)));
            assertThat(anyGrant).hasSize(count(7, "CreateGrant") + count(7, "RetireGrant"));
            assertThat(newestGrants).containsExactlyElementsOf(last(anyGrant, 100));
            assertThat(newest).hasSize(50);
            assertThat(none).isEmpty();
        }
    }

    private static List<SequencedRecord> last(List<SequencedRecord> oldestFirst, int most) {
        List<SequencedRecord> last =
                new ArrayList<>(oldestFirst.subList(Math.max(0, oldestFirst.size() - most), oldestFirst.size()));
        Collections.reverse(last);
        return last;
    }

    private static void fill(Catalog catalog) {
        for (int first = 0; first < RECORDS; first += 10_000) {
            int from = first;
            catalog.run(tx -> {
                for (int i = from; i < Math.min(RECORDS, from + 10_000); i++) {
                    tx.audit()
                            .append(new AuditRecord(
                                    new UUID(i, i),
                                    START.plusSeconds(i),
                                    "kms.amazonaws.com",
                                    NAMES.get(name(i)),
                                    "arn:aws:kms:eu-west-1:111122223333:key/" + i % 3,
                                    dataSet(i % DATA_SETS).toString(),
                                    null,
                                    "{\"padding\":\"" + PADDING + "\"}"));
                }
            });
        }
    }

    private static int name(int i) {
        return i / DATA_SETS % NAMES.size();
    }

    private static int count(int dataSet, String name) {
        int count = 0;
        for (int i = dataSet; i < RECORDS; i += DATA_SETS) {
            count += NAMES.get(name(i)).equals(name) ? 1 : 0;
        }
        return count;
    }

    private static Arn dataSet(int number) {
        return Arn.parse("arn:aws:quicksight:eu-west-1:111122223333:dataset/set-" + number);
    }

    private static List<SequencedRecord> search(Catalog catalog, AuditQuery query) {
        return catalog.read(tx -> tx.audit().search(query));
    }

    /** The first time counts too: nothing of the trail has been read before. */
    private static <T> T timed(String what, Supplier<T> work) {
        List<Long> micros = new ArrayList<>();
        T result = null;
        for (int i = 0; i < REPEATS; i++) {
            long start = System.nanoTime();
            result = work.get();
            micros.add(Duration.ofNanos(System.nanoTime() - start).toNanos() / 1_000);
        }
        long first = micros.get(0);
        Collections.sort(micros);
        System.out.printf(
                "%,d records, %-26s first %.1f ms, p50 %.1f ms, p99 %.1f ms%n",
                RECORDS, what + ":", first / 1e3, at(micros, 0.50) / 1e3, at(micros, 0.99) / 1e3);
        return Objects.requireNonNull(result);
    }

    private static long at(List<Long> sorted, double share) {
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
    }
}
