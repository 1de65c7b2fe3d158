package io.spicerack.store;

import io.spicerack.Mutations;
import io.spicerack.TakesLong;
import io.spicerack.envelope.TamperedException;
import io.spicerack.table.SampleTables;
import io.spicerack.table.parquet.DamagedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.commons.io.FileUtils;

/** Whatever stands in a version's files, what is not authenticated reaches no parser that breaks: it is refused in words. */
@TakesLong
class MutatedFilesTest {
    private static final Path ROOT = directory();
    private static final StoreFixture FIXTURE = new StoreFixture(ROOT);
    private static final SealedVersion SEALED =
            FIXTURE.seal(StoreFixture.ONE, SampleTables.generate(SampleTables.generated(3), 60));
    private static final Path PART = ROOT.resolve("patients/v1/part-00000.parquet");
    private static final Path MANIFEST = ROOT.resolve("patients/v1/manifest");
    private static final byte[] PART_BYTES = bytes(PART);
    private static final Mutations PARTS = new Mutations(List.of(PART_BYTES));
    private static final Mutations MANIFESTS = new Mutations(List.of(bytes(MANIFEST)));

    private static Path directory() {
        try {
            return Files.createTempDirectory("mutated-files");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @AfterContainer
    static void delete() throws IOException {
        FileUtils.deleteDirectory(ROOT.toFile());
    }

    /** As many bytes as the manifest says, so that they come as far as they can. */
    @Example
    void aFileIsReadWholeOrRefused() throws Exception {
        long seed = Long.getLong("fuzz.seed", 1729);
        int inputs = Integer.getInteger("fuzz.inputs", 150);
        System.out.println("changed sealed files: " + inputs + ", seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < inputs; i++) {
            Files.write(PART, PARTS.overwritten(random));
            readAll();
        }
        Files.write(PART, PART_BYTES);
    }

    @Property(seed = "1729")
    void aManifestOpensOrIsRefused(@ForAll Random random) {
        MANIFESTS.each(random, 20, bytes -> {
            try {
                byte[] unused = ManifestFile.parse(bytes, "version v1").message();
            } catch (TamperedException | IllegalArgumentException e) {
                // as it should be: VersionStore tells the second as the first
            }
        });
    }

    private static void readAll() throws Exception {
        try (OpenVersion open = FIXTURE.open(SEALED)) {
            int rows = SampleTables.texts(open.read(() -> {})).size();
            if (rows != 60) {
                throw new AssertionError(rows + " rows");
            }
        } catch (TamperedException | DamagedFileException e) {
            // as it should be
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
