package io.spicerack.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Checks a server's certificate before anything is said to it: time, pin or signer, name. Stateless. */
final class ServerCheck extends X509ExtendedTrustManager {
    private final ServerTrust trust;

    ServerCheck(ServerTrust trust) {
        this.trust = trust;
    }

    private interface Signers {
        void check(X509ExtendedTrustManager manager) throws CertificateException;
    }

    private void check(X509Certificate[] chain, Signers signers) throws CertificateException {
        ShownCertificate shown = new ShownCertificate(chain[0]);
        try {
            chain[0].checkValidity();
        } catch (CertificateException e) {
            throw new UntrustedServerException(UntrustedServerException.Reason.TIME, shown, trust);
        }
        if (trust.certificate().isPresent()) {
            if (!trust.certificate().get().equals(shown)) {
                throw new UntrustedServerException(UntrustedServerException.Reason.OTHER_THAN_PINNED, shown, trust);
            }
            return;
        }
        if (trust.authorities().managers().stream().noneMatch(manager -> signed(manager, signers))) {
            throw new UntrustedServerException(UntrustedServerException.Reason.SIGNER, shown, trust);
        }
        // a trust without a name would take whoever has any certificate
        if (!trust.hostName().filter(CertifiedNames.of(chain[0])::include).isPresent()) {
            throw new UntrustedServerException(UntrustedServerException.Reason.NAME, shown, trust);
        }
    }

    private static boolean signed(X509ExtendedTrustManager manager, Signers signers) {
        try {
            signers.check(manager);
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, manager -> manager.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, manager -> manager.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, manager -> manager.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw noServer();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw noServer();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw noServer();
    }

    private static CertificateException noServer() {
        return new CertificateException("this is how servers are checked; there are no clients here");
    }

    /** None is suggested to a server. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
