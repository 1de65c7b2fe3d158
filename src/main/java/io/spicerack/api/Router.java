package io.spicerack.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.audit.Caller;
import io.spicerack.audit.Outcome;
import io.spicerack.refresh.Callers;
import io.spicerack.refresh.Spice;
import io.spicerack.sigv4.SignatureCheck;
import io.spicerack.sigv4.SignatureRefusedException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** From a request to the operation that it means, if it may. Thread-safe. */
final class Router {
    /** What a call gets. */
    record Answer(int status, ObjectNode body) {}

    private final ApiConfig config;
    private final Callers callers;
    private final SignatureCheck signatures;
    private final List<Operation> operations;

    Router(ApiConfig config, Spice spice, Clock clock) {
        this.config = config;
        this.callers = spice.callers();
        this.signatures = new SignatureCheck(config.accessKeyId(), config.secretAccessKey(), config.account(), clock);
        this.operations = Stream.of(
                        new DataSourceOperations(spice.dataSources(), config.account()).all(),
                        new DataSetOperations(spice.dataSets(), config.account()).all(),
                        new IngestionOperations(spice, config.account(), clock).all(),
                        new KeyOperations(spice.keyRegistrations(), config.account()).all())
                .flatMap(List::stream)
                .toList();
    }

    Answer answer(Request request) {
        verify(request);
        List<String> segments = Arrays.stream(request.path().split("/", -1))
                .skip(1)
                // a plus sign is itself in a path
                .map(segment -> Call.decode(segment.replace("+", "%2B")))
                .toList();
        if (segments.size() < 3 || !segments.get(0).equals("accounts")) {
            throw unknown(request);
        }
        List<String> path = segments.subList(2, segments.size());
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
        checkAccount(segments.get(1), operation);
        Map<String, String> query = Call.query(request.query(), operation.query());
        Call call = new Call(operation.match(path).orElseThrow(), query, Input.parse(request.body()));
        return new Answer(operation.status(), run(operation, call, request));
    }

    /** Runs the operation as its caller. One that would change something is on record when it fails, too. */
    private ObjectNode run(Operation operation, Call call, Request request) {
        Caller caller = new Caller(
                Caller.IdentityType.IAMUser,
                config.accessKeyId(),
                config.principalArn(),
                config.account().id(),
                null,
                request.peer(),
                request.userAgent());
        try {
            return callers.as(caller, () -> operation.run().apply(call));
        } catch (RuntimeException e) {
            if (!operation.method().equals("GET")) {
                ApiError error = ApiError.of(e);
                callers.failed(caller, operation.name(), call.path(), new Outcome.Failure(error.type(), error.words()));
            }
            throw e;
        }
    }

    private void verify(Request request) {
        try {
            signatures.verify(request.signed(), "quicksight");
        } catch (SignatureRefusedException e) {
            throw new ApiError(403, e.code(), String.valueOf(e.getMessage()));
        }
    }

    private void checkAccount(String account, Operation operation) {
        if (!account.equals(config.account().id())) {
            throw new ApiError(
                    401,
                    "AccessDeniedException",
                    "User: " + config.principalArn() + " is not authorized to perform: quicksight:" + operation.name()
                            + " in account '" + account + "'; this service is of account "
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
