package io.spicerack.admin;

import io.spicerack.core.Spice;
import io.spicerack.core.revoke.Dawdler;
import io.spicerack.http.HttpAnswer;
import io.spicerack.http.JsonBody;
import io.spicerack.ops.Health;
import io.spicerack.ops.Metrics;
import io.spicerack.ops.Observers;
import io.spicerack.ops.RecentLog;
import io.spicerack.ops.ServiceDoctor;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** All that the management port serves to programs, put together. */
final class ManagementEndpoints {
    private final Spice spice;
    private final Health health;
    private final Clock clock;
    private final NamedDataSets named;

    ManagementEndpoints(Spice spice, Health health, Clock clock) {
        this.spice = spice;
        this.health = health;
        this.clock = clock;
        this.named = new NamedDataSets(spice.dataSets());
    }

    List<Endpoint> all(Metrics metrics, Observers observers, Dawdler slowClient, ReaderMemory memory) {
        return Stream.of(
                        ofService(metrics, observers.log()),
                        new LogLevelEndpoints(observers.levels(), spice.callers()).all(),
                        new NodeEndpoints(spice.nodes()).all(),
                        new RouteFileEndpoints(spice.ingestions().routeFiles(), spice.dataSets()).all(),
                        new DataSetEndpoints(
                                        named,
                                        spice.definedDataSets(),
                                        new DataSetStateJson(
                                                spice.dataSets(),
                                                spice.schedules(),
                                                spice.ingestions(),
                                                spice.keyWatch(),
                                                clock),
                                        spice.ingestions(),
                                        new Rows(spice.readers(), spice.policed(), spice.dataSets(), memory))
                                .all(),
                        new KeyEndpoints(
                                        spice.keyRegistrations(),
                                        spice.keyReport(),
                                        spice.lockdown(),
                                        spice.drill(),
                                        slowClient)
                                .all(),
                        new RewrapEndpoints(spice.rewraps(), spice.dataSources(), named).all(),
                        new SourceEndpoints(
                                        spice.dataSources(),
                                        spice.auditFiles().trailName().account())
                                .all(),
                        new AuditEndpoints(spice.auditFiles(), spice.audit(), spice.keyRegistrations(), named).all(),
                        new PrincipalEndpoints(
                                        spice.principals(),
                                        spice.databasePasswords(),
                                        spice.allowedSecrets(),
                                        spice.dataSources())
                                .all())
                .flatMap(List::stream)
                .toList();
    }

    private List<Endpoint> ofService(Metrics metrics, RecentLog log) {
        ServiceDoctor doctor = new ServiceDoctor(
                spice.keyRegistrations(),
                spice.keyWatch(),
                spice.dataSources(),
                spice.dataSets(),
                spice.schedules(),
                spice.audit(),
                health);
        return List.of(
                Endpoint.of("GET /health", call -> HealthJson.answer(health.report(), call.trusted())),
                Endpoint.of("GET /metrics", call -> HttpAnswer.text(200, Metrics.CONTENT_TYPE, metrics.text())),
                Endpoint.of("GET /doctor", call -> HttpAnswer.prettyJson(200, FindingsJson.of(doctor.look()))),
                Endpoint.of("GET /data-sets/{id}/log", call -> log(log, call)));
    }

    private HttpAnswer log(RecentLog log, ManagementCall call) {
        String dataSet = named.known(call.name("id")).dataSet().id().value();
        var answer = JsonBody.object().put("dataSetId", dataSet);
        log.of(dataSet).forEach(answer.putArray("lines")::add);
        return HttpAnswer.prettyJson(200, answer);
    }
}
