package io.spicerack.core.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.audit.file.LogBucket;
import io.spicerack.audit.file.TrailObjects;
import io.spicerack.audit.verify.TrailCheck;
import io.spicerack.audit.verify.TrailCheck.Problem;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.TrailFile;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.trail.AuditFiles.AuditFile;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.KeyUnavailableException.Reason;
import io.spicerack.model.AuditRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Log files and digest files of a real core, and what becomes of them when somebody has been at them. */
@TakesLong
@WithCore
class AuditFilesTest {
    private static final String SINK = "files";
    private static final int MANY = 1000;

    private final Path directory;
    private final CoreFixture core;
    private final AuditFiles files;
    private final LogBucket bucket;

    AuditFilesTest(CoreFixture core, @TempDir Path directory) {
        this.core = core;
        this.directory = directory;
        files = core.spice().auditFiles();
        files.register(SINK);
        bucket = new LogBucket(directory.resolve("audit"));
    }

    @Test
    void anHourWithRecordsAndAnEmptyOneEachHaveASignedDigestFile() {
        core.publish("patients", SampleRows.of(3));
        deliver();
        core.clock().advance(Duration.ofHours(2));
        deliver();

        TrailCheck.Report report = check();

        assertThat(report.problems()).isEmpty();
        assertThat(report.digests()).isEqualTo(2);
        assertThat(report.logs()).isEqualTo(1);
        assertThat(digests()).hasSize(2);
        assertThat(text(digests().get(0)))
                .contains("\"previousDigestS3Object\":null", "\"previousDigestSignature\":null", "\"logFiles\":[{");
        assertThat(text(digests().get(1)))
                .contains("\"previousDigestS3Object\":\"" + digests().get(0) + "\"", "\"logFiles\":[]");
    }

    @Test
    void aFileThatWasNotDeliveredIsTheSameFileAgain() {
        core.publish("patients", SampleRows.of(3));

        AuditFile first = files.next(SINK, MANY).orElseThrow();
        core.declare("claims");
        core.createDefaultKey("later");
        AuditFile again = files.next(SINK, MANY).orElseThrow();

        assertThat(again.key()).isEqualTo(first.key());
        assertThat(again.gzip()).isEqualTo(first.gzip());
        assertThatThrownBy(() -> files.delivered("kafka", first))
                .hasMessage("there is no audit sink 'kafka' that takes files; register it before it takes some");
    }

    @Test
    void aSecondSinkGetsTheSameFilesAndHoldsUpNobody() {
        core.publish("patients", SampleRows.of(3));
        List<String> first = deliver();
        files.closeNow();
        files.register("s3");

        assertThat(files.next("s3", MANY).orElseThrow().key()).isEqualTo(first.get(0));
        assertThat(deliver()).hasSize(1).allMatch(key -> key.contains("CloudTrail-Digest"));
        assertThat(core.spice().audit().backlog()).containsEntry(SINK, 0L);
        assertThat(core.spice().audit().backlog().get("s3")).isPositive();
    }

    @Test
    void closingNowListsEverythingAtOnceAndTwiceInASecondToo() {
        core.publish("patients", SampleRows.of(3));

        String first = files.closeNow();
        String second = files.closeNow();
        deliver();

        assertThat(files.hasGot(SINK, second)).isTrue();
        assertThat(second).isGreaterThan(first);
        assertThat(check()).isEqualTo(new TrailCheck.Report(2, 1, 0, List.of()));
    }

    @Test
    void aRecordThatIsNotInADigestFileYetWaitsForTheNextOne() {
        files.closeNow();
        core.publish("patients", SampleRows.of(3));
        deliver();

        assertThat(check()).isEqualTo(new TrailCheck.Report(1, 0, 1, List.of()));
    }

    @Test
    void aChangedByteInALogFileIsFound() {
        String log = closedLog();

        change(log, text -> text.replaceFirst("Decrypt", "Decrypx"));

        assertThat(check().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo(log);
            assertThat(problem.what()).startsWith("was changed: its SHA-256 is ");
        });
    }

    @Test
    void aRemovedLogFileIsFound() {
        String log = closedLog();

        bucket.delete(log);

        assertThat(check().problems()).containsExactly(new Problem(log, "is missing"));
    }

    @Test
    void aDroppedRecordIsFound() {
        String log = closedLog();

        change(log, text -> text.substring(0, text.lastIndexOf(",{\"eventVersion\"")) + "]}");

        assertThat(check().problems()).singleElement().satisfies(problem -> assertThat(problem.what())
                .startsWith("was changed: its SHA-256 is "));
    }

    @Test
    void aRemovedDigestFileAndAChangedOneBreakTheChain() {
        closedLog();
        core.clock().advance(Duration.ofHours(3));
        deliver();
        bucket.delete(digests().get(1));
        change(digests().get(0), text -> text.replace("\"logFiles\"", "\"logfiles\""));

        assertThat(check().problems())
                .extracting(Problem::what)
                .contains("was changed: its signature is wrong")
                .anyMatch(what -> what.startsWith("is missing: "));
    }

    @Test
    void aLogFileThatNoDigestFileListsIsFound() {
        String log = closedLog();
        String forged = log.replace(".json.gz", "F.json.gz");
        bucket.put(forged, bucket.find(log).orElseThrow());
        core.clock().advance(Duration.ofHours(2));
        deliver();

        assertThat(check().problems()).singleElement().satisfies(problem -> assertThat(problem.what())
                .startsWith("is listed by no digest file (the newest ended at "));
    }

    @Test
    void afterTheSigningKeyIsRotatedOldAndNewDigestFilesAreValidAndTheRotationIsOnRecord() {
        closedLog();
        files.rotateSigningKey();
        core.clock().advance(Duration.ofHours(1));
        deliver();

        assertThat(files.publicKeys()).hasSize(2);
        assertThat(check().problems()).isEmpty();
        assertThat(core.spice().audit().countsByName()).containsEntry("RotateDigestKey", 1L);
        assertThat(TrailCheck.check(bucket, files.publicKeys().subList(1, 2), Optional.of(files.head()), SINK)
                        .problems())
                .anyMatch(problem -> problem.what().contains("which is not among the public keys given: ["));
    }

    @Test
    void recordsThatAreOldAndDeliveredArePrunedAndNoSinkMissesAny() {
        core.publish("patients", SampleRows.of(3));
        files.register("slow");
        deliver();
        core.clock().advance(Duration.ofDays(3));
        deliver();
        assertThat(core.spice().audit().countsByName()).containsKey("Decrypt");

        while (files.next("slow", MANY).isPresent()) {
            files.delivered("slow", files.next("slow", MANY).orElseThrow());
        }
        core.clock().advance(Duration.ofHours(1));
        deliver();

        assertThat(core.spice().audit().countsByName()).isEmpty();
        files.register("new");
        assertThat(files.next("new", MANY))
                .hasValueSatisfying(file -> assertThat(file.file()).isInstanceOf(TrailFile.Digest.class));
    }

    @Test
    void looksAtKeysWaitFiveMinutesForALogFileUnlessSomethingElseHappens() {
        deliver();
        look(2);
        assertThat(deliver()).isEmpty();
        core.declare("claims");
        core.spice().keyRegistrations().update(List.of());
        assertThat(deliver()).hasSize(1);
        look(2);
        core.clock().advance(Duration.ofMinutes(5).plusSeconds(1));
        assertThat(deliver()).hasSize(1);
        look(1);
        files.closeNow();
        assertThat(deliver()).hasSize(2);
        assertThat(check()).isEqualTo(new TrailCheck.Report(1, 3, 0, List.of()));
    }

    @Test
    void looksThatWentWellLeaveTheCatalogAfterTwoDaysAndTheirLogFilesStay() {
        core.publish("patients", SampleRows.of(3));
        look(3);
        core.keys().whileDescribing(key -> {
            throw new KeyUnavailableException(key, Reason.THROTTLED, "slowly", null, "ThrottlingException");
        });
        core.spice().keyWatch().look(CoreFixture.SERVICE_OWNED_KEY);
        core.keys().whileDescribing(key -> {});
        files.closeNow();
        deliver();
        core.clock().advance(Duration.ofHours(47));
        deliver();
        assertThat(looks()).hasSize(4);

        core.clock().advance(Duration.ofHours(2));
        files.register("late");
        assertThat(files.next("late", MANY)).isPresent();
        deliver();
        // the late sink has not got them yet
        assertThat(looks()).hasSize(4);
        while (files.next("late", MANY).isPresent()) {
            files.delivered("late", files.next("late", MANY).orElseThrow());
        }
        core.clock().advance(Duration.ofHours(1));
        deliver();

        assertThat(looks()).singleElement().extracting(AuditRecord::errorCode).isEqualTo("ThrottlingException");
        assertThat(check().problems()).isEmpty();
        files.register("later still");
        assertThat(files.next("later still", MANY)).hasValueSatisfying(file -> assertThat(file.key())
                .isEqualTo(digests().get(0)));
    }

    private void look(int times) {
        KeyWatch watch = core.spice().keyWatch();
        for (int i = 0; i < times; i++) {
            watch.look(CoreFixture.SERVICE_OWNED_KEY);
        }
    }

    private List<AuditRecord> looks() {
        return core.spice().audit().search(AuditQuery.oldest(MANY).named("DescribeKey"));
    }

    /** Delivers everything, and a digest file; returns the only log file. */
    private String closedLog() {
        core.publish("patients", SampleRows.of(3));
        files.closeNow();
        return deliver().get(0);
    }

    /** Delivers what the sink has not got; returns its keys. */
    private List<String> deliver() {
        List<String> keys = new ArrayList<>();
        for (Optional<AuditFile> next = files.next(SINK, MANY); next.isPresent(); next = files.next(SINK, MANY)) {
            AuditFile file = next.get();
            bucket.put(file.key(), new TrailObjects.Content(file.gzip(), file.metadata()));
            files.delivered(SINK, file);
            keys.add(file.key());
        }
        return keys;
    }

    private TrailCheck.Report check() {
        return TrailCheck.check(bucket, files.publicKeys(), Optional.of(files.head()), SINK);
    }

    private List<String> digests() {
        return bucket.keys("").stream()
                .filter(key -> key.contains("CloudTrail-Digest"))
                .toList();
    }

    private String text(String key) {
        try (GZIPInputStream gzip = new GZIPInputStream(
                Files.newInputStream(directory.resolve("audit").resolve(key)))) {
            return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void change(String key, UnaryOperator<String> change) {
        String before = text(key);
        String after = change.apply(before);
        assertThat(after).isNotEqualTo(before);
        Map<String, String> metadata = bucket.find(key).orElseThrow().metadata();
        try (var bytes = new ByteArrayOutputStream()) {
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(after.getBytes(StandardCharsets.UTF_8));
            }
            bucket.put(key, new TrailObjects.Content(bytes.toByteArray(), metadata));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
