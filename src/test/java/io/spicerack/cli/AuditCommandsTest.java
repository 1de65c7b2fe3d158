package io.spicerack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.TakesLong;
import io.spicerack.audit.file.LogBucket;
import io.spicerack.audit.file.TrailObjects;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.trail.AuditFiles;
import io.spicerack.model.KeyReference;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

@TakesLong
@WithCore
class AuditCommandsTest {
    private final Path directory;
    private final ServedCore served;
    private final CoreFixture core;
    private final StringWriter out;
    private final StringWriter err;
    private final ScheduledExecutorService route = Executors.newSingleThreadScheduledExecutor();

    AuditCommandsTest(ServedCore served) {
        directory = served.directory();
        this.served = served;
        core = served.core();
        out = served.out();
        err = served.err();
        core.spice().auditFiles().register("files");
    }

    @AfterEach
    void stop() {
        route.shutdownNow();
    }

    @Test
    void searchFindsOneDataSetsEventsOfOneNameAndShowsWhoAndWhat() {
        core.publish("patients", SampleRows.of(3));
        core.publish("claims", SampleRows.of(3));

        assertThat(run("search", "--data-set", "patients", "--event", "Decrypt"))
                .isZero();

        assertThat(out.toString().lines())
                .hasSize(2)
                .last()
                .asString()
                .matches("2026-11-23T02:14:07Z +Decrypt +quicksight.amazonaws.com +dataset/patients");
    }

    @Test
    void searchNarrowsByTimeAndKeyAndPrintsWholeRecords() throws IOException {
        core.publish("patients", SampleRows.of(3));

        assertThat(run("search", "--key", CoreFixture.SERVICE_OWNED_KEY.toString(), "--since", "2026-11-23", "--json"))
                .isZero();
        assertThat(out.toString().lines()).isNotEmpty().allSatisfy(line -> assertThat(
                        new ObjectMapper().readTree(line).path("eventVersion").asText())
                .isEqualTo("1.11"));
        assertThat(run("search", "--since", "2026-11-24", "--json")).isZero();
        assertThat(out.toString()).isEmpty();
        assertThat(run("search", "--since", "yesterday")).isOne();
        assertThat(err.toString())
                .isEqualTo("spicerack: 'yesterday' is no time; write a day such as 2026-11-24, or a time such as"
                        + " 2026-11-24T08:00:00Z\n");
        assertThat(run("search", "--limit", "0")).isOne();
        assertThat(err.toString()).isEqualTo("spicerack: limit is 0; allowed is 1 to 100000\n");
    }

    @Test
    void keyOfTellsTheKeyOfTheLatestGrantThatHolds() {
        KeyReference key = core.createDefaultKey("first");
        core.publish("patients", SampleRows.of(3));
        core.declare("claims");

        assertThat(run("key-of", "patients")).isZero();
        assertThat(out).hasToString(key + "\n");
        assertThat(run("key-of", "claims")).isZero();
        assertThat(out).hasToString("service-owned key\n");
        assertThat(err.toString()).contains("the trail has no Grant event of data set 'claims'");
    }

    @Test
    void whatWasDeliveredIsVerifiedWithTheirPublicKeysAloneAndAChangeIsFound() throws IOException {
        core.publish("patients", SampleRows.of(3));
        deliverInTheBackground();

        assertThat(run("deliver")).isZero();
        assertThat(out.toString()).contains("_CloudTrail-Digest_eu-west-1_spicerack_eu-west-1_");
        assertThat(run("public-keys")).isZero();
        Path keys = Files.writeString(directory.resolve("keys.json"), out.toString());
        Path audit = directory.resolve("audit");
        assertThat(run("verify", audit.toString(), "--public-keys", keys.toString()))
                .isZero();
        assertThat(out)
                .hasToString(
                        "1 digest files and 1 log files are valid, 0 findings; 0 log files wait for the next digest"
                                + " file\nWhether the end was cut off is not known: --expect names how far the trail must"
                                + " reach\n");

        LogBucket bucket = new LogBucket(audit);
        bucket.delete(bucket.keys("AWSLogs/123456789012/CloudTrail/").get(0));

        assertThat(run("verify", audit.toString(), "--public-keys", keys.toString()))
                .isOne();
        assertThat(out.toString()).matches("(?s)INVALID  AWSLogs/.*\\.json\\.gz  is missing\n1 digest files and 0 .*");
        assertThat(run("verify", directory.toString(), "--public-keys", keys.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains(" has no AWSLogs directory; name the audit directory of a service");
    }

    @Test
    void aRotatedSigningKeyIsAmongThePublicKeys() {
        assertThat(run("rotate-key")).isZero();
        String fingerprint = out.toString().strip();

        assertThat(run("public-keys")).isZero();
        assertThat(out.toString())
                .contains(fingerprint)
                .containsPattern("(?s)Fingerprint.*ValidityEndTime|ValidityEndTime");
    }

    @Test
    void aSinkThatIsGivenUpIsForgotten() {
        core.spice().audit().register("kafka");
        core.publish("patients", SampleRows.of(3));

        assertThat(run("sinks")).isZero();
        assertThat(out.toString()).containsPattern("files +\\d+ .*\nkafka +\\d+ ");
        assertThat(run("sinks", "--forget", "kafka")).isZero();
        assertThat(out.toString()).doesNotContain("kafka");
        assertThat(run("sinks", "--forget", "kafka")).isOne();
        assertThat(err).hasToString("spicerack: there is no audit sink 'kafka'; known are [files]\n");
    }

    /** Does what the file route does. */
    private void deliverInTheBackground() {
        LogBucket bucket = new LogBucket(directory.resolve("audit"));
        AuditFiles files = core.spice().auditFiles();
        var unused = route.scheduleWithFixedDelay(
                () -> {
                    Optional<AuditFiles.AuditFile> next = files.next("files", 1000);
                    next.ifPresent(file -> {
                        bucket.put(file.key(), new TrailObjects.Content(file.gzip(), file.metadata()));
                        files.delivered("files", file);
                    });
                },
                0,
                50,
                TimeUnit.MILLISECONDS);
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        boolean local = arguments[0].equals("verify");
        String[] all = new String[arguments.length + (local ? 0 : 4)];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        if (!local) {
            all[arguments.length] = "--url";
            all[arguments.length + 1] = served.server().url().toString();
            all[arguments.length + 2] = "--keep";
            all[arguments.length + 3] = directory.toString();
        }
        return new CommandLine(new AuditCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }
}
