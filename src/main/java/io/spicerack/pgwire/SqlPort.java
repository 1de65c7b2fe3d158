package io.spicerack.pgwire;

import io.spicerack.http.EventLoops;
import io.spicerack.http.Listener;
import io.spicerack.http.Workers;
import io.spicerack.model.Ticker;
import io.spicerack.query.QueryEngine;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open SQL port. Thread-safe. */
public final class SqlPort implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(SqlPort.class);
    private static final int BACKLOG = 128;
    private static final int CLOSE_SECONDS = 10;
    private static final int TICK_MILLIS = 50;

    /** What the operating system holds of an answer that a client has not taken. */
    private static final int SEND_BUFFER = 128 << 10;

    private static final Set<String> TLS_VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

    /** Who is let in, and who answers. */
    public record Service(SqlUsers users, QueryEngine engine, Ticker ticker) {}

    private final Vertx vertx;
    private final Workers workers;
    private final Connections connections;
    private final NetServer server;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SqlPort(Listener listener, SqlLimits limits, Optional<ServerCertificate> certificate, Service service) {
        SecureRandom random = new SecureRandom();
        byte[] nobody = new byte[32];
        random.nextBytes(nobody);
        vertx = EventLoops.open();
        workers = new Workers(vertx, listener.property().replace('.', '-'), limits.statements());
        connections = new Connections(limits, random);
        ConnectionResources shared = new ConnectionResources(
                service.users(),
                service.engine(),
                limits,
                connections,
                workers,
                service.ticker(),
                new ConnectionResources.Secrecy(random, nobody, certificate.isPresent()));
        server = vertx.createNetServer(options(listener, certificate))
                .connectHandler(socket -> new Connection(socket, vertx.getOrCreateContext(), shared).begin());
        vertx.setPeriodic(TICK_MILLIS, timer -> connections.forEach(OpenClient::look));
    }

    /** Listens; {@code IllegalStateException} names host, port and property where it cannot. The caller closes it. */
    public static SqlPort open(
            Listener listener, SqlLimits limits, Optional<ServerCertificate> certificate, Service service) {
        SqlPort port = new SqlPort(listener, limits, certificate, service);
        try {
            port.listen(listener);
        } catch (IOException | CompletionException e) {
            port.close();
            throw listener.cannotListen(e.getCause() == null ? e : e.getCause());
        }
        return port;
    }

    private void listen(Listener listener) throws IOException {
        if (new InetSocketAddress(listener.host(), listener.port()).isUnresolved()) {
            throw new IOException("no such host");
        }
        server.listen().toCompletionStage().toCompletableFuture().join();
    }

    /** The port that was taken. */
    public int port() {
        return server.actualPort();
    }

    /** Ends what runs, and tells the clients. Idempotent. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        connections.forEach(OpenClient::goAway);
        await("connections", server.close().toCompletionStage().toCompletableFuture());
        workers.close();
        await("event loops", vertx.close().toCompletionStage().toCompletableFuture());
    }

    private static void await(String what, Future<?> end) {
        try {
            end.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.atWarn().addKeyValue("what", what).setCause(e).log("the SQL port did not close in time");
        }
    }

    private static NetServerOptions options(Listener listener, Optional<ServerCertificate> certificate) {
        NetServerOptions options = new NetServerOptions()
                .setHost(listener.host())
                .setPort(listener.port())
                .setAcceptBacklog(BACKLOG)
                .setReuseAddress(true)
                .setTcpNoDelay(true)
                .setSendBufferSize(SEND_BUFFER)
                .setEnabledSecureTransportProtocols(TLS_VERSIONS);
        certificate.ifPresent(pem -> options.setKeyCertOptions(new PemKeyCertOptions()
                .setCertPath(pem.chain().toString())
                .setKeyPath(pem.key().toString())));
        return options;
    }
}
