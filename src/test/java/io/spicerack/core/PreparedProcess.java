package io.spicerack.core;

import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.kit.aws.LocalAws;
import io.spicerack.model.DataSetId;
import io.spicerack.table.hash.TableChecksum;
import java.nio.file.Path;
import java.time.Clock;

/** What most processes of the tests do, once and to its end: for the archive of their classes. */
public final class PreparedProcess {
    private PreparedProcess() {}

    /** Argument: a folder for what it writes. */
    public static void main(String[] arguments) throws Exception {
        DataSetId visits = new DataSetId("visits");
        Path directory = Path.of(arguments[0]);
        try (LocalAws aws = AwsCore.startAws(directory.resolve("aws"));
                KmsCore core = KmsCore.open(directory, aws.endpoint(), Clock.systemUTC())) {
            core.newDefaultKey("the former key");
            core.publish("visits", SampleRows.of(5));
            core.newDefaultKey("the fresh key");
            core.spice().rewraps().rewrap(visits);
            core.publish("visits", SampleRows.of(7));
            try (OpenDataSet open = core.spice().readers().open(visits)) {
                TableChecksum.of(open);
            }
            core.spice().auditFiles().closeNow();
        }
    }
}
