package io.spicerack.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.audit.event.Caller;
import io.spicerack.audit.event.Outcome;
import io.spicerack.core.Spice;
import io.spicerack.core.account.Principal;
import io.spicerack.core.trail.Callers;
import io.spicerack.core.trail.Refusals;
import io.spicerack.http.HttpAnswer;
import io.spicerack.http.HttpRequest;
import io.spicerack.http.HttpService;
import io.spicerack.http.JsonBody;
import io.spicerack.http.JsonInput;
import io.spicerack.http.RequestLine;
import io.spicerack.http.Routes;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a request to the operation that it means, if it may. Thread-safe. */
final class QuickSightService implements HttpService {
    private static final Logger LOGGER = LoggerFactory.getLogger(QuickSightService.class);

    private final ApiConfig config;
    private final Callers callers;
    private final Refusals refusals;
    private final Signatures signatures;
    private final FirstAnswers firstAnswers;
    private final Access access;
    private final List<Operation> operations;
    private final Routes<Operation> routes;

    QuickSightService(ApiConfig config, Spice spice, Clock clock) {
        this.config = config;
        this.callers = spice.callers();
        this.refusals = spice.refusals();
        this.signatures = new Signatures(config, spice.principals(), clock, spice.ticker());
        this.firstAnswers = new FirstAnswers(spice.signedChanges(), clock);
        this.access = new Access(config.account(), spice.permissions());
        Sharing sharing = new Sharing(spice.principals(), spice.permissions(), spice.tags());
        this.operations = ModelCheck.known(Stream.of(
                        new DataSourceOperations(
                                        spice.dataSources(), spice.permissions(), sharing, config.account(), access)
                                .all(),
                        new DataSetOperations(
                                        spice.dataSets(),
                                        spice.definedDataSets(),
                                        spice.dataSources(),
                                        spice.permissions(),
                                        sharing,
                                        config.account(),
                                        access)
                                .all(),
                        new RefreshPropertiesOperations(spice.definedDataSets(), spice.dataSets()).all(),
                        new IngestionOperations(
                                        spice.ingestions(),
                                        spice.dataSets(),
                                        config.account(),
                                        clock,
                                        config.limits().manualRefreshes())
                                .all(),
                        new KeyOperations(spice.keyRegistrations(), config.account()).all(),
                        new PermissionOperations(
                                        spice.permissions(), spice.dataSources(), spice.dataSets(), config.account())
                                .all(),
                        new CapacityOperations().all(),
                        new TagOperations(spice.tags(), spice.dataSources(), spice.dataSets(), config.account(), access)
                                .all(),
                        new ScheduleOperations(spice.schedules(), spice.dataSets(), config.account()).all())
                .flatMap(List::stream)
                .toList());
        this.routes = new Routes<>(operations.stream().map(Operation::route).toList());
    }

    /** The operations that there are, for the test that holds docs/api.md to them. */
    List<Operation> operations() {
        return operations;
    }

    /** Refuses a request whose sender is not known, before its body is taken. */
    @Override
    public void admit(HttpRequest head) {
        counted(head, () -> {
            signatures.admit(head);
            return head;
        });
    }

    /** Who is not let in is counted, and on record in numbers. */
    private <T> T counted(HttpRequest request, Supplier<T> check) {
        try {
            return check.get();
        } catch (ApiError e) {
            if (e.status() == 403) {
                refusals.refused("api", e.type(), request.peer());
            }
            throw e;
        }
    }

    @Override
    public HttpAnswer answer(HttpRequest request) {
        Principal principal = counted(request, () -> signatures.verify(request));
        List<String> segments = request.target().segments();
        boolean ofAccount = segments.size() > 2 && segments.get(0).equals("accounts");
        if (!ofAccount && !segments.get(0).equals("resources")) {
            throw unknown(request);
        }
        List<String> path = ofAccount ? segments.subList(2, segments.size()) : segments;
        Routes.Match<Operation> match =
                routes.find(request.method(), path).orElseThrow(() -> notServed(request, routes.methods(path)));
        Operation operation = match.served();
        if (ofAccount) {
            checkAccount(principal, segments.get(1), operation);
        }
        operation.check(request.target().query());
        ObjectNode body = JsonBody.parse(request.body());
        OperationCall call =
                new OperationCall(principal, match.names(), request.target().query(), JsonInput.of(body));
        Supplier<HttpAnswer> answered =
                () -> answer(operation.status(), run(operation, call, body, request), request.line());
        return operation.changes()
                ? counted(
                        request,
                        () -> firstAnswers.answer(
                                request,
                                ChangedResource.of(operation, call.path(), body),
                                () -> whatever(answered, request)))
                : answered.get();
    }

    /** A failure is an answer, too. */
    private HttpAnswer whatever(Supplier<HttpAnswer> answered, HttpRequest request) {
        try {
            return answered.get();
        } catch (RuntimeException e) {
            return failed(request.line(), e);
        }
    }

    @Override
    public HttpAnswer failed(RequestLine line, Throwable failure) {
        ApiError error = ApiError.of(failure);
        if (error.status() >= 500) {
            LOGGER.atError()
                    .addKeyValue("requestId", line.id())
                    .addKeyValue("method", line.method())
                    .setCause(error.getCause())
                    .log("a call of the QuickSight API failed");
        }
        ObjectNode words = JsonBody.object().put("Message", error.words());
        error.resourceType().ifPresent(type -> words.put("ResourceType", type));
        return answer(error.status(), words, line).with("x-amzn-ErrorType", error.type());
    }

    private static HttpAnswer answer(int status, ObjectNode body, RequestLine line) {
        return HttpAnswer.json(status, body.put("RequestId", line.id())).with("x-amzn-RequestId", line.id());
    }

    /** Runs the operation as its caller. One that would change something is on record when it fails, too. */
    private ObjectNode run(Operation operation, OperationCall call, ObjectNode body, HttpRequest request) {
        Caller caller = new Caller(
                Caller.IdentityType.IAMUser,
                call.principal().accessKeyId(),
                call.principal().arn().toString(),
                config.account().id(),
                call.principal().name(),
                request.peer(),
                String.join(" ", request.headers("user-agent")));
        try {
            return callers.as(caller, () -> {
                access.check(operation, call);
                ModelCheck.check(operation.name(), call, body);
                return operation.run().apply(call);
            });
        } catch (RuntimeException e) {
            if (!request.method().equals("GET")) {
                ApiError error = ApiError.of(e);
                callers.failed(caller, operation.name(), call.path(), new Outcome.Failure(error.type(), error.words()));
            }
            throw e;
        }
    }

    private void checkAccount(Principal principal, String account, Operation operation) {
        if (!account.equals(config.account().id())) {
            throw Access.denied(
                    principal,
                    ResourceKind.PREFIX + operation.name(),
                    "in account '" + account + "'; this service is of account "
                            + config.account().id());
        }
    }

    private static ApiError notServed(HttpRequest request, List<String> methods) {
        return methods.isEmpty()
                ? unknown(request)
                : new ApiError(
                        405,
                        "MethodNotAllowedException",
                        request.method() + " is not served here; allowed are "
                                + methods.stream().sorted().toList());
    }

    private static ApiError unknown(HttpRequest request) {
        return new ApiError(
                404,
                "UnknownOperationException",
                request.method() + " " + request.target().path()
                        + " is no operation here; docs/api.md lists those that are");
    }
}
