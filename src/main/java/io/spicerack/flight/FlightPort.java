package io.spicerack.flight;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.spicerack.http.Listener;
import io.spicerack.model.Ticker;
import io.spicerack.pgwire.ServerCertificate;
import io.spicerack.pgwire.SqlUsers;
import io.spicerack.query.QueryEngine;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.Buffer;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import org.apache.arrow.flight.FlightGrpcUtils;
import org.apache.arrow.flight.auth.ServerAuthHandler;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open Flight port. Thread-safe. */
public final class FlightPort implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(FlightPort.class);

    /** What gRPC would print of connections and calls that fail, past the log; who meets that says so. Kept, since levels are weak. */
    private static final java.util.logging.Logger GRPC = java.util.logging.Logger.getLogger("io.grpc");

    private static final int LOOPS = 2;
    private static final int BACKLOG = 128;
    private static final int CALLS_OF_A_CONNECTION = 32;
    private static final int METADATA_BYTES = 16 << 10;

    /** What is taken of requests ahead of what is read of them. */
    private static final int WINDOW = 256 << 10;

    /** What the operating system holds of an answer that a client has not taken. */
    private static final int SEND_BUFFER = 128 << 10;

    private static final int TICK_MILLIS = 50;
    private static final int CLOSE_SECONDS = 10;
    private static final int PING_SECONDS = 30;
    private static final int CANCELS_OF_A_WINDOW = 500;

    /** Who is let in, and who answers. */
    public record Service(SqlUsers users, QueryEngine engine, Ticker ticker) {}

    private final AtomicBoolean closed = new AtomicBoolean();
    private final EventLoopGroup loops = new NioEventLoopGroup(LOOPS, new DefaultThreadFactory("flight-io", true));
    private final ExecutorService calls = Executors.newCachedThreadPool(new DefaultThreadFactory("flight-call", true));
    private final ExecutorService workers;
    private final ScheduledExecutorService tick;
    private final BufferAllocator memory;
    private final FlightConnections connections;
    private final FlightStatements statements;
    private final Server server;

    private FlightPort(Listener listener, FlightLimits limits, Optional<ServerCertificate> certificate, Service service)
            throws IOException {
        GRPC.setLevel(Level.OFF);
        ThreadFactory threads = new DefaultThreadFactory("flight", true);
        workers = Executors.newFixedThreadPool(limits.threads(), threads);
        tick = Executors.newSingleThreadScheduledExecutor(threads);
        memory = new RootAllocator(limits.arrowBytes());
        connections = new FlightConnections(limits, service.ticker());
        SecureRandom random = new SecureRandom();
        FlightResources port = new FlightResources(service.engine(), limits, workers, memory, service.ticker());
        statements = new FlightStatements(port, random);
        BearerTokens tokens = new BearerTokens(service.users(), limits.times(), service.ticker(), random);
        CallGate gate = new CallGate(
                service.users(),
                connections,
                new PasswordLogin(service.users(), connections, tokens, random),
                tokens,
                service.ticker());
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(listener.host(), listener.port()))
                .channelFactory(() -> new AcceptedChannels(connections))
                .bossEventLoopGroup(loops)
                .workerEventLoopGroup(loops)
                .withOption(ChannelOption.SO_BACKLOG, BACKLOG)
                .withOption(ChannelOption.SO_REUSEADDR, true)
                .withChildOption(ChannelOption.SO_SNDBUF, SEND_BUFFER)
                .withChildOption(ChannelOption.TCP_NODELAY, true)
                .executor(calls)
                .handshakeTimeout(limits.times().login().toMillis(), TimeUnit.MILLISECONDS)
                .maxConnectionIdle(limits.times().idle().toMillis(), TimeUnit.MILLISECONDS)
                // who has sent half a frame does not answer either
                .keepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(limits.times().message().toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(CLOSE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .maxConcurrentCallsPerConnection(CALLS_OF_A_CONNECTION)
                .maxRstFramesPerWindow(CANCELS_OF_A_WINDOW, PING_SECONDS)
                .flowControlWindow(WINDOW)
                .maxInboundMessageSize(limits.messageBytes())
                .maxInboundMetadataSize(METADATA_BYTES)
                .intercept(gate)
                .addService(FlightBinding.of(bound(new FlightSqlService(statements, port)), statements));
        if (certificate.isPresent()) {
            builder.sslContext(tls(certificate.get()));
        }
        server = builder.build();
    }

    /** Listens; {@code IllegalStateException} names host, port and property where it cannot. The caller closes it. */
    public static FlightPort open(
            Listener listener, FlightLimits limits, Optional<ServerCertificate> certificate, Service service) {
        if (!Buffer.class.getModule().isOpen("java.nio", BufferAllocator.class.getModule())) {
            throw new IllegalStateException(
                    listener.name() + " needs a Java that was started with --add-opens=java.base/java.nio=ALL-UNNAMED,"
                            + " as ./spicerack does. Start it so, or leave " + listener.property() + ".port empty");
        }
        try {
            FlightPort port = new FlightPort(listener, limits, certificate, service);
            try {
                port.listen(listener);
                return port;
            } catch (IOException e) {
                port.close();
                throw e;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw listener.cannotListen(e.getCause() == null ? e : e.getCause());
        }
    }

    /** The gate logs in; Arrow's own way, which is deprecated and does nothing here, must be named all the same. */
    @SuppressWarnings("deprecation")
    private ServerServiceDefinition bound(FlightSqlService service) {
        return FlightGrpcUtils.createFlightService(memory, service, ServerAuthHandler.NO_OP, calls)
                .bindService();
    }

    private void listen(Listener listener) throws IOException {
        if (new InetSocketAddress(listener.host(), listener.port()).isUnresolved()) {
            throw new IOException("no such host");
        }
        server.start();
        var unused = tick.scheduleWithFixedDelay(this::look, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            connections.look();
            statements.look();
        } catch (RuntimeException e) {
            // the next look must come
            LOGGER.atError().setCause(e).log("a look at the Flight port failed unexpectedly");
        }
    }

    private static SslContext tls(ServerCertificate certificate) throws IOException {
        return GrpcSslContexts.configure(
                        SslContextBuilder.forServer(
                                certificate.chain().toFile(), certificate.key().toFile()),
                        SslProvider.JDK)
                .protocols("TLSv1.2", "TLSv1.3")
                .build();
    }

    /** The port that was taken. */
    public int port() {
        return server.getPort();
    }

    /** Ends what runs. Idempotent. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        tick.shutdownNow();
        server.shutdownNow();
        workers.shutdownNow();
        try {
            boolean served = server.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            boolean worked = workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            if (!served || !worked) {
                LOGGER.atWarn().log("the Flight port did not close in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        statements.closeAll();
        calls.shutdownNow();
        var unused = loops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        try {
            memory.close();
        } catch (IllegalStateException e) {
            LOGGER.atWarn().log("the Flight port has not given all of its memory back");
        }
    }
}
