package io.spicerack.core.refresh;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.core.CoreFixture;
import io.spicerack.core.sources.SourceCaller;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.source.SplitOptions;
import io.spicerack.source.SplitQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupRunTest {
    private static final DataSetId ODD = new DataSetId("odd");
    private static final DataSetId EVEN = new DataSetId("even");
    private static final SplitQuery QUERY = new SplitQuery("SELECT 1 AS a", SplitOptions.ONE);

    @Test
    void oneThatNeverBeginsToReadIsNamedAfterAWhile(@TempDir Path directory) {
        GroupRun run = new GroupRun("bank", Set.of(ODD, EVEN), Duration.ofMillis(50));
        try (CoreFixture core = CoreFixture.open(directory)) {
            assertThatThrownBy(() -> run.read(
                            ODD,
                            new DataSourceId("db"),
                            QUERY,
                            core.spice().dataSources().connections(),
                            SourceCaller.NOBODY))
                    .hasMessage(
                            "group 'bank' waited 0 s for [even] to reach spice:extract. Look whether their routes run,"
                                    + " and whether they begin with spice:extract; a data set of a group cannot have its rows from"
                                    + " elsewhere");
        }
    }

    @Test
    void theFirstReasonIsTheOneThatEveryMemberHears(@TempDir Path directory) {
        GroupRun run = new GroupRun("bank", Set.of(ODD, EVEN), Duration.ofMinutes(1));
        run.fail(EVEN, new IngestionException(IngestionErrorType.QUERY_TIMEOUT, "too slow."));
        run.fail(EVEN, new IngestionException(IngestionErrorType.SQL_EXCEPTION, "later."));
        try (CoreFixture core = CoreFixture.open(directory)) {
            assertThatThrownBy(() -> run.read(
                            ODD,
                            new DataSourceId("db"),
                            QUERY,
                            core.spice().dataSources().connections(),
                            SourceCaller.NOBODY))
                    .hasMessage(
                            "data set 'even', which is refreshed together with this one in group 'bank', failed: too"
                                    + " slow. Nothing of the group was published")
                    .extracting(e -> ((IngestionException) e).type())
                    .isEqualTo(IngestionErrorType.QUERY_TIMEOUT);
        }
    }
}
