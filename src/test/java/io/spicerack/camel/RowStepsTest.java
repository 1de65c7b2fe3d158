package io.spicerack.camel;

import static io.spicerack.camel.TestRoutes.PUBLISH;
import static io.spicerack.camel.TestRoutes.RECONCILE;
import static io.spicerack.camel.TestRoutes.SEAL;
import static io.spicerack.camel.TestRoutes.body;
import static io.spicerack.camel.TestRoutes.extract;
import static io.spicerack.camel.TestRoutes.seal;
import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.WithCore;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.RowInfo;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Steps between spice:extract and spice:seal, and rows that come from elsewhere. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@WithServers
@WithCore
class RowStepsTest {
    private static final String PEOPLE = "SELECT id, ssn, seen FROM people ORDER BY id";
    private static final String STREAM =
            """
            - setBody: {constant: "SELECT id, ssn FROM people ORDER BY id"}
            - to:
                uri: "jdbc:db"
                parameters: {outputType: StreamList, resetAutoCommit: "false", statement.fetchSize: "100"}
            """;

    private final TestDatabase database = TestDatabases.postgres().newDatabase();
    private final PipelineFixture fixture;

    RowStepsTest(PipelineFixture fixture) throws SQLException {
        database.execute(
                "CREATE TABLE people (id integer, ssn text, seen date)",
                "INSERT INTO people VALUES (1, '999-12-3456', '2026-01-02'), (2, '999-65-4321', NULL), (3, NULL, '2026-03-04')");
        this.fixture = fixture.bean("people", new PeopleSteps())
                .property("spicerack.routes.allow", "direct:reconcile,bean:people")
                .postgres("db", database);
        fixture.routes()
                .shared()
                .dataSet("masked", rows("mask") + seal("masked") + RECONCILE + PUBLISH)
                .dataSet("filtered", rows("seen") + seal("filtered") + RECONCILE + PUBLISH)
                .dataSet("narrowed", rows("narrow") + seal("filtered") + RECONCILE + PUBLISH)
                .dataSet("lossy", rows("seen") + seal("masked") + RECONCILE + PUBLISH)
                .dataSet("streamed", STREAM + SEAL + PUBLISH)
                .query("volatile", "db", "SELECT n FROM generate_series(1, 2000) AS n WHERE random() < 0.5")
                .asOperator()
                .dataSet("undeclared", rows("mask") + SEAL + RECONCILE + PUBLISH)
                .dataSet(
                        "streamed-wrong",
                        STREAM + SEAL
                                + "- throwException: {exceptionType: java.lang.IllegalStateException, message: late}\n");
        fixture.start();
    }

    @Test
    void aStepMasksAColumnAndTheCountsStillAgree() {
        fixture.probe().published("masked");
        assertThat(fixture.probe().rows("masked"))
                .containsExactly(
                        List.of("1", "***-**-3456", "2026-01-02"),
                        List.of("2", "***-**-4321", "null"),
                        List.of("3", "null", "2026-03-04"));
    }

    @Test
    void aStepFiltersRowsAndTheyAreCountedAsDropped() {
        IngestionRecord ended = fixture.probe().published("filtered");
        assertThat(ended.rows()).isEqualTo(new RowInfo(2, 1, 2));
        assertThat(fixture.probe().rows("filtered"))
                .extracting(row -> row.get(0))
                .containsExactly("1", "3");
    }

    @Test
    void aStepThatIsNotDeclaredPublishesNothing() {
        fixture.probe()
                .fails(
                        "undeclared",
                        IngestionErrorType.CUSTOMER_ERROR,
                        "data set 'undeclared': the rows to be sealed are not those that were extracted",
                        "declare the step between: spice:seal with rows: masked");
    }

    @Test
    void aStepThatIsDeclaredToMaskLosesNoRow() {
        fixture.probe()
                .fails(
                        "lossy",
                        IngestionErrorType.DATA_TOLERANCE_EXCEPTION,
                        "data set 'lossy': its route declares rows: masked, but the step between spice:extract and"
                                + " spice:seal passed on 2 rows, which is not as many as were read");
    }

    @Test
    void aStepThatDropsAColumnIsRefusedByItsName() {
        fixture.probe().fails("narrowed", IngestionErrorType.SQL_SCHEMA_MISMATCH_ERROR, "Row 1 has no key 'ssn'");
    }

    @Test
    void rowsOfCamelJdbcAreSealedAndTheConnectionIsClosed() throws SQLException {
        IngestionRecord ended = fixture.probe().published("streamed");
        assertThat(ended.rows()).isEqualTo(new RowInfo(3, 0, 3));
        assertThat(fixture.probe().rows("streamed"))
                .containsExactly(List.of("1", "999-12-3456"), List.of("2", "999-65-4321"), List.of("3", "null"));
        assertThat(connections()).isZero();
    }

    @Test
    void aFailureAfterCamelJdbcLeavesNoConnection() throws SQLException {
        fixture.probe()
                .fails(
                        "streamed-wrong",
                        IngestionErrorType.INTERNAL_SERVICE_ERROR,
                        "unexpected java.lang.IllegalStateException");
        assertThat(connections()).isZero();
    }

    @Test
    void aQueryThatGivesOtherRowsEachTimeIsNotPublished() {
        fixture.probe()
                .fails(
                        "volatile",
                        IngestionErrorType.DATA_TOLERANCE_EXCEPTION,
                        "data set 'volatile' does not equal its source: rows: source ",
                        "Nothing was published. Look for a query that gives different rows each time it runs");
    }

    private static String rows(String step) {
        return body(PEOPLE) + extract("db") + "- bean: {ref: people, method: " + step + "}\n";
    }

    /** Connections to the database that read people through camel-jdbc, from outside. */
    private int connections() throws SQLException {
        try (Connection connection = database.connect();
                ResultSet row = connection
                        .createStatement()
                        .executeQuery("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND pid <> pg_backend_pid() AND query LIKE '%ssn FROM people%'")) {
            row.next();
            return row.getInt(1);
        }
    }
}
