package io.spicerack.core.sources;

import io.spicerack.model.Arn;
import io.spicerack.tunnel.SshServer;

/**
 * Through which SSH server a data source is connected to. Immutable.
 *
 * @param key the secret with the private key of its user
 */
public record DeclaredTunnel(SshServer server, Arn key) {
    String description() {
        return server.place() + " " + server.hostKey() + " with " + key;
    }
}
