package io.spicerack.admin;

import io.spicerack.audit.event.Caller;
import io.spicerack.core.Spice;
import io.spicerack.core.revoke.Dawdler;
import io.spicerack.core.trail.Callers;
import io.spicerack.core.trail.Refusals;
import io.spicerack.http.HttpAnswer;
import io.spicerack.http.HttpRequest;
import io.spicerack.http.HttpService;
import io.spicerack.http.JsonBody;
import io.spicerack.http.RequestLine;
import io.spicerack.http.Routes;
import io.spicerack.ops.Health;
import io.spicerack.ops.IngestionTally;
import io.spicerack.ops.Metrics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the management port serves (docs/operations.md, "The management port"), and to whom. Thread-safe. */
final class ManagementService implements HttpService {
    private static final Logger LOGGER = LoggerFactory.getLogger(ManagementService.class);

    /** Whoever holds the token: a person at the command line or a program, whom IAM does not know. */
    private static final Caller OPERATOR =
            new Caller(Caller.IdentityType.Unknown, null, null, null, "operator", "management.spicerack", "spicerack");

    /** Served without the token. */
    private static final List<String> HEALTH = List.of("health");

    private final AccessToken token;
    private final Callers callers;
    private final Refusals refusals;
    private final Routes<Endpoint> routes;

    ManagementService(
            AccessToken token, Spice spice, Clock clock, Health health, Dawdler slowClient, ReaderMemory memory) {
        this.token = token;
        this.callers = spice.callers();
        this.refusals = spice.refusals();
        Metrics metrics = new Metrics(
                spice.audit(),
                spice.dataSets(),
                spice.ingestions(),
                spice.keyWatch(),
                clock,
                new IngestionTally(spice.dataSets(), spice.ingestions()),
                spice.refusals());
        List<Endpoint> ofService = List.of(
                Endpoint.of("GET /health", call -> HealthJson.answer(health.report(), call.trusted())),
                Endpoint.of(
                        "GET /metrics",
                        call -> HttpAnswer.text(200, "text/plain; version=0.0.4; charset=utf-8", metrics.text())));
        this.routes = new Routes<>(Stream.of(
                        ofService,
                        new RouteFileEndpoints(spice.ingestions().routeFiles()).all(),
                        new DataSetEndpoints(
                                        spice.dataSets(),
                                        spice.definedDataSets(),
                                        new DataSetStateJson(
                                                spice.dataSets(), spice.schedules(), spice.ingestions(), clock),
                                        spice.ingestions(),
                                        new Rows(spice.readers(), spice.dataSets(), memory))
                                .all(),
                        new KeyEndpoints(
                                        spice.keyRegistrations(),
                                        spice.keyReport(),
                                        spice.lockdown(),
                                        spice.rewraps(),
                                        spice.dataSources(),
                                        spice.drill(),
                                        slowClient)
                                .all(),
                        new SourceEndpoints(spice.dataSources()).all(),
                        new AuditEndpoints(spice.auditFiles(), spice.audit(), spice.keyRegistrations()).all(),
                        new PrincipalEndpoints(spice.principals(), spice.allowedSecrets()).all())
                .flatMap(List::stream)
                .map(Endpoint::route)
                .toList());
    }

    @Override
    public void admit(HttpRequest head) {
        // one that is let in is looked at again when it is there whole; /health tells its caller nothing before
        if (!path(head).equals(HEALTH)) {
            checkToken(head, path(head));
        }
    }

    @Override
    public boolean isQuick(HttpRequest head) {
        return path(head).equals(HEALTH);
    }

    @Override
    public HttpAnswer answer(HttpRequest request) {
        List<String> path = path(request);
        boolean trusted = checkToken(request, path);
        Routes.Match<Endpoint> match =
                routes.find(request.method(), path).orElseThrow(() -> notServed(request, routes.methods(path)));
        ManagementCall call = ManagementCall.of(
                match.names(),
                request.target().query(),
                new String(request.body(), StandardCharsets.UTF_8),
                trusted);
        return callers.as(OPERATOR, () -> match.served().answer(call)).with("Cache-Control", "no-store");
    }

    @Override
    public HttpAnswer failed(RequestLine line, Throwable failure) {
        Refusal refusal = Refusal.of(failure);
        if (refusal.status() >= 500) {
            LOGGER.atError()
                    .addKeyValue("path", line.path())
                    .addKeyValue("reason", refusal.words())
                    .setCause(refusal.status() == 500 ? failure : null)
                    .log("a management call failed");
        }
        return HttpAnswer.prettyJson(
                        refusal.status(),
                        JsonBody.object().put("error", refusal.type()).put("message", refusal.words()))
                .with("Cache-Control", "no-store");
    }

    private boolean checkToken(HttpRequest request, List<String> path) {
        boolean trusted =
                request.onlyHeader("authorization").filter(token::admits).isPresent();
        boolean given = !request.headers("authorization").isEmpty();
        if (!trusted && (given || !path.equals(HEALTH))) {
            refusals.refused("management", given ? "WrongToken" : "NoToken", request.peer());
        }
        if (!trusted && !path.equals(HEALTH)) {
            throw Refusal.unauthorized();
        }
        return trusted;
    }

    /** A slash at the end says nothing here. */
    private static List<String> path(HttpRequest request) {
        List<String> segments = request.target().segments();
        int last = segments.size() - 1;
        return segments.get(last).isEmpty() ? segments.subList(0, last) : segments;
    }

    private static Refusal notServed(HttpRequest request, List<String> methods) {
        return methods.isEmpty()
                ? Refusal.notFound("there is nothing at " + request.target().path()
                        + "; docs/operations.md lists what the management port serves")
                : Refusal.wrongMethod(methods);
    }
}
