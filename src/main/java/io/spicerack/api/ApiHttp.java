package io.spicerack.api;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP on Vert.x, which this class, {@link Incoming} and {@link Deadlines} know alone. Requests are read by event loops, where
 * a slow client takes no thread from others, and answered by worker threads. Thread-safe.
 */
final class ApiHttp implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ApiHttp.class);
    private static final int EVENT_LOOPS = 2;
    private static final int WORKERS = 32;
    private static final int MOST_LINE_BYTES = 16 << 10;
    private static final int MOST_HEADER_BYTES = 32 << 10;
    private static final int BACKLOG = 1024;
    private static final int CLOSE_SECONDS = 10;

    private final ApiConfig config;
    private final Vertx vertx;
    private final Deadlines deadlines;
    private final HttpServer server;

    ApiHttp(ApiConfig config, Router router) {
        this.config = config;
        // Vert.x would unpack files of the class path into the temporary directory
        FileSystemOptions noFiles =
                new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setUseDaemonThread(true)
                .setFileSystemOptions(noFiles));
        deadlines = new Deadlines(vertx, config.limits().requestTimeout());
        Incoming.Answering answering = new Incoming.Answering(
                router, vertx.createSharedWorkerExecutor("quicksight-api", WORKERS), deadlines, new Admission());
        server = vertx.createHttpServer(options(config))
                .connectionHandler(this::accept)
                .requestHandler(request -> new Incoming(request, answering).take())
                .invalidRequestHandler(request -> new Incoming(request, answering).refuse());
        try {
            if (new InetSocketAddress(config.host(), config.port()).isUnresolved()) {
                throw new IOException("no such host");
            }
            server.listen().toCompletionStage().toCompletableFuture().join();
        } catch (IOException | CompletionException e) {
            close();
            throw new IllegalStateException(
                    "the QuickSight API cannot listen on " + config.host() + ":" + config.port() + ": "
                            + reason(e) + ". Stop what uses it, or set spicerack.api.port (0 for any free one)"
                            + " and spicerack.api.host",
                    e);
        }
    }

    URI url() {
        String host =
                new InetSocketAddress(config.host(), 0).getAddress().isAnyLocalAddress() ? "127.0.0.1" : config.host();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.actualPort());
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.atWarn().setCause(e).log("the QuickSight API did not close in time");
        }
    }

    private void accept(HttpConnection connection) {
        if (!deadlines.open(connection)) {
            connection.close();
        }
    }

    private static HttpServerOptions options(ApiConfig config) {
        return new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setAcceptBacklog(BACKLOG)
                .setReuseAddress(true)
                .setMaxInitialLineLength(MOST_LINE_BYTES)
                .setMaxHeaderSize(MOST_HEADER_BYTES)
                .setHandle100ContinueAutomatically(false)
                .setHttp2ClearTextEnabled(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false);
    }

    private static String reason(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage());
    }
}
