package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.spicerack.WithServers;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionException;
import io.spicerack.source.RandomColumns;
import io.spicerack.source.SourceConnection;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;

/** Tables of random types, NULLs and edges: what is as it was raises no alarm, and whatever one cell becomes is caught. */
@WithServers
class ValuesPropertyTest {
    private static final TestDatabase POSTGRES = TestDatabases.postgres().newDatabase();
    private static final TestDatabase MARIADB = TestDatabases.mariaDb().newDatabase();
    private static final String SELECT = "SELECT * FROM t";
    private static final int MUTATIONS = 4;

    @Property(seed = "1729", tries = 12, shrinking = ShrinkingMode.OFF)
    void aTableOfPostgresIsEqualUntilOneCellIsNot(@ForAll long seed) throws Exception {
        check(POSTGRES, DataSourceType.POSTGRESQL, new Random(seed));
    }

    @Property(seed = "1729", tries = 12, shrinking = ShrinkingMode.OFF)
    void aTableOfMariaDbIsEqualUntilOneCellIsNot(@ForAll long seed) throws Exception {
        check(MARIADB, DataSourceType.MARIADB, new Random(seed));
    }

    private static void check(TestDatabase database, DataSourceType type, Random random) throws Exception {
        RandomColumns.of(random, type).create(database);
        Path directory = Files.createTempDirectory("values");
        try (SourceConnection source = ValuesStage.open(database, type)) {
            ValuesStage stage = new ValuesStage(directory, source);
            stage.reconcile(SELECT, same -> same);
            List<Map<String, Object>> rows = stage.rows(SELECT);
            for (int i = 0; i < MUTATIONS && !rows.isEmpty(); i++) {
                Mutation mutation = Mutation.of(random, rows);
                assertThat(catchThrowable(() -> stage.reconcile(SELECT, mutation)))
                        .as(mutation.toString())
                        .isInstanceOf(IngestionException.class)
                        .hasMessageStartingWith("data set 'visits' does not equal its source: the values of column")
                        .hasMessageContaining("'" + mutation.column() + "'")
                        // of two columns, either may have moved
                        .hasMessageContaining(
                                mutation.swapped()
                                        ? " stand in other rows"
                                        : "column '" + mutation.column() + "' differ");
            }
        } finally {
            FileUtils.deleteDirectory(directory.toFile());
        }
    }

    /**
     * One cell becomes another, or two cells of a column change places.
     *
     * @param other the row that has the same column's value from now on; the cell's own row where it becomes {@code after}
     */
    private record Mutation(String name, String column, int row, int other, @Nullable Object after)
            implements UnaryOperator<List<Map<String, Object>>> {
        static Mutation of(Random random, List<Map<String, Object>> rows) {
            while (true) {
                int row = random.nextInt(rows.size());
                List<String> columns = List.copyOf(rows.get(row).keySet());
                String column = columns.get(random.nextInt(columns.size()));
                Object before = rows.get(row).get(column);
                int other = random.nextInt(rows.size());
                Object there = rows.get(other).get(column);
                // rows have a number of their own, so that a swap of any other cells is one
                boolean swap = !column.equals("n") && random.nextInt(4) == 0;
                Mutation mutation = swap
                        ? new Mutation("swapped with row " + other, column, row, other, there)
                        : before == null
                                ? new Mutation("a value for NULL", column, row, row, there)
                                : changed(random, column, row, before);
                if (!Objects.deepEquals(before, mutation.after())) {
                    return mutation;
                }
            }
        }

        private static Mutation changed(Random random, String column, int row, Object before) {
            List<Mutation> all = new ArrayList<>(List.of(new Mutation("NULL", column, row, row, null)));
            CellMutations.of(before).forEach((name, change) -> {
                Object after = change.apply(before);
                if (fits(before, after)) {
                    all.add(new Mutation(name, column, row, row, after));
                }
            });
            return all.get(random.nextInt(all.size()));
        }

        /** A number with more digits than its column holds would be refused before it is sealed. */
        private static boolean fits(Object before, Object after) {
            return !(before instanceof BigDecimal number) || ((BigDecimal) after).precision() <= number.precision();
        }

        boolean swapped() {
            return row != other;
        }

        @Override
        @SuppressWarnings("NullAway") // rows of Camel hold nulls
        public List<Map<String, Object>> apply(List<Map<String, Object>> rows) {
            Object before = rows.get(row).put(column, after);
            if (swapped()) {
                rows.get(other).put(column, before);
            }
            return rows;
        }

        /** Without the value, which may be long. */
        @Override
        public String toString() {
            return "column '" + column + "' of row " + row + ": " + name;
        }
    }
}
