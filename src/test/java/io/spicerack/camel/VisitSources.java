package io.spicerack.camel;

import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * A table {@code visit (id, note)} on both servers, with statistics: ids from 1, notes all of one length. Immutable.
 */
record VisitSources(TestDatabase postgres, TestDatabase mariaDb) {
    static VisitSources create(int postgresRows, int mariaDbRows, int noteLength) throws SQLException {
        VisitSources sources = new VisitSources(
                TestDatabases.postgres().newDatabase(), TestDatabases.mariaDb().newDatabase());
        String note = "REPEAT('x', " + noteLength + ")";
        sources.postgres.execute(
                "CREATE TABLE visit (id bigint, note text)",
                "INSERT INTO visit SELECT i, " + note + " FROM generate_series(1, " + postgresRows + ") i",
                "ANALYZE visit");
        sources.mariaDb.execute(
                "CREATE TABLE visit (id BIGINT PRIMARY KEY, note TEXT)",
                "INSERT INTO visit SELECT seq, " + note + " FROM " + TestDatabases.sequence(mariaDbRows),
                "ANALYZE TABLE visit");
        return sources;
    }

    /** A pipeline that knows them as the data sources pg and my. Its routes are not started. */
    PipelineFixture open(Path directory) {
        return PipelineFixture.open(directory)
                .postgres("pg", postgres)
                .dataSource("my", DataSourceType.MARIADB, mariaDb);
    }
}
