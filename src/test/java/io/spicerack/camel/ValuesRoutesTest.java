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
import io.spicerack.catalog.record.VersionProof;
import io.spicerack.core.WithCore;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.ProofMethod;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Data sets that are reconciled by value, through real routes, over connections that may bend what they carry. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@WithServers
@WithCore
class ValuesRoutesTest {
    private static final String PEOPLE = "SELECT id, ssn, seen FROM people ORDER BY id";
    private static final String STREAM =
            """
            - setBody: {constant: "SELECT id, ssn FROM people ORDER BY id"}
            - to:
                uri: "jdbc:pg"
                parameters: {outputType: StreamList, resetAutoCommit: "false", statement.fetchSize: "100"}
            """;
    private static final String TABLE = "CREATE TABLE people (id integer, ssn varchar(20), seen date)";
    private static final String ROWS =
            "INSERT INTO people VALUES (1, '999-12-3456', '2026-01-02'), (2, '999-65-4321', NULL), (3, NULL, '2026-03-04')";

    private static final String WORKER = "CREATE TABLE worker (id smallint, name varchar(20))";

    private final TestDatabase postgres = TestDatabases.postgres().newDatabase();
    private final TestDatabase mariaDb = TestDatabases.mariaDb().newDatabase();
    private final AlteringProxy toPostgres = new AlteringProxy(postgres.server().port());
    private final AlteringProxy toMariaDb = new AlteringProxy(mariaDb.server().port());
    private final PipelineFixture fixture;

    ValuesRoutesTest(PipelineFixture fixture) throws SQLException {
        postgres.execute(
                TABLE,
                ROWS,
                "CREATE TABLE visit (id bigint, day date, note text)",
                "INSERT INTO visit SELECT i, CASE WHEN i % 7 > 0 THEN date '2024-02-29' + (i % 1000)::int END,"
                        + " repeat('x', 100) || i FROM generate_series(1, 300000) i");
        mariaDb.execute(TABLE, ROWS, WORKER);
        postgres.execute(WORKER);
        this.fixture = fixture.bean("people", new PeopleSteps())
                .postgres("pg", postgres)
                .dataSource("maria", DataSourceType.MARIADB, mariaDb);
        source("bent-pg", DataSourceType.POSTGRESQL, toPostgres, postgres);
        source("bent-maria", DataSourceType.MARIADB, toMariaDb, mariaDb);
        fixture.property("spicerack.routes.allow", "direct:reconcile,bean:people");
        fixture.routes().shared();
        values("plain", body(PEOPLE) + extract("pg") + SEAL + RECONCILE + PUBLISH);
        values("plain-maria", body(PEOPLE) + extract("maria") + SEAL + RECONCILE + PUBLISH);
        values("bent", body(PEOPLE) + extract("bent-pg") + SEAL + RECONCILE + PUBLISH);
        values("bent-maria", body(PEOPLE) + extract("bent-maria") + SEAL + RECONCILE + PUBLISH);
        values(
                "masked",
                body(PEOPLE) + extract("pg") + "- bean: {ref: people, method: mask}\n" + seal("masked") + RECONCILE
                        + PUBLISH);
        values(
                "bent-masked",
                body(PEOPLE) + extract("bent-pg") + "- bean: {ref: people, method: mask}\n" + seal("masked") + RECONCILE
                        + PUBLISH);
        values("streamed", STREAM + SEAL + PUBLISH);
        values("parallel", body("SELECT id, day, note FROM visit") + extract("pg") + SEAL + RECONCILE + PUBLISH);
        values(
                "empty",
                body(PEOPLE.replace("ORDER", "WHERE id > 9 ORDER")) + extract("pg") + SEAL + RECONCILE + PUBLISH);
        values(
                "empty-maria",
                body(PEOPLE.replace("ORDER", "WHERE id > 9 ORDER")) + extract("maria") + SEAL + RECONCILE + PUBLISH);
        values(
                "bent-parallel",
                body("SELECT id, day, note FROM visit") + extract("bent-pg") + SEAL + RECONCILE + PUBLISH);
        fixture.routes()
                .valuesMember("straight-of-two", "two", "pg", PEOPLE)
                .valuesMember("bent-of-two", "two", "bent-pg", PEOPLE);
        values(
                "volatile",
                body("SELECT n, random() AS r FROM generate_series(1, 2000) AS n")
                        + extract("pg")
                        + SEAL
                        + RECONCILE
                        + PUBLISH);
        fixture.routes().auto("auto", "pg", "SELECT * FROM worker ORDER BY id");
        fixture.routes().auto("auto-maria", "maria", "SELECT * FROM worker ORDER BY id");
        fixture.routes().auto("bent-auto", "bent-pg", PEOPLE);
        // the check would refuse a data engineer's
        fixture.routes().asOperator();
        values("unasked", body(PEOPLE) + extract("pg") + SEAL + PUBLISH);
        fixture.start();
    }

    private void values(String id, String steps) {
        fixture.routes().values(id, steps);
    }

    private void source(String id, DataSourceType type, AlteringProxy proxy, TestDatabase database) {
        Arn secret = fixture.secret(id, TestDatabases.PASSWORD);
        fixture.spice()
                .dataSources()
                .create(
                        PipelineFixture.definition(id, type, "127.0.0.1", proxy.port(), database.name()),
                        new CredentialsInput.SecretArn(secret));
    }

    @AfterAll
    void close() throws IOException {
        toPostgres.close();
        toMariaDb.close();
    }

    @Test
    void whatEqualsItsSourceIsPublished() {
        for (String dataSet : List.of("plain", "plain-maria", "masked", "streamed", "empty", "empty-maria")) {
            fixture.probe().published(dataSet);
        }
        assertThat(fixture.probe().rows("masked"))
                .contains(List.of("1", "***-**-3456", "2026-01-02"), List.of("3", "null", "2026-03-04"));
    }

    @Test
    void partsOfATableAreReadBackFileByFile() {
        fixture.probe().published("parallel");
        assertThat(fixture.probe().version("parallel").orElseThrow().rows()).isEqualTo(300_000);
    }

    @Test
    void aTextThatIsBentInOnePartOfATableIsNamedByItsColumn() {
        int before = toPostgres.altered();
        toPostgres.alter("x299999", "x299998");
        fixture.probe()
                .fails(
                        "bent-parallel",
                        IngestionErrorType.DATA_TOLERANCE_EXCEPTION,
                        "data set 'bent-parallel' does not equal its source: the values of column 'note' differ");
        assertThat(toPostgres.altered()).isEqualTo(before + 1);
    }

    @Test
    void aGroupIsPublishedOnlyWhereEachOfItsDataSetsEqualsItsSource() {
        DataSetId straight = new DataSetId("straight-of-two");
        toPostgres.alter("nothing", "nothing");
        fixture.probe().published("bent-of-two");
        fixture.probe().ended(straight, latest(straight).id());
        String before = fixture.probe().current("straight-of-two").orElseThrow();
        toPostgres.alter("999-65-4321", "999-65-4322");
        fixture.probe()
                .fails(
                        "bent-of-two",
                        IngestionErrorType.DATA_TOLERANCE_EXCEPTION,
                        "data set 'bent-of-two' does not equal its source: the values of column 'ssn' differ");
        IngestionRecord other = fixture.probe().ended(straight, latest(straight).id());
        assertThat(other.status()).isEqualTo(IngestionStatus.FAILED);
        assertThat(String.valueOf(other.error()))
                .contains("refreshed together with this one in group 'two', failed", "column 'ssn' differ");
        assertThat(fixture.probe().current("straight-of-two")).contains(before);
        assertThat(fixture.probe().onDisk("straight-of-two")).containsExactly(before);
    }

    private IngestionRecord latest(DataSetId dataSet) {
        return fixture.spice().ingestions().list(dataSet, 1).get(0);
    }

    @Test
    void aTextThatIsBentOnItsWayFromPostgreSqlIsNamedByItsColumnAndTheOldVersionServes() {
        fixture.probe().published("bent");
        fixture.probe().published("bent-masked");
        toPostgres.alter("999-65-4321", "999-65-4322");
        for (String dataSet : List.of("bent", "bent-masked")) {
            int before = toPostgres.altered();
            fixture.probe()
                    .fails(
                            dataSet,
                            IngestionErrorType.DATA_TOLERANCE_EXCEPTION,
                            "data set '" + dataSet + "' does not equal its source: the values of column 'ssn' differ");
            assertThat(toPostgres.altered()).isEqualTo(before + 1);
        }
    }

    @Test
    void aTextThatIsBentOnItsWayFromMariaDbIsNamedByItsColumn() {
        fixture.probe().published("bent-maria");
        toMariaDb.alter("999-12-3456", "999-12-3457");
        fixture.probe()
                .fails(
                        "bent-maria",
                        IngestionErrorType.DATA_TOLERANCE_EXCEPTION,
                        "data set 'bent-maria' does not equal its source: the values of column 'ssn' differ");
        assertThat(toMariaDb.altered()).isEqualTo(1);
    }

    @Test
    void byItselfAVersionIsProvenByValueOnlyWhereSomethingHasChanged() throws SQLException {
        for (String dataSet : List.of("auto", "auto-maria")) {
            TestDatabase database = dataSet.equals("auto") ? postgres : mariaDb;
            assertThat(proof(dataSet))
                    .isEqualTo(new VersionProof(ProofMethod.VALUES, "no version of it was proven by value yet"));
            database.execute("INSERT INTO worker VALUES (1, NULL), (2, 'Jo')");
            VersionProof counted = proof(dataSet);
            assertThat(counted.method()).isEqualTo(ProofMethod.COUNTS);
            assertThat(counted.why()).contains("since the proof by value of 20", "1 of 19 before the next");
            database.execute(
                    dataSet.equals("auto")
                            ? "ALTER TABLE worker ALTER COLUMN id TYPE integer"
                            : "ALTER TABLE worker MODIFY COLUMN id INT");
            assertThat(proof(dataSet))
                    .as("an integer of another width, which is kept in the same type")
                    .isEqualTo(new VersionProof(
                            ProofMethod.VALUES, "since the last proof by value there changed: the columns"));
            assertThat(proof(dataSet).method()).isEqualTo(ProofMethod.COUNTS);
        }
    }

    @Test
    void whatIsBentInAFirstVersionIsNotPublishedAndWhatIsNotProvenComesNext() {
        toPostgres.alter("999-12-3456", "999-12-3457");
        fixture.probe()
                .fails(
                        "bent-auto",
                        IngestionErrorType.DATA_TOLERANCE_EXCEPTION,
                        "data set 'bent-auto' does not equal its source: the values of column 'ssn' differ");
        toPostgres.alter("nothing", "nothing");
        assertThat(proof("bent-auto").method()).isEqualTo(ProofMethod.VALUES);
    }

    private VersionProof proof(String dataSet) {
        fixture.probe().published(dataSet);
        return fixture.spice()
                .dataSets()
                .proof(fixture.probe().version(dataSet).orElseThrow())
                .orElseThrow();
    }

    @Test
    void valuesThatAreOthersEachTimeAreNotPublished() {
        fixture.probe()
                .fails(
                        "volatile",
                        IngestionErrorType.DATA_TOLERANCE_EXCEPTION,
                        "the values of column 'r' differ",
                        "Look for a query that gives different rows each time it runs");
    }

    @Test
    void aRouteThatDoesNotAskItsSourceIsNotPublished() {
        fixture.probe()
                .fails(
                        "unasked",
                        IngestionErrorType.CUSTOMER_ERROR,
                        "'unasked': spice:publish needs a reconciled version; put direct:reconcile between");
    }
}
