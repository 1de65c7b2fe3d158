package io.spicerack.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spicerack.WithServers;
import io.spicerack.catalog.database.CatalogException;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.RequestSource;
import io.spicerack.table.hash.TableChecksum;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is really full, catalog and all: what runs ends in words, and once there is room all goes on by itself. */
@WithServers
class ReallyFullDiskTest {
    @TempDir
    private Path disk;

    @Test
    void whatRunsEndsTheOldVersionStaysAndNothingIsLeftForSomebodyToMend() throws Exception {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString()),
                "a small tmpfs cannot be mounted here: run as root to see a disk that is really full");
        try (CoreFixture core = CoreFixture.open(disk.resolve("data"))) {
            core.createDefaultKey("ours");
            DataSetId patients = core.publish("patients", SampleRows.of(3));
            TableChecksum before = read(core, patients);
            IngestionId caught = core.spice().ingestions().request(patients, RequestSource.MANUAL);
            Refresh refresh = core.next(patients);
            // claimed, and then there is no room for anything
            fill();
            Throwable failure = catchThrowable(() ->
                    refresh.begin().seal(SampleRows.of(200_000)).reconcile().publish());
            for (ThrowingCallable ending : List.<ThrowingCallable>of(() -> refresh.fail(failure), refresh::close)) {
                Throwable unwritten = catchThrowable(ending);
                assertThat(unwritten == null || unwritten instanceof CatalogException)
                        .as("%s", unwritten)
                        .isTrue();
            }
            assertThat(failure)
                    .satisfiesAnyOf(
                            e -> assertThat(e)
                                    .isInstanceOf(CatalogException.class)
                                    .hasMessageContaining("its disk is full; free some space"),
                            e -> assertThat(e)
                                    .isInstanceOfSatisfying(IngestionException.class, full -> assertThat(full.type())
                                            .isEqualTo(IngestionErrorType.ACCOUNT_CAPACITY_LIMIT_EXCEEDED)));
            Throwable unread = catchThrowable(() -> read(core, patients));
            assertThat(unread == null || unread instanceof CatalogException)
                    .as("read with a record, or refused in words: %s", unread)
                    .isTrue();

            Files.delete(disk.resolve("filler"));
            Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(core.spice()
                                .ingestions()
                                .find(patients, caught)
                                .orElseThrow()
                                .status())
                        .as("nobody has asked for the data set")
                        .isEqualTo(IngestionStatus.FAILED);
                List<AuditRecord> open =
                        core.catalog().read(tx -> tx.auditIntents().open());
                assertThat(open).isEmpty();
            });
            assertThat(read(core, patients)).isEqualTo(before);
            core.publish("patients", SampleRows.of(4));
            assertThat(read(core, patients)).isNotEqualTo(before);
        } finally {
            assertThat(run("umount", disk.toString())).isTrue();
        }
    }

    private static TableChecksum read(CoreFixture core, DataSetId dataSet) throws Exception {
        try (OpenDataSet open = core.spice().readers().open(dataSet)) {
            return TableChecksum.of(open);
        }
    }

    private void fill() throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(disk.resolve("filler"))) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left on device");
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
