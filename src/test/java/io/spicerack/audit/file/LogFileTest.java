package io.spicerack.audit.file;

import static io.spicerack.audit.event.AuditFixtures.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.audit.event.AuditFixtures;
import io.spicerack.model.AuditRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    private final Path directory;

    LogFileTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void itIsNamedAsCloudTrailDoes() {
        LogFile file = LogFile.of(ACCOUNT, "", records());

        assertThat(file.key())
                .matches("AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/23/"
                        + "111122223333_CloudTrail_eu-west-1_20261123T1200Z_[0-9A-Za-z]{16}\\.json\\.gz");
        assertThat(LogFile.of(ACCOUNT, "trail", records()).key()).isEqualTo("trail/" + file.key());
        assertThat(file.toString()).startsWith("LogFile[AWSLogs/").endsWith(" bytes]");
    }

    @Test
    void theSameRecordsAreTheSameFileAndOthersAreNot() {
        LogFile file = LogFile.of(ACCOUNT, "", records());
        LogFile again = LogFile.of(ACCOUNT, "", records());

        assertThat(again.key()).isEqualTo(file.key());
        assertThat(again.gzip()).isEqualTo(file.gzip());
        assertThat(LogFile.of(ACCOUNT, "", records().subList(0, 2)).key()).isNotEqualTo(file.key());
    }

    @Test
    void whatWasWrittenIsReadBackInOrder() throws IOException {
        write(LogFile.of(ACCOUNT, "", records()));
        write(LogFile.of(ACCOUNT, "", records()));
        Files.createDirectories(directory.resolve("AWSLogs/111122223333/CloudTrail-Digest"));
        Files.writeString(
                directory.resolve("AWSLogs/111122223333/CloudTrail-Digest/1_CloudTrail-Digest_x.json.gz"), "");

        assertThat(LogFiles.read(directory).map(JsonNode::toString).toList())
                .isEqualTo(records().stream().map(AuditRecord::json).toList());
    }

    @Test
    void emptyAndOverlongFilesAreRefused() {
        assertThatThrownBy(() -> LogFile.of(ACCOUNT, "", List.of()))
                .hasMessage("a log file holds 1 to 1000 records, not 0; deliver smaller batches");
        assertThatThrownBy(() -> LogFile.of(
                        ACCOUNT, "", Collections.nCopies(1001, records().get(0))))
                .hasMessage("a log file holds 1 to 1000 records, not 1001; deliver smaller batches");
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        Path damaged = directory.resolve("1_CloudTrail_x.json.gz");
        Files.writeString(damaged, "no gzip");

        assertThatThrownBy(() -> LogFiles.read(directory).count())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("the log file " + damaged + " cannot be read");
    }

    private void write(LogFile file) throws IOException {
        Path path = directory.resolve(file.key());
        Files.createDirectories(path.getParent());
        Files.write(path, file.gzip());
    }

    private static List<AuditRecord> records() {
        return AuditFixtures.oneOfEach().toList();
    }
}
