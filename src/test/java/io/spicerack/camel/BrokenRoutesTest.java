package io.spicerack.camel;

import static io.spicerack.camel.TestRoutes.PUBLISH;
import static io.spicerack.camel.TestRoutes.RECONCILE;
import static io.spicerack.camel.TestRoutes.SEAL;
import static io.spicerack.camel.TestRoutes.body;
import static io.spicerack.camel.TestRoutes.extract;
import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.core.WithCore;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.IngestionErrorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data sets that are refreshed once by a good route, and then by one that somebody has edited badly. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@WithServers
@WithCore
class BrokenRoutesTest {
    private static final String GOOD = "SELECT n AS id FROM generate_series(1, 3) AS n";
    private static final String ROWS = body(GOOD) + extract("db");
    private static final Map<String, String> BROKEN = Map.ofEntries(
            Map.entry("no-publish", ROWS + SEAL + RECONCILE),
            Map.entry("no-seal", ROWS + PUBLISH),
            Map.entry("no-steps", "- log: nothing\n"),
            Map.entry("no-reconcile", ROWS + SEAL + PUBLISH),
            Map.entry("reconcile-first", ROWS + RECONCILE + SEAL + PUBLISH),
            Map.entry("extract-twice", ROWS + ROWS + SEAL + RECONCILE + PUBLISH),
            Map.entry("seal-twice", ROWS + SEAL + SEAL + RECONCILE + PUBLISH),
            Map.entry("no-query", extract("db") + SEAL + RECONCILE + PUBLISH),
            Map.entry("blank-query", "- setBody: {constant: \"  \"}\n" + extract("db") + SEAL + RECONCILE + PUBLISH),
            Map.entry(
                    "list-query",
                    "- setBody: {method: {ref: lists, method: of}}\n" + extract("db") + SEAL + RECONCILE + PUBLISH),
            Map.entry("text-to-seal", ROWS + body("abc") + SEAL + RECONCILE + PUBLISH),
            Map.entry("peek", ROWS + "- bean: {ref: peeker, method: peek}\n" + SEAL + RECONCILE + PUBLISH),
            Map.entry("unknown-source", body(GOOD) + extract("nowhere") + SEAL + RECONCILE + PUBLISH),
            Map.entry(
                    "throws",
                    ROWS + SEAL
                            + "- throwException: {exceptionType: java.lang.IllegalStateException, message: \"a step of ours\"}\n"
                            + PUBLISH));

    private final PipelineFixture fixture;

    BrokenRoutesTest(PipelineFixture fixture) {
        this.fixture = fixture.bean("peeker", new Peeker())
                .bean("lists", new Lists())
                .postgres("db", TestDatabases.postgres().newDatabase());
        // the check would refuse a data engineer's: these are guarded by the core alone
        fixture.routes().shared().asOperator();
        BROKEN.keySet().forEach(id -> fixture.routes().query(id, "db", GOOD));
        fixture.routes().query("good", "db", GOOD);
        fixture.start();
        BROKEN.keySet().forEach(id -> fixture.probe().published(id));
        BROKEN.forEach(fixture.routes()::dataSet);
        fixture.restart();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            no-publish      | CUSTOMER_ERROR | 'no-publish' ended after step RECONCILED without spice:publish; the staged version was discarded
            no-seal         | CUSTOMER_ERROR | spice:publish needs step SEALED before it, but the refresh is at EXTRACTED; the order is extract, seal
            no-steps        | CUSTOMER_ERROR | ended after step CLAIMED without spice:publish
            no-reconcile    | CUSTOMER_ERROR | spice:publish needs a reconciled version; put direct:reconcile between spice:seal and spice:publish
            reconcile-first | CUSTOMER_ERROR | 'reconcile-first': spice:reconcile needs step SEALED before it, but the refresh is at EXTRACTED
            extract-twice   | CUSTOMER_ERROR | spice:extract needs step CLAIMED before it, but the refresh is at EXTRACTED
            seal-twice      | CUSTOMER_ERROR | spice:seal
            no-query        | CUSTOMER_ERROR | spice:extract for data set 'no-query' needs its query in the body; put it there with setBody: {constant: "SELECT ..."}
            blank-query     | CUSTOMER_ERROR | spice:extract for data set 'blank-query' needs its query in the body
            list-query      | CUSTOMER_ERROR | spice:extract for data set 'list-query' needs its query in the body
            text-to-seal    | CUSTOMER_ERROR | spice:seal for data set 'text-to-seal' needs rows in the body
            peek            | CUSTOMER_ERROR | a step has read some of the extracted rows but passed on the same body
            unknown-source  | DATA_SOURCE_NOT_FOUND | there is no data source 'nowhere'; the catalog has [db]. Declare it in config/catalog/ or correct the route
            throws          | INTERNAL_SERVICE_ERROR | unexpected java.lang.IllegalStateException
            """)
    void theMistakeIsNamedAndTheVersionBeforeServes(String dataSet, IngestionErrorType type, String words) {
        fixture.probe().fails(dataSet, type, words);
    }

    @Test
    void aBrokenRouteNeverHarmsAnother() {
        fixture.probe().published("good");
        fixture.probe().failure("no-publish");
        fixture.probe().published("good");
        assertThat(fixture.probe().rows("good")).containsExactly(List.of("1"), List.of("2"), List.of("3"));
        assertThat(fixture.probe().rows("no-publish")).hasSize(3);
    }

    /** Looks at the first row and passes the same body on. */
    public static final class Peeker {
        public void peek(ExtractedRows rows) {
            assertThat(rows.next()).containsKey("id");
        }
    }

    /** Bodies that no YAML can write. */
    public static final class Lists {
        public List<String> of() {
            return List.of(GOOD);
        }
    }
}
