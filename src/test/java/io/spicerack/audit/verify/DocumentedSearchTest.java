package io.spicerack.audit.verify;

import static io.spicerack.audit.event.AuditFixtures.ACCOUNT;
import static io.spicerack.audit.event.AuditFixtures.KEY_A;
import static io.spicerack.audit.event.AuditFixtures.KEY_B;
import static io.spicerack.audit.event.AuditFixtures.PATIENTS_ARN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spicerack.WithServers;
import io.spicerack.audit.event.AuditFixtures;
import io.spicerack.audit.event.KmsEvents;
import io.spicerack.audit.event.Outcome;
import io.spicerack.audit.file.LogFile;
import io.spicerack.model.AuditRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the searches that docs/audit.md shows, with jq and in DuckDB, over files that were written here. */
@WithServers
class DocumentedSearchTest {
    private static final Path PAGE = Path.of("docs/audit.md");

    /** The two searches of the AWS blog post that docs/audit.md does with jq. */
    @Test
    void jqFindsTheKeyOfADataSetAndItsUses(@TempDir Path directory) throws Exception {
        assumeTrue(onThePath("jq"), "skipped: there is no jq; TrailSearch's tests ask the same");
        deliver(
                directory,
                at(0).createGrant(KEY_A, PATIENTS_ARN, AuditFixtures.TERMS, "grant-a"),
                at(10).decrypt(KEY_A, PATIENTS_ARN, Outcome.SUCCESS),
                at(20).createGrant(KEY_B, PATIENTS_ARN, AuditFixtures.TERMS, "grant-b"),
                at(21).decrypt(KEY_B, PATIENTS_ARN, Outcome.UNKNOWN),
                at(30).retireReplacedGrant(KEY_A, PATIENTS_ARN, "grant-a", Outcome.SUCCESS));

        assertThat(jq(directory, 0)).contains("\"eventName\": \"CreateGrant\"", "\"keyId\": \"" + KEY_B + "\"");
        assertThat(jq(directory, 1).lines())
                .containsExactly(
                        "{\"eventTime\":\"2026-11-23T12:00:10Z\",\"eventName\":\"Decrypt\",\"keyId\":\"" + KEY_A
                                + "\",\"errorCode\":null}",
                        "{\"eventTime\":\"2026-11-23T12:00:21Z\",\"eventName\":\"Decrypt\",\"keyId\":\"" + KEY_B
                                + "\",\"errorCode\":\"OutcomeUnknown\"}");

        deliver(directory, at(40).retireGrant(KEY_B, PATIENTS_ARN, "grant-b", Outcome.DONE_BEFORE));
        assertThat(jq(directory, 0)).contains("\"eventName\": \"RetireGrant\"");
    }

    private static KmsEvents at(int second) {
        return AuditFixtures.events(AuditFixtures.NOON.plusSeconds(second)).kms();
    }

    private static void deliver(Path directory, AuditRecord... records) throws IOException {
        LogFile file = LogFile.of(ACCOUNT, "", List.of(records));
        Path path = directory.resolve(file.key());
        Files.createDirectories(path.getParent());
        Files.write(path, file.gzip());
    }

    /** What the page's jq commands print, the first or the second one. */
    private static String jq(Path directory, int which) throws IOException, InterruptedException {
        List<String> commands = Pattern.compile("(?m)^find AWSLogs [^`]*")
                .matcher(Files.readString(PAGE))
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(commands).hasSize(2);
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", commands.get(which)).redirectErrorStream(true);
        shell.directory(directory.toFile()).environment().put("ARN", PATIENTS_ARN.toString());
        Process process = shell.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static boolean onThePath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    @Test
    void duckDbFindsTheUsesOfKeys(@TempDir Path directory) throws Exception {
        LogFile file = LogFile.of(ACCOUNT, "", AuditFixtures.oneOfEach().toList());
        Path path = directory.resolve(file.key());
        Files.createDirectories(path.getParent());
        Files.write(path, file.gzip());
        String page = Files.readString(PAGE);
        String sql = page.substring(page.indexOf("```sql") + "```sql".length(), page.lastIndexOf("```"))
                .replace("AWSLogs/", directory + "/AWSLogs/");

        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1) + " " + rows.getString(2) + " " + rows.getLong(3));
            }
        }

        assertThat(found)
                .contains("Decrypt " + PATIENTS_ARN + " 1", "GenerateDataKey " + PATIENTS_ARN + " 1")
                .hasSize(9);
    }
}
