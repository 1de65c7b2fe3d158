package io.spicerack.table.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.FileKey;
import io.spicerack.table.SampleTables;
import io.spicerack.table.Schema;
import io.spicerack.table.hash.TableChecksum;
import java.io.File;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hadoop is on the tests' class path and not on the product's. */
@WithServers
class NoHadoopTest {
    /** Runs in the child: writes a file and reads it back. */
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        Schema schema = SampleTables.generated(6);
        try (DataKey dataKey = new DataKey(new byte[32], new SecureRandom());
                FileKey key = dataKey.newFileKey(new byte[0])) {
            SampleFiles.write(file, key, SampleTables.generate(schema, 1_000));
            try (FileChannel channel = FileChannel.open(file);
                    ParquetDecoder decoder = SampleFiles.decoder(channel, key)) {
                System.out.println("read " + TableChecksum.of(decoder).rows() + " rows");
            }
        }
    }

    @Test
    void aFileIsWrittenAndReadWithoutAnyHadoopJar(@TempDir Path directory) throws Exception {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("hadoop-client"))
                .collect(Collectors.joining(File.pathSeparator));
        Path output = directory.resolve("output");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-verbose:class",
                        "-cp",
                        classPath,
                        NoHadoopTest.class.getName(),
                        directory.resolve("f.parquet").toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(child.waitFor()).as("exit status; %s", output).isZero();
        assertThat(Files.readString(output))
                .contains("read 1000 rows")
                .contains("org.apache.parquet.hadoop.ParquetFileWriter")
                .doesNotContain("org.apache.hadoop.");
    }
}
