package io.spicerack.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP on the JDK's own server: the only class here that knows it. Thread-safe; calls run on its own threads. */
final class ApiHttp implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ApiHttp.class);
    private static final int MOST_BODY_BYTES = 1 << 20;
    private static final int THREADS = 32;

    static {
        // read once by the JDK's server; without it every answer on a kept connection waits 40 ms for an
        // acknowledgement
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, named());
    private final Router router;

    ApiHttp(ApiConfig config, Router router) {
        this.router = router;
        this.server = bind(config);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        InetAddress address = server.getAddress().getAddress();
        String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String requestId = UUID.randomUUID().toString();
            Router.Answer answer;
            try {
                answer = router.answer(read(exchange));
            } catch (RuntimeException e) {
                answer = error(exchange, ApiError.of(e), requestId);
            }
            byte[] body = answer.body().put("RequestId", requestId).toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private static Request read(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BODY_BYTES + 1);
        if (body.length > MOST_BODY_BYTES) {
            throw new ApiError(
                    413,
                    "RequestEntityTooLargeException",
                    "The request body has more than " + MOST_BODY_BYTES + " bytes");
        }
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                exchange.getRequestHeaders(),
                body,
                exchange.getRemoteAddress().getAddress().getHostAddress());
    }

    private static Router.Answer error(HttpExchange exchange, ApiError error, String requestId) {
        if (error.status() >= 500) {
            LOGGER.atError()
                    .addKeyValue("requestId", requestId)
                    .addKeyValue("method", exchange.getRequestMethod())
                    .setCause(error.getCause())
                    .log("a call of the QuickSight API failed");
        }
        exchange.getResponseHeaders().set("x-amzn-ErrorType", error.type());
        ObjectNode body = Json.object().put("Message", error.words());
        error.resourceType().ifPresent(type -> body.put("ResourceType", type));
        return new Router.Answer(error.status(), body);
    }

    private static HttpServer bind(ApiConfig config) {
        InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
        try {
            if (address.isUnresolved()) {
                throw new IOException("no such host");
            }
            return HttpServer.create(address, 128);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the QuickSight API cannot listen on " + config.host() + ":" + config.port() + ": "
                            + e.getMessage() + ". Stop what uses it, or set spicerack.api.port (0 for any free one)"
                            + " and spicerack.api.host",
                    e);
        }
    }

    private static ThreadFactory named() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "quicksight-api-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
