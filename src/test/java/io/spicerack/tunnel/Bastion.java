package io.spicerack.tunnel;

import io.spicerack.model.Secret;
import io.spicerack.wire.Detour;
import io.spicerack.wire.Reach;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;

/** An SSH server that carries connections on, for one user with one key. */
public final class Bastion implements AutoCloseable {
    private final org.apache.sshd.server.SshServer server = org.apache.sshd.server.SshServer.setUpDefaultServer();
    private final KeyPair host = keys();
    private final KeyPair client = keys();
    private final List<String> users = new CopyOnWriteArrayList<>();

    private Bastion() throws IOException, GeneralSecurityException {
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(host));
        server.setPublickeyAuthenticator((user, key, session) -> {
            users.add(user);
            return KeyUtils.compareKeys(key, client.getPublic());
        });
        server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        server.start();
    }

    public static Bastion start() throws IOException, GeneralSecurityException {
        return new Bastion();
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    public int port() {
        return server.getPort();
    }

    public String hostKey() {
        return KeyUtils.getFingerPrint(BuiltinDigests.sha256, host.getPublic());
    }

    public int sessions() {
        return server.getActiveSessions().size();
    }

    /** Who has tried to log in. */
    public List<String> users() {
        return users;
    }

    /** The way to a database behind it. */
    public Way tunnel(String databaseHost, int databasePort) throws IOException, GeneralSecurityException {
        return new Way(server.getPort(), hostKey(), key(), databaseHost, databasePort);
    }

    /** As ssh-keygen would write it. */
    private String key() throws IOException, GeneralSecurityException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(client, "a test's", null, text);
        return text.toString(StandardCharsets.US_ASCII);
    }

    /** A tunnel through the server, as it should be or with something wrong. */
    public record Way(int port, String hostKey, String key, String databaseHost, int databasePort) implements Detour {
        public Way pinnedTo(Bastion other) {
            return new Way(port, other.hostKey(), key, databaseHost, databasePort);
        }

        public Way withKeyOf(Bastion other) throws IOException, GeneralSecurityException {
            return withKey(other.key());
        }

        public Way withKey(String text) {
            return new Way(port, hostKey, text, databaseHost, databasePort);
        }

        @Override
        public InetSocketAddress entrance(int localPort, int millis) throws IOException {
            return new SshTunnel(
                            new SshServer("127.0.0.1", port, "spice", hostKey),
                            databaseHost,
                            databasePort,
                            Reach.ANYWHERE,
                            () -> Secret.of(key))
                    .entrance(localPort, millis);
        }
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
