package io.spicerack.store;

import static io.spicerack.store.StoreFixture.ONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spicerack.WithServers;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.table.SampleTables;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithServers
class FullDiskTest {
    @Test
    void aFullDiskFailsTheIngestionAndLeavesNothing(@TempDir Path directory) throws Exception {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", directory.toString()),
                "a small tmpfs cannot be mounted here: run as root to see a disk that is really full");
        try {
            StoreFixture fixture = new StoreFixture(directory.resolve("store"));
            assertThatThrownBy(() -> fixture.seal(ONE, SampleTables.generate(SampleTables.generated(6), 400_000)))
                    .isInstanceOfSatisfying(IngestionException.class, e -> assertThat(e.type())
                            .isEqualTo(IngestionErrorType.ACCOUNT_CAPACITY_LIMIT_EXCEEDED))
                    .hasMessageContaining("The disk of the store " + directory.resolve("store") + " is full: ")
                    .hasMessageContaining("Free space there");
            assertThat(fixture.store.versions()).isEmpty();
        } finally {
            assertThat(run("umount", directory.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
