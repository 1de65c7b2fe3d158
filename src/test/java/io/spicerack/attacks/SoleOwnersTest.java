package io.spicerack.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.camel.PipelineException;
import io.spicerack.camel.PipelineFixture;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.TestCatalogs;
import io.spicerack.core.queue.RouteFiles;
import io.spicerack.core.trail.SoleOwners;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A second route takes neither the trail's files nor a data set's ingestions from the first, whatever options its URI has. */
@TakesLong
class SoleOwnersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            spice:audit?sink=files&pollInterval=200          | audit sink 'files'
            spice:audit?sink=files&form=records              | audit sink 'files'
            spice:audit?sink=files&maxRecords=7              | audit sink 'files'
            spice:ingestions?dataSet=*&reconcile=off         | the ingestions of the API's data sets
            """)
    void aSecondConsumerStopsTheStart(String uri, String words, @TempDir Path directory) {
        try (PipelineFixture fixture = PipelineFixture.open(directory)) {
            fixture.routes()
                    .shared()
                    .asOperator()
                    .write(
                            "zz-second",
                            "- route: {id: second, from: {uri: \"" + uri + "\", steps: [to: {uri: 'log:x'}]}}");
            assertThatThrownBy(fixture::start)
                    .isInstanceOf(PipelineException.class)
                    .hasMessageContaining("cannot take " + words + ": route '")
                    .hasMessageContaining("takes it already, and two would each miss what the other took");
        }
    }

    /** The operator's route has them: the file that would take them is the one that is refused. */
    @Test
    void aSecondConsumerOfADataSetIsRefusedWithItsFile(@TempDir Path directory) {
        try (PipelineFixture fixture = PipelineFixture.open(directory)) {
            fixture.routes()
                    .shared()
                    .query("rows", "db", "SELECT 1 AS id")
                    .asOperator()
                    .write(
                            "zz-first",
                            "- route: {id: first, from: {uri: \"spice:ingestions?dataSet=rows&reconcile=off\","
                                    + " steps: [to: {uri: 'log:x'}]}}");
            fixture.postgres("db", 1);
            fixture.start();
            assertThat(fixture.spice().ingestions().routeFiles().all())
                    .singleElement()
                    .satisfies(line -> {
                        assertThat(line.state()).isEqualTo(RouteFiles.State.REFUSED);
                        assertThat(line.why())
                                .contains("cannot take the ingestions of data set 'rows': route 'first' takes it"
                                        + " already");
                    });
        }
    }

    @Test
    void aRouteThatStopsLeavesItsPlace(@TempDir Path directory) throws Exception {
        try (PipelineFixture fixture = PipelineFixture.open(directory)) {
            fixture.routes().shared();
            fixture.start();
            for (String route : new String[] {"audit-files", "data-sets"}) {
                fixture.context().getRouteController().stopRoute(route);
                fixture.context().getRouteController().startRoute(route);
                assertThat(fixture.context()
                                .getRouteController()
                                .getRouteStatus(route)
                                .isStarted())
                        .isTrue();
            }
        }
    }

    @Test
    void ownershipEndsOnceAndForItsOwnerAlone(@TempDir Path directory) {
        try (Catalog catalog = TestCatalogs.open(directory.resolve("catalog.db"), Clock.systemUTC())) {
            ownershipEnds(new SoleOwners(catalog));
        }
    }

    private static void ownershipEnds(SoleOwners owners) {
        SoleOwners.Ownership first = owners.own("a sink", "one");
        assertThatThrownBy(() -> owners.own("a sink", "two"))
                .hasMessageStartingWith("two cannot take a sink: one takes it already");
        first.close();
        SoleOwners.Ownership second = owners.own("a sink", "two");
        first.close();
        assertThatThrownBy(() -> owners.own("a sink", "three")).hasMessageContaining("two takes it already");
        second.close();
    }
}
