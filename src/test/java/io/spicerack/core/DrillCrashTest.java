package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.kit.aws.LocalAws;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.KeyState;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A drill whose process is killed while it has its key shut: the next start enables it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@WithServers
class DrillCrashTest {
    private final Path directory;
    private final LocalAws aws;

    DrillCrashTest(@TempDir Path directory) {
        this.directory = directory;
        aws = AwsCore.startAws(directory.resolve("aws"));
    }

    @AfterAll
    void stop() {
        aws.close();
    }

    @ParameterizedTest
    @CsvSource({
        "before:disable, Enabled",
        "after:disable, Disabled",
        "before:enable, Disabled",
        "after:enable, Enabled",
        "before:disable:2, Enabled",
        "after:disable:2, Disabled",
        "before:enable:2, Disabled"
    })
    void theNextStartEnablesTheKeyAndPutsItOnRecord(String killPoint, KeyState left) throws Exception {
        assertThat(KeyProcess.run(directory, aws.endpoint(), "drill", killPoint))
                .isEqualTo(137);
        try (KmsCore core = KmsCore.open(directory, aws.endpoint(), Clock.systemUTC())) {
            assertThat(state(core)).isEqualTo(left);
            long before = enabled(core);
            core.spice().drill().mend();
            assertThat(state(core)).isEqualTo(KeyState.Enabled);
            assertThat(enabled(core)).isEqualTo(before + 1);
            core.spice().drill().mend();
            assertThat(enabled(core)).as("one start mends it").isEqualTo(before + 1);
        }
    }

    private static KeyState state(KmsCore core) {
        return core.keys().describe(core.drillKey()).state();
    }

    private static long enabled(KmsCore core) {
        return core
                .spice()
                .audit()
                .search(AuditQuery.oldest(1_000).using(core.drillKey()).named("EnableKey"))
                .stream()
                .map(AuditRecord::errorCode)
                .filter(error -> error == null)
                .count();
    }
}
