package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spicerack.WithServers;
import io.spicerack.audit.file.LogBucket;
import io.spicerack.audit.file.TrailObjects;
import io.spicerack.core.trail.AuditFiles;
import io.spicerack.core.trail.AuditFiles.AuditFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AWS's own verifier on delivered files: nobody here wrote it. */
@WithCore
@WithServers
class ValidateLogsTest {
    private final CoreFixture core;
    private final AuditFiles files;
    private final LogBucket bucket;

    ValidateLogsTest(CoreFixture core, @TempDir Path directory) {
        this.core = core;
        files = core.spice().auditFiles();
        files.register("files");
        bucket = new LogBucket(directory.resolve("audit"));
    }

    @BeforeEach
    void needsTheAwsCli() {
        boolean there = Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "aws")));
        assumeTrue(there, "skipped: there is no aws command; TrailCheck's own tests check the same without it");
    }

    @Test
    void theAwsCliSaysAllValidAndAfterARecordIsGoneThatItIsNot() throws Exception {
        core.publish("patients", SampleRows.of(3));
        files.closeNow();
        files.rotateSigningKey();
        core.clock().advance(Duration.ofHours(2));
        deliver();
        try (TrailEndpoint endpoint = TrailEndpoint.start(bucket, files)) {
            assertThat(validate(endpoint, 0)).contains("3/3 digest files valid", "2/2 log files valid");

            String log = bucket.keys("AWSLogs/" + CoreFixture.ACCOUNT.id() + "/CloudTrail/")
                    .get(0);
            bucket.delete(log);

            assertThat(validate(endpoint, 1))
                    .contains("1/2 log files valid, 1/2 log files INVALID", log + "\tINVALID: not found");
        }
    }

    private void deliver() {
        for (Optional<AuditFile> next = files.next("files", 1000); next.isPresent(); next = files.next("files", 1000)) {
            AuditFile file = next.get();
            bucket.put(file.key(), new TrailObjects.Content(file.gzip(), file.metadata()));
            files.delivered("files", file);
        }
    }

    private String validate(TrailEndpoint endpoint, int expectedStatus) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        "aws",
                        "cloudtrail",
                        "validate-logs",
                        "--trail-arn",
                        files.trailName().arn().toString(),
                        "--start-time",
                        "2026-11-23T00:00:00Z",
                        "--end-time",
                        "2026-11-23T23:00:00Z"))
                .redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "AWS_ENDPOINT_URL_S3", endpoint.url(),
                        "AWS_ENDPOINT_URL_CLOUDTRAIL", endpoint.url(),
                        "AWS_ACCESS_KEY_ID", "AKIAEXAMPLE",
                        "AWS_SECRET_ACCESS_KEY", "not-checked-here",
                        "AWS_REGION", "eu-west-1",
                        "AWS_DEFAULT_REGION", "eu-west-1"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(expectedStatus);
        return output;
    }
}
