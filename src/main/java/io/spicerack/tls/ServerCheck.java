package io.spicerack.tls;

import io.spicerack.tls.UntrustedServerException.Reason;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Checks a server's certificate before anything is said to it: time, pin or signer, name. Refuses one with an
 * {@link UntrustedServerException}. Stateless.
 */
public final class ServerCheck extends X509ExtendedTrustManager {
    private final ServerTrust trust;

    public ServerCheck(ServerTrust trust) {
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
            throw untrusted(Reason.TIME, shown);
        }
        if (trust.certificate().isPresent()) {
            if (!trust.certificate().get().equals(shown)) {
                throw untrusted(Reason.OTHER_THAN_PINNED, shown);
            }
            return;
        }
        if (trust.authorities().managers().stream().noneMatch(manager -> signed(manager, signers))) {
            throw untrusted(Reason.SIGNER, shown);
        }
        // a trust without a name would take whoever has any certificate
        if (!trust.hostName().filter(CertifiedNames.of(chain[0])::include).isPresent()) {
            throw untrusted(Reason.NAME, shown);
        }
    }

    private UntrustedServerException untrusted(Reason reason, ShownCertificate shown) {
        String why =
                switch (reason) {
                    case SIGNER ->
                        "the server's certificate is not signed by anyone whom this data source trusts ("
                                + trust.authorities().description() + ")";
                    case NAME ->
                        "the server's certificate is not for the host '"
                                + trust.hostName().orElse("") + "'";
                    case TIME -> "the server's certificate is not valid now";
                    case OTHER_THAN_PINNED ->
                        "the server shows another certificate than the one that is pinned, "
                                + trust.certificate()
                                        .map(pinned -> pinned.fingerprint().text())
                                        .orElse("");
                };
        return new UntrustedServerException(reason, shown, why);
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
