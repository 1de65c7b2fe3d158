package io.spicerack.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP on the JDK's own server: the only class here that knows it. Thread-safe; each call has a thread of its own. */
final class ManagementHttp implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ManagementHttp.class);

    private static final int CLOSE_SECONDS = 5;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(named());
    private final AccessToken token;
    private final Function<Call, Answer> calls;

    ManagementHttp(ManagementConfig config, AccessToken token, Function<Call, Answer> calls) {
        this.token = token;
        this.calls = calls;
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
        try {
            // a call under way still reads the catalog, which its owner closes next
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOGGER.atWarn().log("a management call did not end when the port was closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        boolean trusted = token.admits(exchange.getRequestHeaders().getFirst("Authorization"));
        URI uri = exchange.getRequestURI();
        try (Answer answer = answer(exchange.getRequestMethod(), uri, trusted)) {
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            long length = answer instanceof Answer.Whole whole ? whole.bytes().length : 0;
            exchange.sendResponseHeaders(answer.status(), length);
            OutputStream out = exchange.getResponseBody();
            answer.writeTo(out);
            // only here: after an exception the server cuts the connection, and the answer has no end
            out.close();
        }
    }

    private Answer answer(String method, URI uri, boolean trusted) {
        try {
            return calls.apply(Call.of(method, uri.getPath(), uri.getRawQuery(), trusted));
        } catch (RuntimeException e) {
            Refusal refusal = Refusal.of(e);
            if (refusal.status() >= 500) {
                LOGGER.atError()
                        .addKeyValue("path", uri.getPath())
                        .addKeyValue("reason", refusal.words())
                        .setCause(refusal.status() == 500 ? e : null)
                        .log("a management call failed");
            }
            return Answer.json(
                    refusal.status(),
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("error", refusal.type())
                            .put("message", refusal.words()));
        }
    }

    private static HttpServer bind(ManagementConfig config) {
        InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
        try {
            if (address.isUnresolved()) {
                throw new IOException("no such host");
            }
            return HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the management port cannot listen on " + config.host() + ":" + config.port() + ": "
                            + e.getMessage() + ". Stop what uses it, or set spicerack.management.port (0 for any free"
                            + " one) and spicerack.management.host",
                    e);
        }
    }

    private static ThreadFactory named() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "management-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
