package io.spicerack.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.Mutations;
import io.spicerack.TakesLong;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A backup comes from somewhere else: what somebody has changed in it is refused in words, and nothing of it is put back.
 * {@code -Dfuzz.inputs=N -Dfuzz.seed=S}: more of them, or the same again.
 */
@TakesLong
class MutatedBackupsTest {
    private final Path directory;
    private final Path data;

    MutatedBackupsTest(@TempDir Path directory) {
        this.directory = directory;
        this.data = directory.resolve("data");
    }

    @Test
    void aChangedZipIsRefusedOrIsTheSame() throws IOException {
        Map<String, byte[]> files = files();
        byte[] zip = zip(files);
        long seed = Long.getLong("fuzz.seed", 1729);
        int inputs = Integer.getInteger("fuzz.inputs", 400);
        System.out.println("changed backups: " + inputs + ", seed " + seed);
        int[] restored = new int[1];
        Path file = directory.resolve("b.zip");
        new Mutations(List.of(zip)).each(new Random(seed), inputs, changed -> {
            Files.write(file, changed);
            try {
                Restore.into(data, file);
                restored[0]++;
                for (Map.Entry<String, byte[]> each : files.entrySet()) {
                    if (!each.getKey().equals(BackupList.NAME) && Files.exists(data.resolve(each.getKey()))) {
                        assertThat(data.resolve(each.getKey())).hasBinaryContent(each.getValue());
                    }
                }
                BackupPlace.remove(data);
            } catch (BackupException e) {
                try (Stream<Path> left = Files.list(data)) {
                    assertThat(left).as("nothing was restored").isEmpty();
                }
            }
        });
        System.out.println("changed backups: " + restored[0] + " restored all the same");
    }

    @Test
    void aListWithoutEndIsNotReadToItsEnd() throws IOException {
        Map<String, byte[]> files = files();
        byte[] long33 = new byte[33 << 20];
        files.put(BackupList.NAME, long33);
        Path file = directory.resolve("long.zip");
        Files.write(file, zip(files));
        assertThat(file.toFile().length()).isLessThan(1 << 20);
        assertRefused(file, "of more than 32 MiB, which no backup has");
    }

    @Test
    void aFileIsNotWrittenBeyondWhatItIsSaidToHave() throws IOException {
        Map<String, byte[]> files = files();
        files.put("store/wards/1/part", new byte[64 << 20]);
        Path file = directory.resolve("bomb.zip");
        Files.write(file, zip(files));
        assertRefused(file, "is not what was backed up (");
    }

    @Test
    void noLinkLeadsOutOfABackup() throws IOException {
        Path backup = Files.createDirectories(directory.resolve("b"));
        for (Map.Entry<String, byte[]> each : files().entrySet()) {
            Path file = backup.resolve(each.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, each.getValue());
        }
        Path part = backup.resolve("store/wards/1/part");
        Path elsewhere = Files.move(part, directory.resolve("elsewhere"));
        Files.createSymbolicLink(part, elsewhere);
        assertRefused(backup, "is not whole: store/wards/1/part is missing");
    }

    @Test
    void whatIsNoZipFileIsSaidToBeNone() throws IOException {
        assertRefused(Files.writeString(directory.resolve("b.tar"), "no zip"), "neither a directory nor a ZIP file");
        assertRefused(Files.writeString(directory.resolve("b.zip"), "no zip"), "neither a directory nor a ZIP file");
    }

    @Test
    void aListThatNamesAFileTwiceIsRefused() throws IOException {
        for (String second : List.of("store/wards/1/part", "store/wards/1/part/below")) {
            Map<String, byte[]> files = files();
            List<BackedUpFile> listed = new ArrayList<>(listed(files));
            for (int place : List.of(listed.size(), 0)) {
                listed.add(place, new BackedUpFile(second, 1, "00"));
                files.put(BackupList.NAME, list(listed));
                Path file = directory.resolve("twice.zip");
                Files.write(file, zip(files));
                assertRefused(file, "lists the file '" + second + "' twice, or below another file");
                listed.remove(place);
            }
        }
    }

    private void assertRefused(Path backup, String words) throws IOException {
        assertThatThrownBy(() -> Restore.into(data, backup))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining(words);
        try (Stream<Path> left = Files.list(data)) {
            assertThat(left).as("nothing was restored").isEmpty();
        }
    }

    private Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("catalog/catalog.db", "SQLite format 3".repeat(20).getBytes(StandardCharsets.US_ASCII));
        files.put("store/wards/1/part", "PARE".repeat(100).getBytes(StandardCharsets.US_ASCII));
        files.put("audit-signing/public-keys.json", "[]".getBytes(StandardCharsets.US_ASCII));
        files.put(BackupList.NAME, list(listed(files)));
        return files;
    }

    private List<BackedUpFile> listed(Map<String, byte[]> files) throws IOException {
        List<BackedUpFile> listed = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (!file.getKey().equals(BackupList.NAME)) {
                Path from = Files.write(directory.resolve("from"), file.getValue());
                listed.add(CopiedFiles.copy(from, directory.resolve("to"), file.getKey()));
            }
        }
        return listed;
    }

    private byte[] list(List<BackedUpFile> listed) throws IOException {
        new BackupList(Instant.parse("2026-11-30T12:00:00Z"), 1, listed).write(directory);
        return Files.readAllBytes(directory.resolve(BackupList.NAME));
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
