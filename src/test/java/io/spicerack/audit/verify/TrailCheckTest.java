package io.spicerack.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.audit.file.DigestChain;
import io.spicerack.audit.file.DigestFile;
import io.spicerack.audit.file.LogBucket;
import io.spicerack.audit.file.TestDigests;
import io.spicerack.audit.file.TrailObjects;
import io.spicerack.model.Account;
import io.spicerack.model.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Digest files hold together: even one with a valid signature is a finding where it is not the one that belongs there. */
class TrailCheckTest {
    private static final Account ACCOUNT = new Account("aws", "eu-west-1", "123456789012");
    private static final Instant BEGIN = Instant.parse("2026-11-23T00:00:00Z");

    private final DigestChain chain;
    private final LogBucket bucket;
    private final DigestFile first;
    private DigestFile second;
    private final DigestFile third;

    TrailCheckTest(@TempDir Path directory) {
        chain = TestDigests.in(directory, ACCOUNT, Clock.systemUTC());
        bucket = new LogBucket(directory.resolve("audit"));
        first = made(0, List.of(), Optional.empty());
        second = made(1, List.of(), Optional.of(first));
        third = made(2, List.of(), Optional.of(second));
    }

    @BeforeEach
    void deliver() {
        List.of(first, second, third).forEach(this::put);
    }

    @Test
    void aWholeChainIsValid() {
        TrailCheck.Report report = check();
        assertThat(report.problems()).isEmpty();
        assertThat(report.digests()).isEqualTo(3);
        assertThat(report.valid()).isTrue();
    }

    @Test
    void aTrailWithoutADigestFileHasNoFindingAndProvesNothing() {
        List.of(first, second, third).forEach(digest -> bucket.delete(digest.key()));
        assertThat(check().problems()).isEmpty();
        assertThat(check().valid()).isFalse();
    }

    @Test
    void aDigestFileThatIsTakenOutOfTheMiddleIsMissing() {
        bucket.delete(second.key());
        assertProblem(second, "is missing: " + third.key() + " follows it");
    }

    @Test
    void anotherSignedDigestFileOfTheSameHourIsNotTheOneThatTheNextFollows() {
        put(chain.make(hour(1).plusSeconds(1), hour(2), List.of(), Optional.of(first)));
        assertProblem(second, "is not the digest file that " + third.key() + " follows");
    }

    @Test
    void aChainThatBeginsAnewInTheMiddleIsAFinding() {
        put(made(2, List.of(), Optional.empty()));
        assertProblem(third, "begins a new chain, although " + second.key() + " was before it");
    }

    @Test
    void aLogFileIsListedOnce() throws IOException {
        String key = first.key().replace("CloudTrail-Digest", "CloudTrail");
        byte[] records = "{\"Records\":[]}".getBytes(StandardCharsets.UTF_8);
        bucket.put(key, new TrailObjects.Content(compressed(records), Map.of()));
        List<DigestFile.Entry> logs =
                List.of(new DigestFile.Entry(key, Sha256.hex(records), hour(1), hour(1).plusSeconds(7)));
        second = made(1, logs, Optional.of(first));
        put(second);
        put(made(2, List.of(), Optional.of(second)));
        assertThat(check().logs()).isEqualTo(1);
        assertThat(check().problems()).isEmpty();
        put(made(2, logs, Optional.of(second)));
        assertThat(check().problems()).containsExactly(new TrailCheck.Problem(key, "is listed by two digest files"));
    }

    private void assertProblem(DigestFile with, String what) {
        assertThat(check().problems()).containsExactly(new TrailCheck.Problem(with.key(), what));
        assertThat(check().valid()).isFalse();
    }

    private TrailCheck.Report check() {
        return TrailCheck.check(bucket, chain.publicKeys(), Optional.empty(), "files");
    }

    private DigestFile made(int hour, List<DigestFile.Entry> logs, Optional<DigestFile> previous) {
        return chain.make(hour(hour), hour(hour + 1), logs, previous);
    }

    private static Instant hour(int hour) {
        return BEGIN.plus(Duration.ofHours(hour));
    }

    private void put(DigestFile digest) {
        bucket.put(digest.key(), new TrailObjects.Content(digest.gzip(), DigestFile.metadata(digest.signature())));
    }

    private static byte[] compressed(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }
}
