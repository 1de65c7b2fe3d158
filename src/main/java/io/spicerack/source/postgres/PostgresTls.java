package io.spicerack.source.postgres;

import io.spicerack.tls.HandedTrust;
import io.spicerack.tls.ServerCheck;
import io.spicerack.tls.ServerTrust;
import io.spicerack.wire.WatchedTlsSocket;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.postgresql.ssl.WrappedFactory;

/** How pgjdbc checks a server's certificate: by our trust. The driver makes it, by its name. */
public final class PostgresTls extends WrappedFactory {
    /** @param trust the text that it was handed under */
    public PostgresTls(String trust) throws GeneralSecurityException {
        ServerTrust server = HandedTrust.taken(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(server.keyManagers(), new TrustManager[] {new ServerCheck(server)}, null);
        factory = context.getSocketFactory();
    }

    @Override
    public Socket createSocket(Socket below, String host, int port, boolean closes) throws IOException {
        return WatchedTlsSocket.over(below, (SSLSocket) super.createSocket(below, host, port, closes));
    }
}
