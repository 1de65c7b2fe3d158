package io.spicerack.http;

import io.spicerack.http.RequestRefusedException.Reason;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request on its way: who sent it is looked at before its body is taken, then it is answered. Runs on the event loop of
 * its connection; the workers run the service.
 */
final class Exchange {
    private static final Logger LOGGER = LoggerFactory.getLogger(Exchange.class);

    /** A client that is refused while it sends may send this much more, so that it comes to read why. */
    private static final int MOST_DISCARDED_BYTES = 16 << 20;

    /** What all exchanges of a port share. */
    record Port(
            HttpService service,
            HttpLimits limits,
            Workers workers,
            Workers quick,
            Deadlines deadlines,
            Admission admission,
            AnswerStream.Streams streams) {}

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Port port;
    private final Admission.Share share;
    private final RequestLine line;
    private final Buffer body = Buffer.buffer();
    private boolean whole;
    private boolean quick;
    private int discarded;
    private @Nullable AnswerStream stream;

    Exchange(HttpServerRequest request, Port port) {
        this.request = request;
        this.response = request.response();
        this.port = port;
        this.share = port.admission().share();
        this.line =
                new RequestLine(UUID.randomUUID().toString(), request.method().name(), request.uri());
        response.exceptionHandler(gone -> gone());
        response.closeHandler(gone -> gone());
        request.exceptionHandler(gone -> gone());
    }

    private void gone() {
        share.close();
        AnswerStream under = stream;
        if (under != null) {
            under.gone();
        }
    }

    /** Answers what is no HTTP. */
    void refuse() {
        fail(new RequestRefusedException(
                Reason.NOT_HTTP,
                "The request is not HTTP/1.1 as it has to be, or its first line or its headers are too long"));
    }

    void take() {
        port.deadlines()
                .body(
                        request.connection(),
                        () -> fail(new RequestRefusedException(
                                Reason.NOT_IN_TIME, "The request's body did not come in time")));
        HttpRequest head;
        boolean bodyComes;
        try {
            head = head();
            quick = port.service().isQuick(head);
            if (!quick) {
                port.admission().check();
            }
            if (response.writeQueueFull()) {
                throw Admission.tooMany("earlier answers were not read");
            }
            long length = contentLength();
            if (length > port.limits().bodies().each()) {
                throw tooLarge();
            }
            bodyComes = length > 0 || request.getHeader("Transfer-Encoding") != null;
        } catch (RequestRefusedException e) {
            fail(e);
            return;
        }
        if (!bodyComes) {
            request.endHandler(end -> received(head));
            return;
        }
        request.pause();
        lane().run(
                        () -> {
                            port.service().admit(head);
                            return head;
                        },
                        this::receive,
                        this::fail);
    }

    private Workers lane() {
        return quick ? port.quick() : port.workers();
    }

    private void receive(HttpRequest head) {
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            response.writeContinue();
        }
        request.handler(this::receive);
        request.endHandler(end -> received(head));
        request.resume();
    }

    private void receive(Buffer chunk) {
        try {
            share.hold(chunk.length());
            if (body.length() + chunk.length() > port.limits().bodies().each()) {
                throw tooLarge();
            }
            body.appendBuffer(chunk);
        } catch (RequestRefusedException e) {
            fail(e);
        }
    }

    private void received(HttpRequest head) {
        whole = true;
        port.deadlines().met(request.connection());
        HttpRequest received = head.withBody(body.getBytes());
        lane().run(() -> port.service().answer(received), this::answer, this::fail);
    }

    private void fail(Throwable failure) {
        try {
            answer(port.service().failed(line, failure));
        } catch (RuntimeException e) {
            LOGGER.atError().addKeyValue("requestId", line.id()).setCause(e).log("a failure could not be told");
            request.connection().close();
            share.close();
        }
    }

    private void answer(HttpAnswer answer) {
        if (answer.body() instanceof HttpAnswer.Streamed streamed) {
            stream(answer, streamed.pieces());
        } else if (answer.body() instanceof HttpAnswer.Whole text && begin(answer)) {
            Buffer bytes = Buffer.buffer(text.bytes());
            response.putHeader("Content-Length", String.valueOf(bytes.length()));
            port.deadlines()
                    .take(request.connection(), () -> request.connection().close());
            (request.method().equals(HttpMethod.HEAD) ? response.end() : response.end(bytes))
                    .onComplete(sent -> ended());
        }
    }

    private void stream(HttpAnswer answer, StreamedBody pieces) {
        AnswerStream begun = new AnswerStream(request.connection(), response, pieces, port.streams(), share::close);
        RequestRefusedException refused = share.stream();
        if (refused != null) {
            begun.gone();
            fail(refused);
        } else if (begin(answer.with("Connection", "close"))) {
            stream = begun;
            begun.begin();
        } else {
            begun.gone();
        }
    }

    /** Status and headers, unless the client is gone or has its answer. */
    private boolean begin(HttpAnswer answer) {
        if (response.ended() || response.closed()) {
            share.close();
            return false;
        }
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        if (!whole) {
            response.putHeader("Connection", "close");
        }
        return true;
    }

    private void ended() {
        share.close();
        if (whole) {
            port.deadlines().next(request.connection());
        } else {
            discard();
        }
    }

    /** The rest of a request that was refused: a connection that is cut at once could lose the answer. */
    private void discard() {
        if (request.isEnded()) {
            // it has no body
            request.connection().close();
            return;
        }
        port.deadlines().next(request.connection());
        request.handler(chunk -> {
            discarded += chunk.length();
            if (discarded > MOST_DISCARDED_BYTES) {
                request.connection().close();
            }
        });
        request.endHandler(end -> request.connection().close());
        request.resume();
    }

    private long contentLength() {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            throw tooLarge();
        }
    }

    private RequestRefusedException tooLarge() {
        return new RequestRefusedException(
                Reason.TOO_LARGE,
                "The request body has more than " + port.limits().bodies().each() + " bytes");
    }

    private HttpRequest head() {
        Map<String, List<String>> headers = new TreeMap<>();
        request.headers()
                .names()
                .forEach(name -> headers.put(name, request.headers().getAll(name)));
        return new HttpRequest(
                line, headers, new byte[0], request.remoteAddress().hostAddress());
    }
}
