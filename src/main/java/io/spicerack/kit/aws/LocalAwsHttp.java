package io.spicerack.kit.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spicerack.kit.protocol.AwsAnswer;
import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.AwsRequest;
import io.spicerack.kit.protocol.JsonProtocol;
import io.spicerack.kit.protocol.LocalAwsConfig;
import io.spicerack.kit.protocol.StsProtocol;
import io.spicerack.kit.s3.S3Protocol;
import io.spicerack.kit.state.LocalAwsException;
import io.spicerack.kit.trail.AuditEventsProtocol;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP front of the local AWS: one port for all its services. Thread-safe; calls run on its own threads. */
final class LocalAwsHttp implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LocalAwsHttp.class);
    private static final int MOST_BODY_BYTES = 1 << 20;
    private static final int MOST_OBJECT_BYTES = 64 << 20;
    private static final int THREADS = 8;

    static {
        // read once by the JDK's server; without it every answer on a kept connection waits 40 ms for an
        // acknowledgement
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final LocalAwsConfig.Listener listener;
    private final HttpServer server;
    private final ExecutorService threads;
    private final JsonProtocol json;
    private final StsProtocol sts;
    private final S3Protocol s3;
    private final AuditEventsProtocol auditEvents;

    LocalAwsHttp(
            LocalAwsConfig.Listener listener,
            JsonProtocol json,
            StsProtocol sts,
            S3Protocol s3,
            AuditEventsProtocol auditEvents) {
        this.listener = listener;
        this.json = json;
        this.sts = sts;
        this.s3 = s3;
        this.auditEvents = auditEvents;
        this.server = bind(listener);
        this.threads = Executors.newFixedThreadPool(THREADS, named("local-aws-"));
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI endpoint() {
        InetAddress address = server.getAddress().getAddress();
        String host = address.isAnyLocalAddress() ? "localhost" : address.getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + server.getAddress().getPort());
    }

    /** Calls under way end first, for a second at most. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(1, TimeUnit.SECONDS)) {
                LOGGER.atWarn().log("local AWS stopped during a call");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            server.stop(0);
        }
    }

    private static HttpServer bind(LocalAwsConfig.Listener listener) {
        try {
            return HttpServer.create(new InetSocketAddress(listener.address(), listener.port()), 128);
        } catch (BindException e) {
            throw new LocalAwsException(
                    "The local AWS cannot listen on " + listener.address().getHostAddress() + " port "
                            + listener.port() + ": " + e.getMessage()
                            + ". Stop the program that uses it, or choose another port (0 takes any free one)",
                    e);
        } catch (IOException e) {
            throw new LocalAwsException("The local AWS cannot listen on port " + listener.port(), e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String requestId = UUID.randomUUID().toString();
            AwsAnswer answer = answer(exchange, requestId);
            byte[] body = answer.body();
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
            // S3's name for the same
            exchange.getResponseHeaders().set("x-amz-request-id", requestId);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
                exchange.sendResponseHeaders(answer.status(), -1);
                return;
            }
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (RuntimeException e) {
            LOGGER.atError().setCause(e).log("request to the local AWS failed");
            throw e;
        }
    }

    private AwsAnswer answer(HttpExchange exchange, String requestId) throws IOException {
        if (!mayCall(exchange.getRemoteAddress().getAddress())) {
            return JsonProtocol.error(new AwsError(
                    "AccessDeniedException", "The local AWS serves only callers on the same machine", 403));
        }
        // only an object may be long
        int mostBytes = exchange.getRequestMethod().equals("PUT") ? MOST_OBJECT_BYTES : MOST_BODY_BYTES;
        byte[] body = exchange.getRequestBody().readNBytes(mostBytes + 1);
        if (body.length > mostBytes) {
            return JsonProtocol.error(new AwsError(
                    "RequestEntityTooLargeException", "The request body has more than " + mostBytes + " bytes", 413));
        }
        AwsRequest request = new AwsRequest(
                exchange.getRemoteAddress().getAddress(),
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                exchange.getRequestHeaders(),
                body);
        String target = request.header("x-amz-target");
        if (target != null) {
            return json.answer(request, target, requestId);
        }
        if (String.valueOf(request.header("content-type")).startsWith("application/x-www-form-urlencoded")) {
            return sts.answer(request, requestId);
        }
        if (AuditEventsProtocol.PATH.equals(request.uri().getPath())) {
            return auditEvents.answer(request, requestId);
        }
        if (!request.method().equals("POST") || request.isSignedFor("s3")) {
            return s3.answer(request, requestId);
        }
        return JsonProtocol.error(new AwsError(
                "UnknownOperationException",
                "The request has no X-Amz-Target header; this is an endpoint for KMS, Secrets Manager, STS, CloudTrail"
                        + " and S3"));
    }

    private boolean mayCall(InetAddress peer) {
        return peer.isLoopbackAddress() || listener.remotePeers() == LocalAwsConfig.RemotePeers.ALLOWED;
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> new Thread(task, prefix + number.incrementAndGet());
    }
}
