package io.spicerack.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** How we prove to a peer who we are: a private key and its certificates, the own one first. Immutable. */
public final class OwnIdentity {
    private static final char[] IN_MEMORY = "in memory only".toCharArray();

    private final PrivateKey key;
    private final List<X509Certificate> chain;

    public OwnIdentity(PrivateKey key, List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a client's key needs its certificate");
        }
        this.key = key;
        this.chain = List.copyOf(chain);
    }

    ShownCertificate certificate() {
        return new ShownCertificate(chain.get(0));
    }

    /** For a context of TLS. */
    public KeyManager[] managers() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", key, IN_MEMORY, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, IN_MEMORY);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the client's key and certificate cannot be used together", e);
        }
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "client " + certificate().fingerprint();
    }
}
