package io.spicerack.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.Mutations;
import io.spicerack.TakesLong;
import io.spicerack.audit.file.Gzip;
import io.spicerack.audit.file.LogBucket;
import io.spicerack.audit.file.TrailObjects;
import io.spicerack.audit.verify.TrailCheck;
import io.spicerack.audit.verify.TrailHead;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.trail.AuditFiles;
import io.spicerack.core.trail.AuditFiles.AuditFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever writes into the delivered trail cuts nothing off its end, and puts nothing there, unseen. */
@TakesLong
@WithCore
class CutTrailTest {
    private final CoreFixture core;
    private final AuditFiles files;
    private final LogBucket bucket;
    private final List<String> delivered = new ArrayList<>();

    CutTrailTest(CoreFixture core, @TempDir Path directory) {
        this.core = core;
        files = core.spice().auditFiles();
        bucket = new LogBucket(directory.resolve("audit"));
    }

    @BeforeEach
    void threeHours() {
        files.register("files");
        for (int hour = 0; hour < 3; hour++) {
            core.publish("patients", SampleRows.of(3));
            core.clock().advance(Duration.ofHours(1));
            deliver();
        }
    }

    @Test
    void theWholeTrailIsValid() {
        assertThat(check(Optional.of(files.head())).problems()).isEmpty();
        assertThat(check(Optional.empty()).problems()).isEmpty();
    }

    @Test
    void aTailThatWasCutOffIsFoundByTheServicesHead() {
        String newest = cutTail();
        assertThat(check(Optional.of(files.head())).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.key()).isEqualTo(newest))
                .satisfies(problem -> assertThat(problem.what()).contains("the end of the trail was cut off"));
    }

    @Test
    void aTailThatWasCutOffIsFoundByTheKeyThatSomebodyWroteDown() {
        String newest = files.head().digest();
        cutTail();
        assertThat(check(Optional.of(TrailHead.of(newest))).problems()).hasSize(1);
    }

    @Test
    void aForgedLogFileIsAFindingWhateverItsTime() {
        String log = delivered.stream()
                .filter(key -> key.contains("_CloudTrail_"))
                .reduce((a, b) -> b)
                .orElseThrow();
        core.publish("patients", SampleRows.of(3));
        String forged = log.replace(".json.gz", "F.json.gz");
        bucket.put(forged, bucket.find(log).orElseThrow());
        for (Optional<TrailHead> head : List.of(Optional.of(files.head()), Optional.<TrailHead>empty())) {
            assertThat(check(head).problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.key()).isEqualTo(forged))
                    .satisfies(problem -> assertThat(problem.what()).startsWith("is listed by no digest file"));
        }
    }

    @Test
    void aStrangeFileAmongTheTrailsIsAFinding() {
        String strange = delivered.get(0).replace(".json.gz", ".txt");
        bucket.put(strange, new TrailObjects.Content(new byte[] {1}, Map.of()));
        assertThat(check(Optional.empty()).problems())
                .extracting(TrailCheck.Problem::key)
                .containsExactly(strange);
    }

    @Test
    void aLogFileThatWaitsIsVouchedForByTheServiceAndNotOnceItIsChanged() {
        core.publish("patients", SampleRows.of(3));
        deliver();
        String waiting = delivered.get(delivered.size() - 1);
        assertThat(files.head().waiting()).containsOnlyKeys(waiting);
        assertThat(check(Optional.of(files.head())).waiting()).isEqualTo(1);
        assertThat(check(Optional.of(files.head())).problems()).isEmpty();
        bucket.put(waiting, bucket.find(delivered.get(0)).orElseThrow());
        assertThat(check(Optional.of(files.head())).problems()).hasSize(1);
    }

    @Test
    void aLogFileThatWaitsAndWasTakenAwayIsFoundOnceItsSinkHasGotIt() {
        files.register("slow");
        core.publish("patients", SampleRows.of(3));
        deliver();
        String waiting = delivered.get(delivered.size() - 1);
        bucket.delete(waiting);
        assertThat(check(Optional.of(files.head())).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.key()).isEqualTo(waiting))
                .satisfies(
                        problem -> assertThat(problem.what())
                                .isEqualTo(
                                        "is missing: the service has delivered it to sink 'files', newer than any digest file"));
        assertThat(TrailCheck.check(bucket, files.publicKeys(), Optional.of(files.head()), "slow")
                        .problems())
                .as("this sink has not got it yet")
                .isEmpty();
    }

    /** {@code -Dfuzz.inputs=N -Dfuzz.seed=S}: more of them, or the same again. */
    @Test
    void whateverSomebodyMakesOfAFileIsFoundAndBreaksNothing() {
        long seed = Long.getLong("fuzz.seed", 1729);
        int inputs = Integer.getInteger("fuzz.inputs", 300);
        System.out.println("changed files of a trail: " + inputs + ", seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < inputs; i++) {
            String key = delivered.get(random.nextInt(delivered.size()));
            TrailObjects.Content content = bucket.find(key).orElseThrow();
            TrailObjects.Content changed = changed(content, random);
            TrailCheck.Report report =
                    TrailCheck.check(new Changed(key, changed), files.publicKeys(), Optional.of(files.head()), "files");
            boolean same = Arrays.equals(expanded(content), expanded(changed))
                    && content.metadata().equals(changed.metadata());
            assertThat(report.problems().isEmpty())
                    .as("input %d of seed %d, %s", i, seed, key)
                    .isEqualTo(same);
        }
    }

    /** The trail with one file in another form. */
    private final class Changed implements TrailObjects {
        private final String key;
        private final TrailObjects.Content content;

        Changed(String key, TrailObjects.Content content) {
            this.key = key;
            this.content = content;
        }

        @Override
        public List<String> keys(String prefix) {
            return bucket.keys(prefix);
        }

        @Override
        public Optional<TrailObjects.Content> find(String wanted) {
            return wanted.equals(key) ? Optional.of(content) : bucket.find(wanted);
        }
    }

    private static TrailObjects.Content changed(TrailObjects.Content content, Random random) {
        byte[][] made = new byte[1][];
        String signature = content.metadata().getOrDefault("signature", "");
        if (!signature.isEmpty() && random.nextInt(3) == 0) {
            new Mutations(List.of(signature.getBytes(StandardCharsets.UTF_8)))
                    .each(random, 1, bytes -> made[0] = bytes);
            Map<String, String> metadata = new HashMap<>(content.metadata());
            metadata.put("signature", new String(made[0], StandardCharsets.ISO_8859_1));
            return new TrailObjects.Content(content.bytes(), metadata);
        }
        boolean inside = random.nextBoolean();
        new Mutations(List.of(inside ? expanded(content) : content.bytes())).each(random, 1, bytes -> made[0] = bytes);
        return new TrailObjects.Content(inside ? compressed(made[0]) : made[0], content.metadata());
    }

    private static byte[] expanded(TrailObjects.Content content) {
        try {
            return Gzip.expand(content.bytes());
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static byte[] compressed(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Test
    void aFewBytesThatClaimToBeManyAreAFinding() {
        String key = delivered.get(0);
        TrailObjects.Content bomb = new TrailObjects.Content(compressed(new byte[80 << 20]), Map.of());
        assertThat(bomb.bytes()).hasSizeLessThan(100_000);
        assertThat(TrailCheck.check(new Changed(key, bomb), files.publicKeys(), Optional.of(files.head()), "files")
                        .problems())
                .anySatisfy(problem -> assertThat(problem.what()).contains("it expands to more than 67108864 bytes"));
    }

    @Test
    void anotherSignatureThanTheExpectedOneIsAFinding() {
        TrailHead head = files.head();
        TrailHead other = new TrailHead(head.digest(), Optional.of("00"), Map.of(), Map.of());
        assertThat(check(Optional.of(other)).problems())
                .extracting(TrailCheck.Problem::what)
                .containsExactly("has another signature than the expected head of the trail");
    }

    @Test
    void aHeadIsReadAsItIsPrintedAndNothingElseIs() {
        assertThat(
                        TrailHead.parse(
                                """
                        {"digestFile": "AWSLogs/x", "signature": "ab", "waiting": [{"logFile": "l", "sha256": "s", "delivered": ["files"]}]}"""))
                .isEqualTo(
                        new TrailHead("AWSLogs/x", Optional.of("ab"), Map.of("l", "s"), Map.of("files", Set.of("l"))));
        assertThatThrownBy(() -> TrailHead.parse("{}")).hasMessageContaining("names no digestFile");
        assertThatThrownBy(() -> TrailHead.parse("AWSLogs")).hasMessageContaining("no JSON");
    }

    /** The newest two digest files and all that they list; returns the newest. */
    private String cutTail() {
        String newest = files.head().digest();
        List<String> digests = delivered.stream()
                .filter(key -> key.contains("CloudTrail-Digest"))
                .toList();
        delivered
                .subList(delivered.indexOf(digests.get(0)) + 1, delivered.size())
                .forEach(bucket::delete);
        return newest;
    }

    private void deliver() {
        for (Optional<AuditFile> next = files.next("files", 1000); next.isPresent(); next = files.next("files", 1000)) {
            AuditFile file = next.get();
            bucket.put(file.key(), new TrailObjects.Content(file.gzip(), file.metadata()));
            files.delivered("files", file);
            delivered.add(file.key());
        }
    }

    private TrailCheck.Report check(Optional<TrailHead> head) {
        return TrailCheck.check(bucket, files.publicKeys(), head, "files");
    }
}
