package io.spicerack.catalog.server;

import io.spicerack.tls.HandedTrust;
import io.spicerack.tls.ServerCheck;
import io.spicerack.tls.ServerTrust;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.postgresql.ssl.WrappedFactory;

/** How pgjdbc checks the certificate of a catalog's server: each host's by its own name. The driver makes it, by its name. */
public final class ServerTls extends WrappedFactory {
    private final ServerTrust trust;

    /** @param trust the text that it was handed under */
    public ServerTls(String trust) throws GeneralSecurityException {
        this.trust = HandedTrust.taken(trust);
        factory = checking(this.trust);
    }

    private static SSLSocketFactory checking(ServerTrust trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(trust.keyManagers(), new TrustManager[] {new ServerCheck(trust)}, null);
        return context.getSocketFactory();
    }

    @Override
    public Socket createSocket(Socket below, String host, int port, boolean closes) throws IOException {
        try {
            return checking(trust.of(host)).createSocket(below, host, port, closes);
        } catch (GeneralSecurityException e) {
            throw new IOException("this JVM has no TLS: " + e.getMessage(), e);
        }
    }
}
