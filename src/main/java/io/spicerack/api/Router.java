package io.spicerack.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.audit.event.Caller;
import io.spicerack.audit.event.Outcome;
import io.spicerack.core.Spice;
import io.spicerack.core.account.Principal;
import io.spicerack.core.trail.Callers;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** From a request to the operation that it means, if it may. Thread-safe. */
final class Router {
    /** What a call gets. */
    record Answer(int status, ObjectNode body, Optional<String> errorType) {}

    private final ApiConfig config;
    private final Callers callers;
    private final Signatures signatures;
    private final Access access;
    private final List<Operation> operations;

    Router(ApiConfig config, Spice spice, Clock clock) {
        this.config = config;
        this.callers = spice.callers();
        this.signatures = new Signatures(config, spice, clock);
        this.access = new Access(config.account(), spice.permissions());
        this.operations = Stream.of(
                        new DataSourceOperations(spice, config.account(), access).all(),
                        new DataSetOperations(spice, config.account(), access).all(),
                        new RefreshPropertiesOperations(spice).all(),
                        new IngestionOperations(
                                        spice,
                                        config.account(),
                                        clock,
                                        config.limits().manualRefreshes())
                                .all(),
                        new KeyOperations(spice.keyRegistrations(), config.account()).all(),
                        new PermissionOperations(spice, config.account()).all(),
                        new CapacityOperations().all(),
                        new TagOperations(spice, config.account(), access).all(),
                        new ScheduleOperations(spice, config.account()).all())
                .flatMap(List::stream)
                .toList();
    }

    /** The operations that there are, for the test that holds docs/api.md to them. */
    List<Operation> operations() {
        return operations;
    }

    /** Refuses a request whose sender is not known, before its body is taken. */
    void admit(Request head) {
        signatures.admit(head.checked());
    }

    Answer answer(Request request) {
        request.checked();
        Principal principal = signatures.verify(request);
        List<String> segments = Arrays.stream(request.path().split("/", -1))
                .skip(1)
                // a plus sign is itself in a path
                .map(segment -> Call.decode(segment.replace("+", "%2B")))
                .toList();
        boolean ofAccount = segments.size() > 2 && segments.get(0).equals("accounts");
        if (!ofAccount && !segments.get(0).equals("resources")) {
            throw unknown(request);
        }
        List<String> path = ofAccount ? segments.subList(2, segments.size()) : segments;
        List<Operation> here = operations.stream()
                .filter(operation -> operation.match(path).isPresent())
                .toList();
        if (here.isEmpty()) {
            throw unknown(request);
        }
        Optional<Operation> chosen = here.stream()
                .filter(operation -> operation.method().equals(request.method()))
                .findFirst();
        Operation operation = chosen.orElseThrow(() -> new ApiError(
                405,
                "MethodNotAllowedException",
                request.method() + " is not served here; allowed are "
                        + here.stream().map(Operation::method).sorted().toList()));
        if (ofAccount) {
            checkAccount(principal, segments.get(1), operation);
        }
        Map<String, List<String>> query = Call.query(request.query(), operation.query());
        Call call = new Call(principal, operation.match(path).orElseThrow(), query, Input.parse(request.body()));
        return new Answer(operation.status(), run(operation, call, request), Optional.empty());
    }

    /** Runs the operation as its caller. One that would change something is on record when it fails, too. */
    private ObjectNode run(Operation operation, Call call, Request request) {
        Caller caller = new Caller(
                Caller.IdentityType.IAMUser,
                call.principal().accessKeyId(),
                call.principal().arn().toString(),
                config.account().id(),
                call.principal().name(),
                request.peer(),
                request.userAgent());
        try {
            return callers.as(caller, () -> {
                access.check(operation, call);
                return operation.run().apply(call);
            });
        } catch (RuntimeException e) {
            if (!operation.method().equals("GET")) {
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

    private static ApiError unknown(Request request) {
        return new ApiError(
                404,
                "UnknownOperationException",
                request.method() + " " + request.path() + " is no operation here; docs/api.md lists those that are");
    }
}
