package io.spicerack.core.trail;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.TakesLong;
import io.spicerack.catalog.record.RefreshProperties;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.WithCore;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.core.trail.Alert.Kind;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.KeyState;
import io.spicerack.model.RequestSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is pushed, to whom, and for how long it is tried. */
@TakesLong
@WithCore
class AlertsTest {
    private final CoreFixture core;
    private final Alerts alerts;

    AlertsTest(CoreFixture core) {
        this.core = core;
        this.alerts = core.spice().alerts();
    }

    @Test
    void aFailedRefreshADriftAndAKeyAreToldInOrderAndOnceEach() {
        fails("before", IngestionErrorType.QUERY_TIMEOUT, "nobody listened");
        alerts.register("sns");
        fails("visits", IngestionErrorType.QUERY_TIMEOUT, "the statement time-out is PT3S");
        fails("visits", IngestionErrorType.SQL_SCHEMA_MISMATCH_ERROR, "dropped 'cause' Text");
        fails("visits", IngestionErrorType.INGESTION_CANCELED, "by alice");
        core.spice().keyWatch().observed(CoreFixture.SERVICE_OWNED_KEY, KeyState.Enabled);
        core.spice().keyWatch().observed(CoreFixture.SERVICE_OWNED_KEY, KeyState.Disabled);

        Alert first = alerts.next("sns").orElseThrow();
        assertThat(alerts.next("sns")).as("the same until it is brought").hasValue(first);
        assertThat(first.kind()).isEqualTo(Kind.REFRESH_FAILED);
        assertThat(first.subject()).isEqualTo("Spicerack: refresh of visits failed, QUERY_TIMEOUT");
        assertThat(first.json())
                .contains(
                        "\"alert\":\"REFRESH_FAILED\"",
                        "\"text\":\"" + first.subject() + ": the statement time-out is PT3S\"",
                        "\"about\":\"arn:aws:quicksight:eu-west-1:123456789012:dataset/visits\"",
                        "\"errorType\":\"QUERY_TIMEOUT\"",
                        "\"ingestionArn\":");
        List<Alert> all = all("sns");
        assertThat(all)
                .extracting(Alert::kind)
                .containsSubsequence(Kind.REFRESH_FAILED, Kind.SCHEMA_DRIFT, Kind.KEY_STATE);
        assertThat(all)
                .extracting(Alert::subject)
                .contains(
                        "Spicerack: columns of visits have changed at the source",
                        "Spicerack: key service-owned is Disabled, was Enabled");
        assertThat(all).extracting(Alert::json).noneMatch(json -> json.contains("alice"));
        assertThat(alerts.next("sns")).isEmpty();
    }

    @Test
    void eachWayGoesOnWhereItWas() {
        alerts.register("sns");
        alerts.register("mail");
        fails("visits", IngestionErrorType.QUERY_TIMEOUT, "late");
        assertThat(all("sns")).hasSize(1);
        alerts.register("sns");
        assertThat(all("sns")).isEmpty();
        assertThat(all("mail")).hasSize(1);
    }

    @Test
    void whatCouldNotBeBroughtWithinAnHourIsGivenUp() {
        alerts.register("sns");
        for (int i = 0; i < 120; i++) {
            fails("visits", IngestionErrorType.QUERY_TIMEOUT, "no " + i);
        }
        core.clock().advance(Alerts.GIVEN_UP.plusSeconds(1));
        fails("visits", IngestionErrorType.QUERY_TIMEOUT, "the newest");
        assertThat(all("sns")).singleElement().satisfies(alert -> assertThat(alert.json())
                .contains("the newest"));
        core.clock().advance(Duration.ofDays(1));
        assertThat(core.spice().audit().backlog())
                .as("no alert holds up the trail")
                .doesNotContainKey("sns");
    }

    /** A data set of the API has it off until PutDataSetRefreshProperties says otherwise; what a route declares mails. */
    @Test
    void mailIsSentWhereItsEmailAlertSaysSo() {
        alerts.register("mail");
        DataSetId api = core.declare("api");
        core.catalog().run(tx -> tx.refreshProperties().put(api, new RefreshProperties(null, "ENABLED")));
        fails("api", IngestionErrorType.QUERY_TIMEOUT, "late");
        core.catalog().run(tx -> tx.refreshProperties().put(api, new RefreshProperties(null, "DISABLED")));
        Optional<Alert> next = alerts.next("mail");
        assertThat(next.map(Alert::mail)).hasValue(false);
        core.catalog().run(tx -> tx.refreshProperties().put(api, new RefreshProperties(null, "ENABLED")));
        assertThat(alerts.next("mail").map(Alert::mail)).hasValue(true);
        fails("visits", IngestionErrorType.QUERY_TIMEOUT, "late");
        assertThat(all("mail")).hasSize(2).allMatch(Alert::mail);
    }

    private List<Alert> all(String way) {
        List<Alert> all = new ArrayList<>();
        for (Optional<Alert> next = alerts.next(way); next.isPresent(); next = alerts.next(way)) {
            all.add(next.get());
            alerts.brought(way, next.get());
        }
        return all;
    }

    private void fails(String dataSet, IngestionErrorType type, String why) {
        DataSetId id = core.declare(dataSet);
        core.spice().ingestions().request(id, RequestSource.MANUAL);
        try (Refresh refresh = core.next(id)) {
            refresh.fail(new IngestionException(type, why));
        }
    }
}
