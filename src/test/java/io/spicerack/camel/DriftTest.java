package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.WithCore;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.DriftPolicy;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionStatus;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that somebody alters between two refreshes. */
@TestInstance(Lifecycle.PER_CLASS)
@WithServers
@WithCore
class DriftTest {
    private final TestDatabase postgres = TestDatabases.postgres().newDatabase();
    private final TestDatabase maria = TestDatabases.mariaDb().newDatabase();
    private final PipelineFixture fixture;

    DriftTest(PipelineFixture fixture) throws SQLException {
        this.fixture = fixture.postgres("pg", postgres).dataSource("maria", DataSourceType.MYSQL, maria);
        fixture.routes()
                .shared()
                .query("once", "pg", "SELECT * FROM once")
                .dataSet("wide", steps("wide", "adapt-widening"))
                .dataSet("free", steps("free", "adapt"));
        for (String source : List.of("pg", "maria")) {
            fixture.routes().query(source + "-visits", source, "SELECT * FROM visits");
            database(source)
                    .execute(
                            "CREATE TABLE visits (id int, reason varchar(20), cost decimal(8, 2))",
                            "INSERT INTO visits VALUES (1, 'fever', 10.50)");
        }
        for (String table : List.of("once", "wide", "free")) {
            postgres.execute(
                    "CREATE TABLE " + table + " (id int, reason text)",
                    "INSERT INTO " + table + " VALUES (1, 'fever')");
        }
        fixture.start();
    }

    private static String steps(String table, String drift) {
        return TestRoutes.body("SELECT * FROM " + table) + TestRoutes.extract("pg")
                + "- to: {uri: \"spice:seal\", parameters: {drift: " + drift + "}}\n" + TestRoutes.RECONCILE
                + TestRoutes.PUBLISH;
    }

    private TestDatabase database(String source) {
        return source.equals("pg") ? postgres : maria;
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg", "maria"})
    void anAlteredTableFailsWithTheDifferencesAndTheWayOut(String source) throws SQLException {
        String dataSet = source + "-visits";
        fixture.probe().published(dataSet);
        database(source).execute("ALTER TABLE visits ADD COLUMN ward int", "ALTER TABLE visits DROP COLUMN reason");
        fixture.probe()
                .fails(
                        dataSet,
                        IngestionErrorType.SQL_SCHEMA_MISMATCH_ERROR,
                        "the columns of data set '" + dataSet + "' differ from those of its current version",
                        "added 'ward' Int(32), dropped 'reason' Text.",
                        "The drift policy is fail, so nothing was kept.",
                        "spicerack refresh " + dataSet + " --drift=adapt");
    }

    @Test
    void aRefreshThatIsAskedForWithAdaptTakesTheNewColumnsThisOnce() throws SQLException {
        fixture.probe().published("once");
        postgres.execute("ALTER TABLE once RENAME COLUMN reason TO cause");
        fixture.probe().fails("once", IngestionErrorType.SQL_SCHEMA_MISMATCH_ERROR, "renamed 'reason' to 'cause' Text");
        DataSetId dataSet = new DataSetId("once");
        IngestionRecord adapted =
                fixture.probe().ended(dataSet, fixture.spice().ingestions().request(dataSet, DriftPolicy.ADAPT));
        assertThat(adapted.status()).as("%s", adapted.error()).isEqualTo(IngestionStatus.COMPLETED);
        fixture.probe().published("once");
        postgres.execute("ALTER TABLE once DROP COLUMN cause");
        fixture.probe().fails("once", IngestionErrorType.SQL_SCHEMA_MISMATCH_ERROR, "dropped 'cause' Text");
    }

    @Test
    void aRouteMayTakeWhatWidensAndNothingElse() throws SQLException {
        fixture.probe().published("wide");
        postgres.execute("ALTER TABLE wide ALTER COLUMN id TYPE bigint", "ALTER TABLE wide ADD COLUMN ward int");
        fixture.probe().published("wide");
        assertThat(fixture.probe().rows("wide")).containsExactly(List.of("1", "fever", "null"));
        postgres.execute("ALTER TABLE wide ALTER COLUMN id TYPE int");
        fixture.probe()
                .fails(
                        "wide",
                        IngestionErrorType.SQL_SCHEMA_MISMATCH_ERROR,
                        "retyped 'id' Int(64) to Int(32)",
                        "The drift policy is adapt-widening");
    }

    @Test
    void aRouteMayTakeWhateverComes() throws SQLException {
        fixture.probe().published("free");
        postgres.execute("ALTER TABLE free ALTER COLUMN id TYPE text", "ALTER TABLE free DROP COLUMN reason");
        fixture.probe().published("free");
        assertThat(fixture.probe().rows("free")).containsExactly(List.of("1"));
    }
}
