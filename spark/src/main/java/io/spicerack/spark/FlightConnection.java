package io.spicerack.spark;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightClientMiddleware;
import org.apache.arrow.flight.FlightGrpcUtils;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.auth2.BasicAuthCredentialWriter;
import org.apache.arrow.flight.auth2.BearerCredentialWriter;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** One connection to the Flight port. One thread. */
final class FlightConnection implements AutoCloseable {
    /** A row has 4 MiB at most, and a batch some more than one. */
    private static final int MOST_MESSAGE = 64 << 20;

    private static final long MOST_MEMORY = 512L << 20;
    private static final String AGENT = "spicerack-spark";
    private static final String PARTS = "x-spicerack-parts";
    private static final String AUTHORIZATION = "authorization";
    private static final String BEARER = "Bearer ";

    private final BufferAllocator memory = new RootAllocator(MOST_MEMORY);
    private final FlightClient client;
    private final FlightSqlClient sql;
    private volatile String given = "";

    private FlightConnection(Endpoint endpoint) {
        client = FlightGrpcUtils.createFlightClient(memory, channel(endpoint), List.of(call -> new TokenReader()));
        sql = new FlightSqlClient(client);
    }

    /** Opens one, which connects with its first call. The caller closes it. */
    static FlightConnection open(Endpoint endpoint) {
        return new FlightConnection(endpoint);
    }

    private static ManagedChannel channel(Endpoint endpoint) {
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(endpoint.host(), endpoint.port())
                .userAgent(AGENT)
                .maxInboundMessageSize(MOST_MESSAGE)
                // a service is asked directly, whatever proxies there are for others
                .proxyDetector(address -> null);
        return (endpoint.isSecure() ? secured(builder, endpoint) : builder.usePlaintext()).build();
    }

    private static NettyChannelBuilder secured(NettyChannelBuilder builder, Endpoint endpoint) {
        try {
            SslContextBuilder tls = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK);
            if (!endpoint.fingerprint().isEmpty()) {
                tls.trustManager(new PinnedCertificate(endpoint.fingerprint()));
            } else if (!endpoint.authorities().isEmpty()) {
                tls.trustManager(
                        new ByteArrayInputStream(endpoint.authorities().getBytes(StandardCharsets.UTF_8)));
            }
            return builder.useTransportSecurity().sslContext(tls.build());
        } catch (IOException e) {
            throw new UncheckedIOException("TLS to " + endpoint + " cannot be set up", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("option caFile has no certificates in PEM", e);
        }
    }

    /** What stands for the password from now on. */
    String logIn(String user, String password) {
        client.handshake(new CredentialCallOption(new BasicAuthCredentialWriter(user, password)));
        if (!given.startsWith(BEARER)) {
            throw new IllegalStateException("the Flight port gave no token");
        }
        return given.substring(BEARER.length());
    }

    /** Takes the token from the answer to a log-in. */
    private final class TokenReader implements FlightClientMiddleware {
        @Override
        public void onBeforeSendingHeaders(CallHeaders headers) {
            // each call has its own
        }

        @Override
        public void onHeadersReceived(CallHeaders headers) {
            String token = headers.get(AUTHORIZATION);
            if (token != null) {
                given = token;
            }
        }

        @Override
        public void onCallCompleted(CallStatus status) {
            // whoever calls hears of it
        }
    }

    private static CallOption with(String token) {
        return new CredentialCallOption(new BearerCredentialWriter(token));
    }

    /** The columns of an answer. Nothing is read for it. */
    Schema columns(String query, String token) {
        return sql.getExecuteSchema(query, with(token)).getSchema();
    }

    /** Where the parts of an answer are, all of one version; nothing is read yet. */
    FlightInfo parts(String query, int most, String token) {
        FlightCallHeaders headers = new FlightCallHeaders();
        headers.insert(PARTS, Integer.toString(most));
        return sql.execute(query, with(token), new HeaderCallOption(headers));
    }

    /** One of them. */
    FlightStream part(byte[] ticket, String token) {
        return client.getStream(new Ticket(ticket), with(token));
    }

    /** What the service says, in its own words. */
    static String words(FlightRuntimeException failure) {
        String words = String.valueOf(failure.getMessage());
        Throwable cause = failure.getCause();
        for (int depth = 0; cause != null && depth < 10; depth++, cause = cause.getCause()) {
            String more = String.valueOf(cause.getMessage());
            if (!words.contains(more)) {
                words = words + ": " + more;
            }
        }
        return words;
    }

    @Override
    public void close() {
        try {
            sql.close();
        } catch (Exception e) {
            throw new IllegalStateException("the connection to the Flight port cannot be closed", e);
        } finally {
            memory.close();
        }
    }
}
