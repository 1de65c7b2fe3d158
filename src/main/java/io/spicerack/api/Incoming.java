package io.spicerack.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request on its way: who sent it is looked at before its body is taken, then it is answered. Runs on the event loop of
 * its connection; the workers run the router.
 */
final class Incoming {
    private static final Logger LOGGER = LoggerFactory.getLogger(Incoming.class);
    private static final int MOST_BODY_BYTES = 1 << 20;

    /** A client that is refused while it sends may send this much more, so that it comes to read why. */
    private static final int MOST_DISCARDED_BYTES = 16 << 20;

    /** What all requests share. */
    record Answering(Router router, WorkerExecutor workers, Deadlines deadlines, Admission admission) {}

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Answering answering;
    private final Admission.Share share;
    private final String requestId = UUID.randomUUID().toString();
    private final Buffer body = Buffer.buffer();
    private boolean whole;
    private int discarded;

    Incoming(HttpServerRequest request, Answering answering) {
        this.request = request;
        this.response = request.response();
        this.answering = answering;
        this.share = answering.admission().share();
        response.exceptionHandler(gone -> share.close());
        response.closeHandler(gone -> share.close());
        request.exceptionHandler(gone -> share.close());
    }

    /** Answers what is no HTTP. */
    void refuse() {
        answer(error(new ApiError(
                400,
                "BadRequestException",
                "The request is not HTTP/1.1 as it has to be, or its first line or its headers are too long")));
    }

    void take() {
        answering
                .deadlines()
                .body(
                        request.connection(),
                        () -> answer(error(new ApiError(
                                408, "RequestTimeoutException", "The request's body did not come in time"))));
        try {
            answering.admission().check();
            if (response.writeQueueFull()) {
                throw Admission.throttled("earlier answers were not read");
            }
            if (contentLength() > MOST_BODY_BYTES) {
                throw tooLarge();
            }
        } catch (ApiError e) {
            answer(error(e));
            return;
        }
        if (contentLength() == 0 && request.getHeader("Transfer-Encoding") == null) {
            request.endHandler(end -> received());
            return;
        }
        request.pause();
        Request head = request(new byte[0]);
        answering
                .workers()
                .executeBlocking(
                        () -> {
                            answering.router().admit(head);
                            return head;
                        },
                        false)
                .onSuccess(admitted -> receive())
                .onFailure(refused -> answer(error(refused)));
    }

    private void receive() {
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            response.writeContinue();
        }
        request.handler(this::receive);
        request.endHandler(end -> received());
        request.resume();
    }

    private void receive(Buffer chunk) {
        try {
            share.hold(chunk.length());
            if (body.length() + chunk.length() > MOST_BODY_BYTES) {
                throw tooLarge();
            }
            body.appendBuffer(chunk);
        } catch (ApiError e) {
            answer(error(e));
        }
    }

    private void received() {
        whole = true;
        answering.deadlines().met(request.connection());
        Request received = request(body.getBytes());
        answering
                .workers()
                .executeBlocking(() -> answering.router().answer(received), false)
                .onSuccess(this::answer)
                .onFailure(failure -> answer(error(failure)));
    }

    private void answer(Router.Answer answer) {
        if (response.ended() || response.closed()) {
            share.close();
            return;
        }
        Buffer text = Buffer.buffer(answer.body().put("RequestId", requestId).toString());
        response.setStatusCode(answer.status())
                .putHeader("Content-Type", "application/json")
                .putHeader("Content-Length", String.valueOf(text.length()))
                .putHeader("x-amzn-RequestId", requestId);
        answer.errorType().ifPresent(type -> response.putHeader("x-amzn-ErrorType", type));
        if (!whole) {
            response.putHeader("Connection", "close");
        }
        (request.method().equals(HttpMethod.HEAD) ? response.end() : response.end(text)).onComplete(sent -> {
            share.close();
            if (whole) {
                answering.deadlines().next(request.connection());
            } else {
                discard();
            }
        });
    }

    /** The rest of a request that was refused: a connection that is cut at once could lose the answer. */
    private void discard() {
        answering.deadlines().next(request.connection());
        request.handler(chunk -> {
            discarded += chunk.length();
            if (discarded > MOST_DISCARDED_BYTES) {
                request.connection().close();
            }
        });
        request.endHandler(end -> request.connection().close());
        request.resume();
    }

    private Router.Answer error(Throwable failure) {
        ApiError error = ApiError.of(failure);
        if (error.status() >= 500) {
            LOGGER.atError()
                    .addKeyValue("requestId", requestId)
                    .addKeyValue("method", request.method())
                    .setCause(error.getCause())
                    .log("a call of the QuickSight API failed");
        }
        ObjectNode words = Json.object().put("Message", error.words());
        error.resourceType().ifPresent(type -> words.put("ResourceType", type));
        return new Router.Answer(error.status(), words, Optional.of(error.type()));
    }

    private long contentLength() {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            throw tooLarge();
        }
    }

    private static ApiError tooLarge() {
        return new ApiError(
                413, "RequestEntityTooLargeException", "The request body has more than " + MOST_BODY_BYTES + " bytes");
    }

    private Request request(byte[] content) {
        Map<String, List<String>> headers = new TreeMap<>();
        request.headers()
                .names()
                .forEach(name -> headers.put(name, request.headers().getAll(name)));
        return new Request(
                request.method().name(),
                request.uri(),
                headers,
                content,
                request.remoteAddress().hostAddress());
    }
}
