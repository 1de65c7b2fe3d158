package io.spicerack.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Certificates for tests, good for a hundred years but one: {@code authority} has signed {@code server} (localhost,
 * 127.0.0.1, *.db.example.org), {@code common-name} (MySQL_Server_Test, without alternative names), {@code client} and
 * {@code over}, which ended in 2021; {@code self-signed} has signed itself.
 */
public final class TlsFiles {
    private TlsFiles() {}

    public static Path path(String file) {
        return Path.of("src", "test", "resources", "io", "spicerack", "tls", file);
    }

    public static List<X509Certificate> certificates(String name) {
        return Pem.certificates(path(name + ".pem"));
    }

    public static ShownCertificate shown(String name) {
        return new ShownCertificate(certificates(name).get(0));
    }

    public static OwnIdentity client() {
        return new OwnIdentity(Pem.privateKey(path("client.key")), certificates("client"));
    }

    public static ServerTrust signedBy(String authority) {
        return new ServerTrust(
                true, new Authorities(false, certificates(authority)), Optional.empty(), List.of(), Optional.empty());
    }

    public static ServerTrust pinned(String name) {
        return new ServerTrust(true, Authorities.OF_JVM, Optional.empty(), List.of(shown(name)), Optional.empty());
    }

    public static KeyManager[] managers(OwnIdentity identity) {
        return identity.managers();
    }

    public static X509ExtendedTrustManager trusting(String authority) {
        return new Authorities(false, certificates(authority)).managers().get(0);
    }
}
