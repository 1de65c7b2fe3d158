package io.spicerack.tunnel;

import io.spicerack.model.Secret;
import io.spicerack.wire.Detour;
import io.spicerack.wire.DetourException;
import io.spicerack.wire.Reach;
import io.spicerack.wire.RefusedAddressException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/**
 * The way to one database through an SSH server. Each connection has a session of its own there, which ends with it. The
 * server's key is compared before it hears a user, and nothing of the user's own SSH configuration counts. Thread-safe.
 */
public final class SshTunnel implements Detour {
    private static final Duration ALIVE = Duration.ofSeconds(30);
    private static final int UNANSWERED = 3;

    private final SshServer server;
    private final SshdSocketAddress target;
    private final Reach reach;
    private final Supplier<Secret> privateKey;

    /**
     * A tunnel to {@code host}, which the SSH server finds.
     *
     * @param reach which addresses the SSH server may have
     * @param privateKey is asked at each connection; what it gives is closed
     */
    public SshTunnel(SshServer server, String host, int port, Reach reach, Supplier<Secret> privateKey) {
        this.server = server;
        this.target = new SshdSocketAddress(host, port);
        this.reach = reach;
        this.privateKey = privateKey;
    }

    @Override
    public InetSocketAddress entrance(int localPort, int millis) throws IOException {
        InetAddress address = InetAddress.getByName(server.host());
        reach.check(address);
        AtomicReference<String> shown = new AtomicReference<>("");
        SshClient client = client(shown);
        client.start();
        try {
            ClientSession session = client.connect(server.user(), new InetSocketAddress(address, server.port()))
                    .verify(millis)
                    .getSession();
            session.addPublicKeyIdentity(key());
            session.auth().verify(millis);
            ChannelDirectTcpip channel = session.createDirectTcpipChannel(
                    new SshdSocketAddress(InetAddress.getLoopbackAddress().getHostAddress(), localPort), target);
            channel.open().verify(millis);
            return TunnelGate.open(localPort, millis, channel, client);
        } catch (IOException e) {
            client.stop();
            throw failed(e, String.valueOf(shown.get()));
        } catch (RuntimeException e) {
            client.stop();
            throw e;
        }
    }

    private SshClient client(AtomicReference<String> shown) {
        SshClient client = SshClient.setUpDefaultClient();
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        // no way back: the server opens no channel here, neither to this machine's ports nor to an agent
        client.setChannelFactories(List.of());
        client.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        client.setServerKeyVerifier((session, remote, key) -> {
            shown.set(fingerprint(key));
            return server.hostKey().equals(shown.get());
        });
        // a query may take its time; a server that has gone is noticed all the same
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, ALIVE);
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, UNANSWERED);
        return client;
    }

    private static String fingerprint(PublicKey key) {
        return KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
    }

    private KeyPair key() throws DetourException {
        try (Secret secret = privateKey.get()) {
            return secret.reveal(SshTunnel::parsed)
                    .orElseThrow(
                            () -> new DetourException(
                                    "the private key for " + server.place() + " cannot be read. Its"
                                            + " secret holds one key alone, in PEM or as ssh-keygen writes it, without a password"));
        }
    }

    /** Empty where it is none; what a parser says may quote it. */
    private static Optional<KeyPair> parsed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            Iterable<KeyPair> pairs = SecurityUtils.loadKeyPairIdentities(
                    null, () -> "the tunnel's key", new ByteArrayInputStream(bytes), null);
            return pairs == null
                    ? Optional.empty()
                    : StreamSupport.stream(pairs.spliterator(), false).findFirst();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private IOException failed(IOException e, String shown) {
        if (e instanceof DetourException || e instanceof RefusedAddressException) {
            return e;
        }
        if (!shown.isEmpty() && !shown.equals(server.hostKey())) {
            return new DetourException(server.place() + " shows the key " + shown + ", and not the one that is pinned, "
                    + server.hostKey() + ". Compare it with the server's own (ssh-keygen -lf); where the server has"
                    + " not changed, somebody stands between");
        }
        return new DetourException("there is no way through " + server.place() + " to " + target.getHostName() + ":"
                + target.getPort() + (shown.isEmpty() ? ": it does not answer as an SSH server" : "")
                + ". Check that it runs, takes this user's key and may connect there");
    }
}
