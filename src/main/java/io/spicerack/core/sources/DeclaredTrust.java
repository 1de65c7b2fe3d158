package io.spicerack.core.sources;

import io.spicerack.tls.Authorities;
import io.spicerack.tls.OwnIdentity;
import java.util.Optional;

/**
 * What a data source's own file says of whom to trust. Immutable.
 *
 * @param authorities that alone may sign its certificate; empty for those of the settings
 * @param hostName that the certificate is for, where that is not the host
 * @param tunnel through which alone it is connected to
 */
public record DeclaredTrust(
        Optional<Authorities> authorities,
        Optional<String> hostName,
        Optional<OwnIdentity> client,
        Optional<DeclaredTunnel> tunnel) {
    public static final DeclaredTrust NONE =
            new DeclaredTrust(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** What is put on record: it is another text whenever another server could be taken. */
    String description() {
        return "authorities: "
                + authorities.map(own -> own.description() + " " + own.digest()).orElse("those of the settings")
                + "; host name: " + hostName.orElse("the host's")
                + client.map(own -> "; " + own).orElse("")
                + tunnel.map(own -> "; through " + own.description()).orElse("");
    }
}
