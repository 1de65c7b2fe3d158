package io.spicerack.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.model.DataSourceErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ServiceDoctorTest {
    /** QuickSight's words for data sources stand in no row of that page. */
    @Test
    void whatADataSourceIsRefusedForLeadsToARowOfTheRunbook() throws IOException {
        String runbook = Files.readString(Path.of("docs/operations.md"));
        for (DataSourceErrorType type : DataSourceErrorType.values()) {
            assertThat(ServiceDoctor.inRunbook(type).split(", ", -1))
                    .as(type.name())
                    .allSatisfy(word -> assertThat(runbook).contains("`" + word + "`"));
        }
    }
}
