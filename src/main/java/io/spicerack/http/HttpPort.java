package io.spicerack.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open port. Requests are read by event loops of Vert.x, where a slow client takes no thread from others, and answered by
 * worker threads. Thread-safe.
 */
public final class HttpPort implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(HttpPort.class);
    /** Threads for what waits for nobody. */
    private static final int QUICK = 2;

    private static final int MOST_LINE_BYTES = 16 << 10;
    private static final int MOST_HEADER_BYTES = 32 << 10;
    private static final int BACKLOG = 1024;
    private static final int CLOSE_SECONDS = 10;

    private final Listener listener;
    private final Vertx vertx;
    private final Exchange.Port shared;
    private final HttpServer server;
    private final AtomicBoolean closed = new AtomicBoolean();

    private HttpPort(Listener listener, HttpLimits limits, HttpService service) {
        this.listener = listener;
        vertx = EventLoops.open();
        String threads = listener.property().replace('.', '-');
        Workers workers = new Workers(vertx, threads, limits.workers());
        Deadlines deadlines = new Deadlines(vertx, limits);
        shared = new Exchange.Port(
                service,
                limits,
                workers,
                new Workers(vertx, threads + "-quick", QUICK),
                deadlines,
                new Admission(limits),
                new AnswerStream.Streams(workers, deadlines, limits.takeTimeout()));
        server = vertx.createHttpServer(options(listener))
                .connectionHandler(this::accept)
                .requestHandler(request -> new Exchange(request, shared).take())
                .invalidRequestHandler(request -> new Exchange(request, shared).refuse());
    }

    /** Listens; {@code IllegalStateException} names host, port and property where it cannot. The caller closes it. */
    public static HttpPort open(Listener listener, HttpLimits limits, HttpService service) {
        HttpPort port = new HttpPort(listener, limits, service);
        try {
            port.listen();
        } catch (IOException | CompletionException e) {
            port.close();
            throw listener.cannotListen(e.getCause() == null ? e : e.getCause());
        }
        return port;
    }

    private void listen() throws IOException {
        if (new InetSocketAddress(listener.host(), listener.port()).isUnresolved()) {
            throw new IOException("no such host");
        }
        server.listen().toCompletionStage().toCompletableFuture().join();
    }

    /** Where it is, with the port that was taken. */
    public URI url() {
        return listener.url(server.actualPort());
    }

    /** Cuts requests under way. Idempotent. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        await("connections", server.close().toCompletionStage().toCompletableFuture());
        shared.workers().close();
        shared.quick().close();
        await("event loops", vertx.close().toCompletionStage().toCompletableFuture());
        shared.streams().underWay().forEach(AnswerStream::abandon);
    }

    private void await(String what, Future<?> end) {
        try {
            end.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.atWarn()
                    .addKeyValue("port", listener.name())
                    .addKeyValue("what", what)
                    .setCause(e)
                    .log("a port did not close in time");
        }
    }

    private void accept(HttpConnection connection) {
        if (!shared.deadlines().open(connection)) {
            connection.close();
        }
    }

    private static HttpServerOptions options(Listener listener) {
        return new HttpServerOptions()
                .setHost(listener.host())
                .setPort(listener.port())
                .setAcceptBacklog(BACKLOG)
                .setReuseAddress(true)
                .setMaxInitialLineLength(MOST_LINE_BYTES)
                .setMaxHeaderSize(MOST_HEADER_BYTES)
                .setHandle100ContinueAutomatically(false)
                .setHttp2ClearTextEnabled(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false);
    }
}
