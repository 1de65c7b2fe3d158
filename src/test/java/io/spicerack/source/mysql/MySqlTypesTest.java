package io.spicerack.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import io.spicerack.source.SourceConnection;
import io.spicerack.source.TestSource;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.sql.SQLException;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithServers
class MySqlTypesTest {
    private final TimeZone zone = TimeZone.getDefault();
    private final TestDatabase database = TestDatabases.mariaDb().newDatabase();
    private final SourceConnection source = open();

    /** In a zone with gaps, so that any detour through the JVM's zone shows. */
    private SourceConnection open() {
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        return TestSource.open(database, DataSourceType.MARIADB);
    }

    @AfterEach
    void close() {
        source.close();
        TimeZone.setDefault(zone);
    }

    /** A table made after the snapshot is not in it. */
    private List<Object> only(String columns, String values) throws SQLException {
        database.execute(
                "SET sql_mode = '', time_zone = '+00:00'",
                "CREATE TABLE t (" + columns + ")",
                "SET sql_mode = ''",
                "INSERT INTO t VALUES (" + values + ")");
        try (SourceConnection later = TestSource.open(database, DataSourceType.MARIADB)) {
            return TestSource.row(later, "SELECT * FROM t;");
        }
    }

    @Test
    void zeroDatesBecomeNullAndAreCountedAsNull() throws SQLException {
        assertThat(only("a DATE, b DATETIME, c TIMESTAMP NULL, d INT", "'0000-00-00', '0000-00-00', '0000-00-00', NULL")
                        .toString())
                .isEqualTo("[null, null, null, null]");
        try (SourceConnection later = TestSource.open(database, DataSourceType.MARIADB)) {
            Schema schema;
            try (RowGroups rows = later.query("SELECT * FROM t WHERE 1 = 0")) {
                schema = rows.schema();
                rows.next(new io.spicerack.table.RowGroup(schema));
            }
            assertThat(TestSource.row(
                            later, later.countsQuery("SELECT * FROM t", schema).each()))
                    .containsExactly(1L, 0L, 0L, 0L, 0L);
        }
    }

    @Test
    void aTinyIntOfOneDigitThatIsNoBooleanIsRefusedByItsColumn() {
        assertThatThrownBy(() -> only("stars TINYINT(1)", "5"))
                .hasMessage("Column 'stars' holds a number other than 0 and 1, though TINYINT(1) is kept as boolean."
                        + " Use CAST(... AS SIGNED) in the query to keep numbers, or set TinyIntOne: integer for the"
                        + " data source. It is in row 1.");
    }

    @Test
    void namesAreFreeButNotEmptyAndNotTwice() {
        assertThat(TestSource.rows(source, "SELECT 1 AS `a ``b`` \"c\" ?`, '?' AS x -- end")
                        .toString())
                .isEqualTo("[{a `b` \"c\" ?=1, x=?}]");
        assertThatThrownBy(() -> source.query("SELECT 1 AS ''"))
                .hasMessage("Column 1 of the query has an empty name. Give it one with AS.");
        assertThatThrownBy(() -> source.query("SELECT 1 AS a, 2 AS a"))
                .hasMessageContaining("column names occur more than once: a; rename them with AS in the query");
    }
}
