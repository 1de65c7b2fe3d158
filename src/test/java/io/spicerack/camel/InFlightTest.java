package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.refresh.Claimed;
import io.spicerack.core.refresh.Extracted;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.core.refresh.Sealed;
import io.spicerack.model.DataSetId;
import io.spicerack.model.RequestSource;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@TakesLong
class InFlightTest {
    @Test
    void stepsOutOfTurnAreRefusedWithTheOrder(@TempDir Path directory) {
        try (CoreFixture core = CoreFixture.open(directory)) {
            DataSetId visits = core.declare("visits");
            core.spice().ingestions().request(visits, RequestSource.MANUAL);
            try (Refresh refresh = core.next(visits)) {
                Claimed claimed = refresh.begin();
                InFlight route = new InFlight(refresh, claimed);
                assertThatThrownBy(() -> route.step(Verb.publish, Sealed.class))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage(
                                "data set 'visits': spice:publish needs step SEALED before it, but the refresh is at"
                                        + " CLAIMED; the order is extract, seal, reconcile, publish");
                assertThatThrownBy(() -> route.step(Verb.reconcile, Sealed.class))
                        .hasMessageStartingWith("data set 'visits': spice:reconcile needs step SEALED before it");
                Sealed sealed = claimed.seal(SampleRows.of(1));
                route.at(sealed);
                assertThatThrownBy(() -> route.step(Verb.seal, Extracted.class))
                        .hasMessage(
                                "data set 'visits': spice:seal needs step EXTRACTED before it, but the refresh is at"
                                        + " SEALED; the order is extract, seal, reconcile, publish");
                assertThat(route.step(Verb.publish, Sealed.class)).isSameAs(sealed);
                route.at(sealed.reconcile().publish());
                assertThatThrownBy(() -> route.step(Verb.publish, Sealed.class))
                        .hasMessageContaining("but the refresh is at PUBLISHED");
            }
        }
    }

    @Test
    void itPrintsAsItsIdsAlone(@TempDir Path directory) {
        try (CoreFixture core = CoreFixture.open(directory)) {
            DataSetId visits = core.declare("visits");
            core.spice().ingestions().request(visits, RequestSource.MANUAL);
            try (Refresh refresh = core.next(visits)) {
                assertThat(new InFlight(refresh, refresh.begin()))
                        .hasToString("Refresh[visits/" + refresh.ingestion() + "]");
            }
        }
    }
}
