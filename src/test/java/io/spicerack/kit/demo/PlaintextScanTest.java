package io.spicerack.kit.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaintextScanTest {
    private static final PlaintextScan SCAN = new PlaintextScan(List.of("Jane Doe-Müller", "swordfish-9"));

    private final Path directory;

    PlaintextScanTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void aTextIsFoundWhereverItStands() throws IOException {
        for (int before : new int[] {0, 1, (1 << 20) - 5, 1 << 20, (2 << 20) - 1}) {
            Files.writeString(directory.resolve("f"), "x".repeat(before) + "Jane Doe-Müller" + "y".repeat(9));
            assertThat(SCAN.scan(List.of(directory)).leaks())
                    .as("after %d bytes", before)
                    .hasSize(1);
        }
    }

    @Test
    void aTextIsFoundInAGzipFile() throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(directory.resolve("log.json.gz")))) {
            out.write("{\"p\":\"swordfish-9\"}".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(SCAN.scan(List.of(directory)).leaks()).hasSize(1);
    }

    @Test
    void whatIsCleanIsCountedAndAPlaceThatIsNotThereIsNothing() throws IOException {
        Files.writeString(directory.resolve("f"), "Jane Doe-Mueller swordfish-8");
        PlaintextScan.Result result = SCAN.scan(List.of(directory, directory.resolve("nowhere")));
        assertThat(result).isEqualTo(new PlaintextScan.Result(1, 28, java.util.Set.of()));
    }
}
