package io.spicerack.tls;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;

/**
 * Whom a server must prove to be before it is told a password. Immutable.
 *
 * @param encrypted whether TLS is demanded; without, only what hides the password on its way is done
 * @param authorities one of which must have signed, where no certificate is pinned
 * @param hostName that the certificate must be for, where it is not the host's own
 * @param pinned with TLS the one certificate that is taken, whoever signed it and for whatever name; without TLS the one
 *     key that passwords are hidden under
 * @param client how we prove who we are
 */
public record ServerTrust(
        boolean encrypted,
        Authorities authorities,
        Optional<String> hostName,
        List<ShownProof> pinned,
        Optional<OwnIdentity> client) {
    /** No TLS. */
    public static final ServerTrust UNENCRYPTED =
            new ServerTrust(false, Authorities.NONE, Optional.empty(), List.of(), Optional.empty());

    /** What the JVM trusts, for the host's own name. */
    public static final ServerTrust OF_JVM =
            new ServerTrust(true, Authorities.OF_JVM, Optional.empty(), List.of(), Optional.empty());

    /** Takes no certificate, so that a server can be asked for its own and hears nothing else. */
    public static final ServerTrust NOBODY =
            new ServerTrust(true, Authorities.NONE, Optional.empty(), List.of(), Optional.empty());

    public ServerTrust {
        pinned = List.copyOf(pinned);
    }

    /** The same for a host, where no other name is asked for. */
    public ServerTrust of(String host) {
        return new ServerTrust(encrypted, authorities, hostName.or(() -> Optional.of(host)), pinned, client);
    }

    public Optional<ShownCertificate> certificate() {
        return pinned.stream()
                .filter(ShownCertificate.class::isInstance)
                .map(ShownCertificate.class::cast)
                .findFirst();
    }

    public Optional<ShownPasswordKey> passwordKey() {
        return pinned.stream()
                .filter(ShownPasswordKey.class::isInstance)
                .map(ShownPasswordKey.class::cast)
                .findFirst();
    }

    public KeyManager[] keyManagers() {
        return client.map(OwnIdentity::managers).orElse(new KeyManager[0]);
    }

    /** One for each content. */
    Fingerprint id() {
        StringBuilder content = new StringBuilder().append(encrypted).append(authorities.ofJvm());
        authorities.certificates().forEach(each -> content.append(' ')
                .append(new ShownCertificate(each).fingerprint()));
        content.append(hostName).append(client);
        pinned.forEach(each -> content.append(each.kind()).append(each.fingerprint()));
        return Fingerprint.of(content.toString().getBytes(StandardCharsets.UTF_8));
    }
}
