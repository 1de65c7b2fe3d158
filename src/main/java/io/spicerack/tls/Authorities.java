package io.spicerack.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Who may sign a server's certificate. Immutable.
 *
 * @param ofJvm whether those of the JVM's trust store may ({@code javax.net.ssl.trustStore})
 */
public record Authorities(boolean ofJvm, List<X509Certificate> certificates) {
    public static final Authorities OF_JVM = new Authorities(true, List.of());

    /** Nobody may: a server is only asked for what it shows. */
    static final Authorities NONE = new Authorities(false, List.of());

    public Authorities {
        certificates = List.copyOf(certificates);
    }

    /** What messages and records tell of them. */
    public String description() {
        String own = certificates.size() + (certificates.size() == 1 ? " certificate" : " certificates");
        return !ofJvm ? own : certificates.isEmpty() ? "the JVM's trust store" : "the JVM's trust store and " + own;
    }

    /** Another one for other certificates. */
    public Fingerprint digest() {
        StringBuilder all = new StringBuilder();
        certificates.forEach(each -> all.append(new ShownCertificate(each).fingerprint()));
        return Fingerprint.of(all.toString().getBytes(StandardCharsets.US_ASCII));
    }

    List<X509ExtendedTrustManager> managers() {
        List<X509ExtendedTrustManager> managers = new ArrayList<>();
        try {
            if (ofJvm) {
                managers.add(manager(null));
            }
            if (!certificates.isEmpty()) {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                for (int i = 0; i < certificates.size(); i++) {
                    store.setCertificateEntry("authority-" + i, certificates.get(i));
                }
                managers.add(manager(store));
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the certificates of authorities cannot be used: " + e.getMessage(), e);
        }
        return managers;
    }

    private static X509ExtendedTrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("this JVM verifies no X.509 certificates"));
    }
}
