package io.spicerack.kit.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.audit.verify.KeyAnswer;
import io.spicerack.audit.verify.TrailSearch;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.core.sources.DataSourceDefinition;
import io.spicerack.kit.embedded.HospitalServers;
import io.spicerack.kit.hospital.Hospital;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.ResourceStatus;
import io.spicerack.model.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Steps 10 and 11: the audit trail, and the article's clean-up. */
final class DemoClosing {
    private final DemoStage stage;
    private final Story story;

    DemoClosing(DemoStage stage) {
        this.stage = stage;
        this.story = stage.story();
    }

    void play() throws Exception {
        story.step("The audit trail", this::trail);
        story.step("Clean-up: plain credentials, no secret, no default key; still encrypted", this::cleanUp);
    }

    private void trail() throws InterruptedException {
        stage.trailOnDisk();
        show("by name", stage.spice().audit().countsByName());
        show("by key", stage.spice().audit().countsByKey());
        show("by data set or data source", stage.spice().audit().countsByResource());
        story.say("log files: %s", stage.settings().auditDirectory().resolve("AWSLogs"));
    }

    private void show(String title, Map<String, Long> counts) {
        story.say("events %s:", title);
        counts.forEach((name, count) -> story.say("  %6d  %s", count, name));
        story.require(!counts.isEmpty(), "events " + title, "none");
    }

    private void cleanUp() throws Exception {
        DataSourceId id = new DataSourceId("hospital-postgres");
        DataSourceRecord before = stage.spice().dataSources().find(id).orElseThrow();
        try (Secret password = Secret.of(stage.embedded().password(HospitalServers.POSTGRES_SECRET))) {
            stage.spice()
                    .dataSources()
                    .update(definition(before), new CredentialsInput.CredentialPair(HospitalServers.USER, password));
        }
        stage.await(
                "data source " + id + " tested",
                () -> stage.spice().dataSources().find(id).orElseThrow().status() != ResourceStatus.UPDATE_IN_PROGRESS);
        story.expect(
                "data source " + id + " with a credential pair, kept encrypted",
                ResourceStatus.UPDATE_SUCCESSFUL,
                stage.spice().dataSources().find(id).orElseThrow().status());
        Arn secret = stage.embedded().secret(HospitalServers.POSTGRES_SECRET);
        stage.spice().allowedSecrets().disallow(secret);
        story.say(
                "secret taken off the allowed list; left: %s",
                stage.spice().allowedSecrets().list());
        stage.spice().keyRegistrations().update(List.of());
        story.say("key registrations removed: the service-owned key applies from the next full refresh on");
        stage.refreshWell(List.of(DemoStage.PATIENTS));
        VersionRecord now = stage.current(DemoStage.PATIENTS);
        story.expect("hospital-patients is under the service-owned key", true, now.serviceOwnedKey());
        retired(stage.trailOnDisk());
        List<String> forbidden = new ArrayList<>(Hospital.markers());
        forbidden.addAll(stage.passwords());
        story.expect(
                "still encrypted: known texts and passwords found on disk",
                "[]",
                new PlaintextScan(forbidden)
                        .scan(DemoSealing.places(stage.settings()))
                        .leaks()
                        .toString());
    }

    private void retired(TrailSearch trail) {
        Arn dataSet = stage.arn(DemoStage.PATIENTS);
        JsonNode event = trail.latestGrantEvent(dataSet).orElseThrow();
        story.expect(
                "latest Grant event of hospital-patients",
                "RetireGrant",
                event.path("eventName").asText());
        story.require(
                trail.keyOf(dataSet) instanceof KeyAnswer.ServiceOwnedKey,
                "no customer managed key any more",
                trail.keyOf(dataSet));
    }

    private static DataSourceDefinition definition(DataSourceRecord known) {
        return new DataSourceDefinition(
                known.id(),
                known.name(),
                known.type(),
                known.host(),
                known.port(),
                known.database(),
                known.ssl(),
                known.vpcConnectionArn(),
                null);
    }
}
