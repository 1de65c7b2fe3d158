package io.spicerack.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import io.spicerack.source.TypeCase.Way;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/** Tables of random names, types and values: what is read back from the sealed file is what the source holds. */
@WithServers
class RandomTableTest {
    private static final TestDatabase POSTGRES = TestDatabases.postgres().newDatabase();
    private static final TestDatabase MARIADB = TestDatabases.mariaDb().newDatabase();

    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    void aTableOfPostgresComesBackAsItIs(@ForAll long seed) throws Exception {
        RandomColumns table = RandomColumns.of(new Random(seed), DataSourceType.POSTGRESQL);
        table.create(POSTGRES);
        compare(POSTGRES, DataSourceType.POSTGRESQL, table);
    }

    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    void aTableOfMariaDbComesBackAsItIs(@ForAll long seed) throws Exception {
        RandomColumns table = RandomColumns.of(new Random(seed), DataSourceType.MARIADB);
        table.create(MARIADB);
        compare(MARIADB, DataSourceType.MARIADB, table);
    }

    private static void compare(TestDatabase database, DataSourceType type, RandomColumns table) throws Exception {
        List<Way> ways = table.rows().isEmpty() ? List.of(Way.EXTRACTED) : Arrays.asList(Way.values());
        for (Way way : ways) {
            try (SourceConnection source = TestSource.open(database, type)) {
                List<List<@Nullable String>> read = TypeCase.readRows(way, source, "SELECT * FROM t ORDER BY 1");
                assertThat(read.stream().map(row -> row.subList(1, row.size())))
                        .as(way + ": " + table.names() + " " + table.types())
                        .isEqualTo(table.expected());
            }
        }
    }
}
