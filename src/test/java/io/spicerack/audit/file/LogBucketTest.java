package io.spicerack.audit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.audit.file.TrailObjects.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogBucketTest {
    private final Path directory;
    private final LogBucket bucket;

    LogBucketTest(@TempDir Path directory) {
        this.directory = directory;
        bucket = new LogBucket(directory.resolve("audit"));
    }

    @Test
    void anObjectLiesAtItsKeyWithItsMetadataBesideIt() throws IOException {
        bucket.put("AWSLogs/1/a.json.gz", new Content(new byte[] {1, 2}, Map.of("signature", "00ff")));

        assertThat(Files.readAllBytes(directory.resolve("audit/AWSLogs/1/a.json.gz")))
                .containsExactly(1, 2);
        assertThat(Files.readString(directory.resolve("audit/AWSLogs/1/a.json.gz.metadata")))
                .isEqualTo("{\"signature\":\"00ff\"}");
        assertThat(bucket.find("AWSLogs/1/a.json.gz")).hasValueSatisfying(found -> {
            assertThat(found.bytes()).containsExactly(1, 2);
            assertThat(found.metadata()).containsExactly(Map.entry("signature", "00ff"));
        });
    }

    @Test
    void keysAreListedByPrefixInOrderWithoutMetadataAndHalfWrittenFiles() throws IOException {
        bucket.put("logs/b", new Content(new byte[] {1}, Map.of("signature", "00")));
        bucket.put("logs/a", new Content(new byte[] {1}, Map.of()));
        bucket.put("other", new Content(new byte[] {1}, Map.of()));
        Files.write(directory.resolve("audit/logs/c.123.part"), new byte[] {1});

        assertThat(bucket.keys("logs/")).containsExactly("logs/a", "logs/b");
        assertThat(bucket.keys("")).containsExactly("logs/a", "logs/b", "other");
    }

    @Test
    void writingAnObjectAgainReplacesItAndItsMetadata() {
        bucket.put("a", new Content(new byte[] {1}, Map.of("signature", "00")));

        bucket.put("a", new Content(new byte[] {2}, Map.of()));

        assertThat(bucket.find("a")).hasValueSatisfying(found -> {
            assertThat(found.bytes()).containsExactly(2);
            assertThat(found.metadata()).isEmpty();
        });
    }

    @Test
    void aDeletedObjectAndOneThatNeverWasAreNotFound() {
        bucket.put("a", new Content(new byte[] {1}, Map.of("signature", "00")));

        bucket.delete("a");
        bucket.delete("never");

        assertThat(bucket.find("a")).isEmpty();
        assertThat(bucket.find("never")).isEmpty();
        assertThat(bucket.keys("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/passwd", "../up", "a/../../up", "a//b", "a/.", "a.metadata", "a.part"})
    void aKeyThatWouldLeaveTheDirectoryOrHideIsRefused(String key) {
        assertThatThrownBy(() -> bucket.find(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'" + key + "' cannot be the key of an object here: its parts between slashes are not empty,"
                                + " '.' or '..', and it does not end in .metadata or .part");
    }
}
