package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.TakesLong;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads are as many as refreshes, not as data sets: at 300 of these there were 374. */
@TakesLong
class FlatThreadsTest {
    /** By hand more: {@code -Dflat.data-sets=300}. */
    private static final int DATA_SETS = Integer.getInteger("flat.data-sets", 40);

    /** Fewer than data sets. */
    private static final int FEWEST_TOO_MANY = 40;

    @Test
    void aDataSetThatOnlyWaitsHasNoThread(@TempDir Path directory) {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (PipelineFixture fixture = PipelineFixture.open(directory)) {
            fixture.routes().shared();
            // no source is there
            fixture.routes().asOperator();
            for (int i = 0; i < DATA_SETS; i++) {
                fixture.routes().dataSet("ward-" + i, "- to: spice:seal\n");
            }
            fixture.start();
            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .map(Thread::getName)
                            .filter(name -> name.contains("refresh") || name.contains("ward-")))
                    .hasSizeLessThan(6);
            assertThat(fixture.spice().dataSets().views()).hasSize(DATA_SETS);
            assertThat(fixture.context().getEndpoints())
                    .hasSizeGreaterThan(DATA_SETS)
                    .allSatisfy(endpoint -> assertThat(fixture.context()
                                    .getManagementStrategy()
                                    .getManagementObjectStrategy()
                                    .getManagedObjectForEndpoint(fixture.context(), endpoint))
                            .as("nothing is made of an endpoint that JMX would not show")
                            .isNull());
            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> !before.contains(thread))
                            .map(Thread::getName))
                    .as("all that the service has started, for %d data sets", DATA_SETS)
                    .hasSizeLessThan(FEWEST_TOO_MANY);
        }
    }
}
