package io.spicerack.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes what is sent to it over HTTP, as a collector of OTLP and of OpenLineage's events does. Thread-safe. */
public final class TelemetryCollector implements AutoCloseable {
    private final HttpServer server;
    private final List<String> traces = new CopyOnWriteArrayList<>();
    private final List<String> lineage = new CopyOnWriteArrayList<>();
    private volatile int status = 200;

    private TelemetryCollector(HttpServer server) {
        this.server = server;
    }

    /** On loopback, at any free port. */
    public static TelemetryCollector start() throws IOException {
        TelemetryCollector collector = new TelemetryCollector(
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        collector.server.createContext("/v1/traces", exchange -> collector.take(exchange, collector.traces));
        collector.server.createContext("/api/v1/lineage", exchange -> collector.take(exchange, collector.lineage));
        collector.server.start();
        return collector;
    }

    private void take(HttpExchange exchange, List<String> into) throws IOException {
        // protobuf has texts as they are
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (status == 200) {
            into.add(new String(body, StandardCharsets.UTF_8));
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    public URI tracesUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces");
    }

    public URI lineageUrl() {
        return tracesUrl().resolve("/api/v1/lineage");
    }

    /** From now on it answers this. */
    void answer(int other) {
        status = other;
    }

    List<String> traces() {
        return traces;
    }

    List<String> lineage() {
        return lineage;
    }

    /** All that came. */
    public String all() {
        return traces.toString() + lineage;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
