package io.spicerack.kit.protocol;

import io.spicerack.model.Account;
import io.spicerack.model.Secret;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * How the local AWS runs. Immutable.
 *
 * @param dataDirectory where its state is kept; made when it is missing, used by one process at a time
 * @param account whose keys and secrets these are, and in which Region
 * @param accessKey what callers sign with
 * @param trail the audit trail that is shown as CloudTrail and S3 do, if any
 */
public record LocalAwsConfig(
        Listener listener,
        Path dataDirectory,
        Account account,
        AccessKey accessKey,
        Clock clock,
        Optional<ServedTrail> trail) {

    /** Listens on the loopback address; {@code port} 0 takes any free one. */
    public static LocalAwsConfig onLoopback(
            int port, Path dataDirectory, Account account, AccessKey accessKey, Clock clock) {
        return new LocalAwsConfig(
                new Listener(InetAddress.getLoopbackAddress(), port, RemotePeers.REFUSED),
                dataDirectory,
                account,
                accessKey,
                clock,
                Optional.empty());
    }

    public LocalAwsConfig with(ServedTrail served) {
        return new LocalAwsConfig(listener, dataDirectory, account, accessKey, clock, Optional.of(served));
    }

    /**
     * Where to listen. Immutable.
     *
     * @param port 0 takes any free one
     */
    public record Listener(InetAddress address, int port, RemotePeers remotePeers) {
        public Listener {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port " + port + " of the local AWS is not in 0..65535");
            }
        }
    }

    /** Whether callers from other machines are served; traffic is plain HTTP, so only inside a private network. */
    public enum RemotePeers {
        REFUSED,
        ALLOWED
    }

    /** The access key id and the secret access key that callers sign with. Prints no secret. */
    public record AccessKey(String id, Secret secret) {
        public AccessKey {
            if (!id.matches("[A-Za-z0-9_]{16,128}")) {
                throw new IllegalArgumentException("access key id '" + id + "' is not 16 to 128 letters and digits");
            }
        }
    }
}
