package io.spicerack.admin;

import io.spicerack.core.Spice;
import io.spicerack.core.account.Principal;
import io.spicerack.core.trail.Callers;
import io.spicerack.core.trail.Refusals;
import io.spicerack.hawtio.HawtioConsole;
import io.spicerack.http.HttpAnswer;
import io.spicerack.http.HttpRequest;
import io.spicerack.http.HttpService;
import io.spicerack.http.JsonBody;
import io.spicerack.http.RequestLine;
import io.spicerack.http.Routes;
import io.spicerack.page.OperatorPage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the management port serves (docs/operations.md, "The management port"), and to whom. Thread-safe. */
final class ManagementService implements HttpService {
    private static final Logger LOGGER = LoggerFactory.getLogger(ManagementService.class);

    private static final int MOST_FORM_BYTES = 4096;

    /** As refused callers are counted. */
    private static final String PORT = "management";

    /** Served without the token. */
    private static final List<String> HEALTH = List.of("health");

    private final ManagementTokens tokens;
    private final Callers callers;
    private final Refusals refusals;
    private final Routes<Endpoint> routes;
    private final OperatorPage page;
    private final HawtioConsole hawtio;

    ManagementService(
            ManagementTokens tokens, Spice spice, List<Endpoint> endpoints, OperatorPage page, HawtioConsole hawtio) {
        this.tokens = tokens;
        this.callers = spice.callers();
        this.refusals = spice.refusals();
        this.page = page;
        this.hawtio = hawtio;
        this.routes = new Routes<>(endpoints.stream().map(Endpoint::route).toList());
    }

    @Override
    public void admit(HttpRequest head) {
        List<String> path = path(head);
        if (OperatorPage.serves(path)) {
            refuseLarge(head);
        } else if (hawtio.serves(path)) {
            if (!hawtio.admits(head)) {
                throw Refusal.unauthorized();
            }
        } else if (!path.equals(HEALTH)) {
            // one that is let in is looked at again when it is there whole; /health tells its caller nothing before
            boolean mayEnter = head.onlyHeader("authorization")
                    .filter(header -> tokens.mayAdmit(header, path))
                    .isPresent();
            if (!mayEnter) {
                throw refused(head);
            }
        }
    }

    /** Whoever logs in has shown nothing yet. */
    private static void refuseLarge(HttpRequest head) {
        boolean small = head.onlyHeader("content-length")
                .filter(length -> length.length() <= 4 && Integer.parseInt(length) <= MOST_FORM_BYTES)
                .isPresent();
        if (!small) {
            throw Refusal.badParameter("a form of the page has a Content-Length, of at most " + MOST_FORM_BYTES);
        }
    }

    @Override
    public boolean isQuick(HttpRequest head) {
        // KMS opens a principal's key, which may take its time
        return path(head).equals(HEALTH)
                && head.onlyHeader("authorization").filter(tokens::namesReader).isEmpty();
    }

    @Override
    public HttpAnswer answer(HttpRequest request) {
        List<String> path = path(request);
        if (OperatorPage.serves(path)) {
            return page.answer(request, path);
        }
        if (hawtio.serves(path)) {
            return hawtio.answer(request, path);
        }
        Visitor visitor = visitor(request, path);
        Routes.Match<Endpoint> match =
                routes.find(request.method(), path).orElseThrow(() -> notServed(request, routes.methods(path)));
        visitor.check(match.served().methodAndPath(), () -> refusals.refused(PORT, "ReadOnly", request.peer()));
        Operator operator = Operator.of(request);
        ManagementCall call = ManagementCall.of(
                match.names(),
                request.target().query(),
                new String(request.body(), StandardCharsets.UTF_8),
                visitor,
                visitor.name(operator));
        return callers.as(visitor.caller(operator), () -> match.served().answer(call))
                .with("Cache-Control", "no-store");
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

    /** Who calls. Whoever is nobody sees the states of /health. */
    private Visitor visitor(HttpRequest request, List<String> path) {
        Optional<String> header = request.onlyHeader("authorization");
        if (header.filter(given -> tokens.admit(given, path)).isPresent()) {
            return Visitor.OPERATOR;
        }
        Optional<Principal> reader = header.flatMap(tokens::reader);
        if (reader.isPresent()) {
            return Visitor.reader(reader.get());
        }
        if (!path.equals(HEALTH)) {
            throw refused(request);
        }
        if (!request.headers("authorization").isEmpty()) {
            refusals.refused(PORT, "WrongToken", request.peer());
        }
        return Visitor.NOBODY;
    }

    private Refusal refused(HttpRequest request) {
        boolean given = !request.headers("authorization").isEmpty();
        refusals.refused(PORT, given ? "WrongToken" : "NoToken", request.peer());
        return Refusal.unauthorized();
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
