package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.kit.aws.LocalAws;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.IngestionStatus;
import io.spicerack.table.RowGroup;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A table larger than the heap. The normal build takes {@value #CELLS} cells; {@code -Dspicerack.test.cells=50000000} and
 * {@code -Dspicerack.test.heap=256m} take others.
 */
@WithServers
class LargeTableTest {
    private static final int CELLS = 5_000_000;
    private static final int COLUMNS = 10;

    @Test
    void aTableLargerThanTheHeapIsRefreshed(@TempDir Path directory) throws Exception {
        long rows = Long.getLong("spicerack.test.cells", CELLS) / COLUMNS;
        String heap = System.getProperty("spicerack.test.heap", "192m");
        try (LocalAws aws = AwsCore.startAws(directory.resolve("aws"))) {
            try (AwsCore core = AwsCore.open(directory, aws.endpoint())) {
                ClinicSource.create(core, TestDatabases.postgres().newDatabase());
            }
            try (CoreProcess process = CoreProcess.start(directory, aws.endpoint(), sql(rows), 1, heap)) {
                process.awaitReady();
                String memory = process.nextLine();
                assertThat(process.awaitEnd())
                        .as("exit status of the process with " + heap)
                        .isZero();
                System.out.println(rows * COLUMNS + " cells through a heap of " + heap + ", " + memory);
            }
            try (AwsCore core = AwsCore.open(directory, aws.endpoint())) {
                assertPublished(core, rows);
            }
        }
    }

    private static void assertPublished(AwsCore core, long rows) throws Exception {
        IngestionRecord ingestion =
                core.spice().ingestions().list(AwsCore.VISITS, 1).get(0);
        assertThat(ingestion.status()).isEqualTo(IngestionStatus.COMPLETED);
        assertThat(ingestion.rows().rowsIngested()).isEqualTo(rows);
        try (OpenDataSet open = core.spice().readers().open(AwsCore.VISITS)) {
            VersionRecord version = open.version();
            assertThat(version.rows()).isEqualTo(rows);
            assertThat(read(open)).isEqualTo(rows);
        }
    }

    private static long read(OpenDataSet open) {
        RowGroup group = new RowGroup(open.schema());
        long rows = 0;
        while (open.next(group)) {
            rows += group.rows();
        }
        return rows;
    }

    private static String sql(long rows) {
        return "SELECT g AS id, g * 7919 AS visit, g % 365 AS day, md5(g::text) AS note, 'ward ' || g % 40 AS ward,"
                + " (g * 0.25)::numeric(12,2) AS fee, sqrt(g) AS score, g % 3 = 0 AS insured,"
                + " timestamptz '2020-01-01' + g * interval '1 min' AS at,"
                + " CASE WHEN g % 5 > 0 THEN date '1950-01-01' + (g % 20000)::int END AS born"
                + " FROM generate_series(1, " + rows + "::bigint) g";
    }
}
